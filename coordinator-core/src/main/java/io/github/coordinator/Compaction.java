package io.github.coordinator;

import java.util.BitSet;

/** Closes the gaps that removed members leave: later seats shift down and keep their order. */
final class Compaction {
    private Compaction() {}

    /**
     * Shifts the elements of the seats that stay down within the array. Copies whole stretches between the seats that leave,
     * because few leave as a rule. What the array holds above the seats that stay is undefined.
     *
     * @param leaving the seats that leave, at least one, each below {@code seats}
     * @param array an array with an element for each seat
     * @param seats how many seats there are before
     */
    static void closeGaps(BitSet leaving, Object array, int seats) {
        closeGaps(leaving, array, array, seats);
    }

    /** The clients that stay, in a new array. Does not change the given one. */
    static ClientId[] withoutGaps(BitSet leaving, ClientId[] clients) {
        ClientId[] kept = new ClientId[clients.length - leaving.cardinality()];
        closeGaps(leaving, clients, kept, clients.length);
        return kept;
    }

    private static void closeGaps(BitSet leaving, Object given, Object target, int seats) {
        int kept = 0;
        for (int from = leaving.nextClearBit(0); from < seats; from = leaving.nextClearBit(from)) {
            int next = leaving.nextSetBit(from);
            int stretch = (next < 0 ? seats : next) - from;
            System.arraycopy(given, from, target, kept, stretch);
            kept += stretch;
            from += stretch;
        }
    }

    /**
     * The bits of the seats that stay, shifted down. O(words + leaving seats): each word is shifted as a whole, after a few
     * operations for each of its seats that leave.
     */
    static BitSet closeGaps(BitSet leaving, BitSet bits) {
        long[] words = bits.toLongArray();
        long[] leavingWords = leaving.toLongArray();
        long[] kept = new long[words.length];
        int size = 0;
        for (int i = 0; i < words.length; i++) {
            long word = words[i];
            int length = Long.SIZE;
            // From the highest down: taking out a bit moves only the bits above it.
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
