package io.github.coordinator.examples.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * How much time goes into each row.
 *
 * @param forks how many processes measure it; none for the one that asks
 * @param warmupIterations how often to let it run before
 * @param iterations how often to measure it
 * @param iterationTime how long each time
 * @param maxClients among how many clients at most
 */
record Effort(int forks, int warmupIterations, int iterations, TimeValue iterationTime, int maxClients) {
    /** Figures to rely on, in a few minutes for the whole table. */
    static final Effort FULL = new Effort(1, 10, 20, TimeValue.milliseconds(100), Integer.MAX_VALUE);

    /** Everything once, to see that it works. */
    static final Effort SMOKE = new Effort(0, 0, 1, TimeValue.milliseconds(1), 1_000);

    /** The time of a row as a whole. */
    long nanosOfRow() {
        return (warmupIterations + iterations) * iterationTime.convertTo(TimeUnit.NANOSECONDS);
    }
}
