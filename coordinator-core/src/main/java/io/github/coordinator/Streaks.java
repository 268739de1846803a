package io.github.coordinator;

import java.util.BitSet;

/** For each seat, in how many rounds in a row it was hit. Costs follow from how many seats were, not from how many are. */
final class Streaks {
    private final int[] counts;
    private final BitSet running = new BitSet();

    Streaks(int seats) {
        counts = new int[seats];
    }

    int count(int seat) {
        return running.get(seat) ? counts[seat] : 0;
    }

    void restore(int seat, int count) {
        if (count > 0) {
            running.set(seat);
            counts[seat] = count;
        }
    }

    /** Counts a round, and returns the seats whose streak has now reached the limit. */
    BitSet count(BitSet hits, int limit) {
        BitSet reached = new BitSet();
        for (int seat = hits.nextSetBit(0); seat >= 0; seat = hits.nextSetBit(seat + 1)) {
            counts[seat] = count(seat) + 1;
            if (counts[seat] >= limit) {
                reached.set(seat);
            }
        }
        running.clear();
        running.or(hits);
        return reached;
    }

    /** Moves the seat's count to a lower seat, which may be its own. */
    void move(int from, int to) {
        counts[to] = counts[from];
        running.set(to, running.get(from));
    }

    /** Forgets the seats from here on. */
    void truncate(int seats) {
        running.clear(seats, counts.length);
    }
}
