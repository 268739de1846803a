package io.github.coordinator;

import java.util.BitSet;

/**
 * For each seat, in how many rounds in a row it was hit. What a round costs follows from how many seats it hits, and not
 * from how many there are.
 */
final class Streaks {
    private final int limit;
    private final int[] counts;
    private BitSet running = new BitSet();

    /** No streaks yet; with a limit of 0, there never are any. */
    Streaks(int seats, int limit) {
        this.limit = limit;
        counts = new int[limit == 0 ? 0 : seats];
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
    BitSet count(BitSet hits) {
        BitSet reached = new BitSet();
        if (limit == 0) {
            return reached;
        }
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

    /** Forgets the streaks of the seats that leave; later seats shift down. */
    void remove(BitSet leaving) {
        if (limit > 0) {
            Compaction.closeGaps(leaving, counts, counts.length);
            running = Compaction.closeGaps(leaving, running);
        }
    }
}
