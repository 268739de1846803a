package io.github.coordinator;

import java.util.BitSet;

/** How seats close up when some members leave: those behind them move up and keep their order. */
final class Compaction {
    private Compaction() {}

    /**
     * Moves up, within an array, what belongs to the seats of those who stay. They move in whole runs between those who
     * leave, who are few as a rule.
     *
     * @param leaving the seats of those who leave: one at least, and all below the number given
     * @return how many stay of the given number of seats
     */
    static int closeGaps(BitSet leaving, Object array, int seats) {
        int kept = leaving.nextSetBit(0);
        for (int from = leaving.nextClearBit(kept); from < seats; from = leaving.nextClearBit(from)) {
            int next = leaving.nextSetBit(from);
            int run = (next < 0 ? seats : next) - from;
            System.arraycopy(array, from, array, kept, run);
            kept += run;
            from += run;
        }
        return kept;
    }

    /**
     * The bits of those who stay, moved up. A word without anyone who leaves is only shifted, and each who leaves costs a
     * few operations.
     */
    static BitSet closeGaps(BitSet leaving, BitSet bits) {
        long[] words = bits.toLongArray();
        long[] leavingWords = leaving.toLongArray();
        long[] kept = new long[words.length];
        int size = 0;
        for (int i = 0; i < words.length; i++) {
            long word = words[i];
            int length = Long.SIZE;
            // From the highest down, so that the places of those below still hold.
            for (long left = i < leavingWords.length ? leavingWords[i] : 0; left != 0; length--) {
                long highest = Long.highestOneBit(left);
                long below = highest - 1;
                word = (word & below) | (word >>> 1 & ~below);
                left ^= highest;
            }
            kept[size >>> 6] |= word << size;
            if ((size & 63) + length > Long.SIZE) {
                kept[(size >>> 6) + 1] = word >>> -size;
            }
            size += length;
        }
        return BitSet.valueOf(kept);
    }
}
