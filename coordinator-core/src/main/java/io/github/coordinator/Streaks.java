package io.github.coordinator;

import java.util.BitSet;

/**
 * For each seat, how many rounds in a row were held against it. What a round costs follows from how many seats it is held
 * against, and not from how many there are. With a limit of 0 the rule is off, and nothing is kept.
 */
final class Streaks {
    private final int limit;
    private final int seats;

    /** Empty until a round is held against somebody. */
    private int[] counts = {};

    private BitSet running = new BitSet();

    Streaks(int seats, int limit) {
        this.seats = seats;
        this.limit = limit;
    }

    int count(int seat) {
        return running.get(seat) ? counts[seat] : 0;
    }

    /** The seats whose count is not 0. */
    BitSet running() {
        return running;
    }

    void set(int seat, int count) {
        if (limit > 0) {
            running.set(seat, count > 0);
            if (count > 0) {
                write(seat, count);
            }
        }
    }

    private void write(int seat, int count) {
        if (counts.length == 0) {
            counts = new int[seats];
        }
        counts[seat] = count;
    }

    /**
     * Counts a round.
     *
     * @param counting the seats for which the round counts
     * @param held those of them against which it is held; it sets the count of the others to 0
     * @return the seats whose count is now at the limit
     */
    BitSet count(BitSet counting, BitSet held) {
        BitSet reached = new BitSet();
        if (limit == 0) {
            return reached;
        }
        for (int seat = held.nextSetBit(0); seat >= 0; seat = held.nextSetBit(seat + 1)) {
            write(seat, Math.min(count(seat), Integer.MAX_VALUE - 1) + 1);
            if (counts[seat] >= limit) {
                reached.set(seat);
            }
        }
        running.andNot(counting);
        running.or(held);
        return reached;
    }

    /** Forgets the seats that leave; later seats shift down. */
    void remove(BitSet leaving) {
        if (limit > 0) {
            Compaction.closeGaps(leaving, counts, counts.length);
            running = Compaction.closeGaps(leaving, running);
        }
    }
}
