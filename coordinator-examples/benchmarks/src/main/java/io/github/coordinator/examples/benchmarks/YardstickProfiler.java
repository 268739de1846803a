package io.github.coordinator.examples.benchmarks;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Measures h in the process of each benchmark, right before and right after each of its iterations, so that it meets
 * the same slow phases of the machine as the work does. The best of each is what counts in the end.
 */
public final class YardstickProfiler implements InternalProfiler {
    /** The name of the secondary result that holds the nanoseconds of one hash. */
    static final String RESULT = "h";

    /** About 20 ms, so that the scheduler treats the yardstick as it treats the work. */
    private static final int BATCHES = 300;

    private static final int HASHES_IN_BATCH = 1_000;

    private final Sha256Of37Bytes sha256 = new Sha256Of37Bytes();
    private double before;

    @Override
    public String getDescription() {
        return "The time of one SHA-256 of 37 bytes, around each iteration";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        before = nanosOfOneHash();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double best = Math.min(before, nanosOfOneHash());
        return List.of(new ScalarResult(RESULT, best, "ns", AggregationPolicy.AVG));
    }

    private double nanosOfOneHash() {
        long start = System.nanoTime();
        for (int i = 0; i < BATCHES; i++) {
            hashBatch();
        }
        return (double) (System.nanoTime() - start) / (BATCHES * HASHES_IN_BATCH);
    }

    /** A method of its own, called often enough to be compiled like the work is. */
    private void hashBatch() {
        for (int i = 0; i < HASHES_IN_BATCH; i++) {
            sha256.hash();
        }
    }
}
