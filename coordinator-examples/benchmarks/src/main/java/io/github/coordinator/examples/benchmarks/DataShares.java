package io.github.coordinator.examples.benchmarks;

import io.github.coordinator.round.DataAssignment;
import io.github.coordinator.round.DataOrder;
import io.github.coordinator.round.DataRange;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundId;
import io.github.coordinator.round.Seat;
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
    private static final long ROSTER_VERSION = 1;

    @Param("256")
    public int clients;

    private final SplittableRandom random = new SplittableRandom(64);

    @Benchmark
    public Optional<DataRange> own() {
        return anyRound(DataOrder.UNIFORM)
                .partOf(new Seat(ROSTER_VERSION, random.nextInt(clients)))
                .orElseThrow()
                .data();
    }

    @Benchmark
    public List<DataAssignment.Share> all() {
        return DataAssignment.of(anyRound(DataOrder.UNIFORM)).shares();
    }

    @Benchmark
    public List<DataAssignment.Share> allInPsychesOrder() {
        return DataAssignment.of(anyRound(DataOrder.PSYCHE)).shares();
    }

    private Round anyRound(DataOrder order) {
        return Round.builder(new RoundId(0, 0))
                .seed(random.nextLong())
                .data(0, 4 * clients)
                .roster(ROSTER_VERSION, clients)
                .witnessCount(Configs.WITNESSES)
                .dataOrder(order)
                .build();
    }
}
