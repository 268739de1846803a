package io.github.coordinator.round;

/**
 * A contiguous range of data, both ends included; never empty.
 *
 * @param first the index of its first datum, at least 0
 * @param last the index of its last datum, at least {@code first} and less than {@link Long#MAX_VALUE}
 * @since 0.1.0
 */
public record DataRange(long first, long last) {
    /**
     * Checks the bounds.
     *
     * @param first at least 0
     * @param last from {@code first} to {@code Long.MAX_VALUE − 1}
     * @throws IllegalArgumentException if the range is empty, begins below 0 or ends too high
     */
    public DataRange {
        if (first < 0 || last < first || last == Long.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "a data range must go from 0 or more to at least its first datum, but goes from " + first + " to "
                            + last);
        }
    }

    /**
     * How many data the range has.
     *
     * @return at least 1
     */
    public long size() {
        return last - first + 1;
    }
}
