package io.github.coordinator.internal;

/**
 * How many data a round trains on: a batch that changes in a straight line from a first size to a last one while the
 * first {@code warmupTokens} tokens are trained on, and keeps the last size from then on.
 *
 * @param start the size at the beginning of the run, at least 1
 * @param end the size once the warm-up is over, at least 1; may be less than {@code start}
 * @param warmupTokens the length of the warm-up in tokens, as an unsigned number; 0 for none
 * @param sequenceLength how many tokens a datum has, at least 1
 */
public record BatchSchedule(int start, int end, long warmupTokens, long sequenceLength) {
    /**
     * Checks the bounds.
     *
     * @param start at least 1
     * @param end at least 1
     * @param warmupTokens any number
     * @param sequenceLength at least 1
     * @throws IllegalArgumentException if a number is out of these bounds
     */
    public BatchSchedule {
        if (start < 1 || end < 1 || sequenceLength < 1) {
            throw new IllegalArgumentException("start " + start + ", end " + end + " and sequenceLength "
                    + sequenceLength + " of a batch schedule must be at least 1");
        }
    }

    /**
     * The size of the batch that begins at a datum. O(1).
     *
     * @param dataIndex the index of the batch's first datum, at least 0
     * @return the number of data, at least 1
     */
    public int sizeAt(long dataIndex) {
        // Tokens are unsigned like the original's, and stop at the largest number instead of wrapping.
        boolean fits = Math.multiplyHigh(dataIndex, sequenceLength) == 0;
        return sizeAfter(fits ? dataIndex * sequenceLength : -1L);
    }

    /**
     * The size once that many tokens have been trained on. The rounding is that of the original. O(1).
     *
     * @param tokens an unsigned number
     * @return the number of data, at least 1
     */
    public int sizeAfter(long tokens) {
        if (Long.compareUnsigned(tokens, warmupTokens) >= 0) {
            return end;
        }
        double progress = unsigned(tokens) / unsigned(warmupTokens);
        return (int) Math.floor(start + ((double) end - start) * progress + 0.5);
    }

    private static double unsigned(long number) {
        // Halving loses the last bit, so it is kept where it still decides how the double is rounded.
        return number >= 0 ? number : ((number >>> 1) | (number & 1)) * 2.0;
    }
}
