package io.github.coordinator;

import java.util.BitSet;

/** Closes the gaps that removed members leave: later seats shift down and keep their order. */
final class Compaction {
    private Compaction() {}

    /**
     * Shifts down, within an array, what belongs to the seats that stay. They move in whole runs between the seats that
     * leave, which are few as a rule.
     *
     * @param leaving the seats that leave: one at least, and all below the number given
     * @return how many stay of the given number of seats
     */
    static int closeGaps(BitSet leaving, Object array, int seats) {
        return closeGaps(leaving, array, array, seats);
    }

    /** The clients that stay, in a new array: the given one is left as it is. */
    static ClientId[] withoutGaps(BitSet leaving, ClientId[] clients) {
        ClientId[] kept = new ClientId[clients.length - leaving.cardinality()];
        closeGaps(leaving, clients, kept, clients.length);
        return kept;
    }

    private static int closeGaps(BitSet leaving, Object given, Object target, int seats) {
        int kept = 0;
        for (int from = leaving.nextClearBit(0); from < seats; from = leaving.nextClearBit(from)) {
            int next = leaving.nextSetBit(from);
            int run = (next < 0 ? seats : next) - from;
            System.arraycopy(given, from, target, kept, run);
            kept += run;
            from += run;
        }
        return kept;
    }

    /**
     * The bits of the seats that stay, shifted down. A word without a seat that leaves is only shifted, and each seat that
     * leaves costs a few operations.
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
