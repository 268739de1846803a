package io.github.coordinator.round;

/**
 * Names a round within its run. In a proof it is the claim of a remote client, so it may hold any numbers; no round of a run
 * has negative ones.
 *
 * @param epoch the epoch, counted from 0
 * @param height the round within the epoch, counted from 0
 * @since 0.1.0
 */
public record RoundId(long epoch, long height) implements Comparable<RoundId> {
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
