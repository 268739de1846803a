package io.github.coordinator.round;

import java.util.Arrays;

/**
 * For every bit position at once, in how many of several bitmaps the bit is set. The counts are kept in slices: bit
 * {@code i} of slice {@code s} is bit {@code s} of the count at position {@code i}, so that one addition counts for 64
 * positions, and a processor makes several of them at a time, since its loops have no branches.
 *
 * <p>Bitmaps are added up in pairs, their carries in pairs again, and so on, as by the full adders of a hardware
 * multiplier: n bitmaps take n additions, where adding one after another would take n · log n. Harley and Seal found this
 * for counting bits; Warren, "Hacker's Delight", section 5–1.
 */
final class SlicedCounts {
    private final long[][] bitmaps;
    private final long[][] slices;

    /** For each level of the pairing, the carries of the second of a pair. */
    private final long[][] others;

    /** What the last bitmap is paired with if there is none for it. */
    private final long[] none;

    private SlicedCounts(long[][] bitmaps, int words) {
        this.bitmaps = bitmaps;
        int bits = 32 - Integer.numberOfLeadingZeros(bitmaps.length);
        slices = new long[bits][words];
        others = new long[bits - 1][words];
        none = new long[words];
    }

    /** Counts one or more bitmaps of {@code words} words each. O(bitmaps · words). */
    static SlicedCounts of(long[][] bitmaps, int words) {
        SlicedCounts counts = new SlicedCounts(bitmaps, words);
        counts.add(counts.slices.length, 0, new long[words]);
        return counts;
    }

    /** Adds up 2<sup>level</sup> bitmaps, those that there are of them, and leaves what the slices below cannot hold. */
    private void add(int level, int first, long[] carry) {
        if (first >= bitmaps.length) {
            Arrays.fill(carry, 0);
        } else if (level == 1) {
            addFully(slices[0], bitmaps[first], first + 1 < bitmaps.length ? bitmaps[first + 1] : none, carry);
        } else {
            long[] other = others[level - 2];
            add(level - 1, first, carry);
            add(level - 1, first + (1 << level - 1), other);
            addFully(slices[level - 1], carry, other, carry);
        }
    }

    private static void addFully(long[] sum, long[] one, long[] other, long[] carry) {
        for (int i = 0; i < sum.length; i++) {
            long before = sum[i];
            long half = one[i] ^ other[i];
            long both = one[i] & other[i];
            sum[i] = before ^ half;
            carry[i] = both | (before & half);
        }
    }

    /** The positions whose count is at least {@code threshold}, found from the most significant bit of the counts down. */
    long[] atLeast(int threshold) {
        long[] greater = new long[none.length];
        long[] equal = new long[none.length];
        Arrays.fill(equal, -1L);
        for (int s = slices.length - 1; s >= 0; s--) {
            long[] slice = slices[s];
            if ((threshold >>> s & 1) == 0) {
                for (int i = 0; i < slice.length; i++) {
                    greater[i] |= equal[i] & slice[i];
                    equal[i] &= ~slice[i];
                }
            } else {
                for (int i = 0; i < slice.length; i++) {
                    equal[i] &= slice[i];
                }
            }
        }
        for (int i = 0; i < equal.length; i++) {
            greater[i] |= equal[i];
        }
        return greater;
    }
}
