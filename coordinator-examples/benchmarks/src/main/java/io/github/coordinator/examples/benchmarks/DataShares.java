package io.github.coordinator.examples.benchmarks;

import io.github.coordinator.round.DataAssignment;
import io.github.coordinator.round.DataRange;
import io.github.coordinator.round.Round;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Which data clients train on, where nobody verifies; each time in another round. */
@State(Scope.Thread)
public class DataShares {
    @Param("256")
    public int clients;

    private final SplittableRandom random = new SplittableRandom(64);

    @Benchmark
    public Optional<DataRange> own() {
        return DataAssignment.of(anyRound()).rangeOf(random.nextInt(clients));
    }

    @Benchmark
    public List<DataAssignment.Share> all() {
        return DataAssignment.of(anyRound()).shares();
    }

    private Round anyRound() {
        return new Round(0, 0, random.nextLong(), 0, 4 * clients, 1, clients, Configs.WITNESSES, 0);
    }
}
