package io.github.coordinator.examples.localtestnet;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a client waits before it tries again: twice as long each time, and a random part of that between a half and the
 * whole, so that the clients of a server that comes back do not come all at once. It is never longer than the time between two
 * signs of life: a member whose server was away for long is back before the server takes it for silent.
 */
final class BackOff {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final RandomGenerator random;
    private Duration bound = FIRST;

    BackOff(RandomGenerator random) {
        this.random = random;
    }

    /**
     * Returns how long to wait before the next attempt.
     *
     * @param betweenSigns how often the client gives a sign of life, zero for never
     */
    Duration next(Duration betweenSigns) {
        Duration longest = betweenSigns.isZero() ? LONGEST : shorter(betweenSigns, LONGEST);
        long half = shorter(bound, longest).dividedBy(2).toNanos();
        bound = shorter(bound.multipliedBy(2), LONGEST);
        return Duration.ofNanos(half + random.nextLong(half + 1));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** It has worked: the next wait is a short one. */
    void reset() {
        bound = FIRST;
    }
}
