package io.github.coordinator.examples.localtestnet;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a client waits before it tries again: twice as long each time, and a random part of that between a half and the
 * whole, so that the clients of a server that comes back do not come all at once.
 */
final class BackOff {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final RandomGenerator random;
    private Duration bound = FIRST;

    BackOff(RandomGenerator random) {
        this.random = random;
    }

    Duration next() {
        long half = bound.dividedBy(2).toNanos();
        bound = bound.multipliedBy(2).compareTo(LONGEST) < 0 ? bound.multipliedBy(2) : LONGEST;
        return Duration.ofNanos(half + random.nextLong(half + 1));
    }

    /** It has worked: the next wait is a short one. */
    void reset() {
        bound = FIRST;
    }
}
