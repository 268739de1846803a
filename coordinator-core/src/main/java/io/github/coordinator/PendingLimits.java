package io.github.coordinator;

/**
 * How a {@link HostedRun} keeps its pending clients. The same for the whole run: it is part of the snapshot.
 *
 * @param maxPending how many clients may be pending, at least 1; a join beyond it is refused as {@link JoinOutcome#FULL}
 * @param rotatingPercent how many in a hundred of the {@code max_clients} seats go to the clients that have waited longest,
 *     from 0 to 100; at least one seat does
 * @since 0.1.0
 */
public record PendingLimits(int maxPending, int rotatingPercent) {
    /** Two million clients, and a quarter of the seats. */
    public static final PendingLimits DEFAULT = new PendingLimits(2_000_000, 25);

    /**
     * Checks the bounds.
     *
     * @param maxPending at least 1
     * @param rotatingPercent from 0 to 100
     * @throws IllegalArgumentException if a number is out of bounds
     */
    public PendingLimits {
        if (maxPending < 1) {
            throw new IllegalArgumentException("maxPending is " + maxPending + ", must be at least 1");
        }
        if (rotatingPercent < 0 || rotatingPercent > 100) {
            throw new IllegalArgumentException("rotatingPercent is " + rotatingPercent + ", must be from 0 to 100");
        }
    }

    /** How many of the seats go to the clients that have waited longest. */
    int rotatingSeats(int maxClients) {
        return (int) Math.max(1, (long) maxClients * rotatingPercent / 100);
    }
}
