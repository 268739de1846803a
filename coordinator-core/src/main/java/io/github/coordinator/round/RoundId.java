package io.github.coordinator.round;

/**
 * Names a round within its run.
 *
 * @param epoch the epoch, counted from 0
 * @param height the round within the epoch, counted from 0
 */
public record RoundId(long epoch, long height) implements Comparable<RoundId> {
    /**
     * Checks the bounds.
     *
     * @param epoch at least 0
     * @param height at least 0
     * @throws IllegalArgumentException if a number is negative
     */
    public RoundId {
        if (epoch < 0 || height < 0) {
            throw new IllegalArgumentException(
                    "epoch " + epoch + " and height " + height + " of a round must be at least 0");
        }
    }

    @Override
    public int compareTo(RoundId other) {
        return epoch != other.epoch ? Long.compare(epoch, other.epoch) : Long.compare(height, other.height);
    }

    /** For logs: {@code epoch 2 round 5}. */
    @Override
    public String toString() {
        return "epoch " + epoch + " round " + height;
    }
}
