package io.github.coordinator.examples.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The unit measured like any other work: a row that is not close to 1 h says that the machine was too busy to measure. */
@State(Scope.Thread)
public class Yardstick {
    private final Sha256Of37Bytes sha256 = new Sha256Of37Bytes();

    @Benchmark
    public byte[] sha256() {
        return sha256.hash();
    }
}
