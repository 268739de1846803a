package io.github.coordinator.examples.benchmarks;

import io.github.coordinator.round.Committee;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundId;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The committee of a round, as the coordinator and its clients work it out from the round's numbers; each time another. */
@State(Scope.Thread)
public class Elections {
    @Param("256")
    public int clients;

    private final SplittableRandom random = new SplittableRandom(33);
    private int witnesses;

    @Setup
    public void prepare() {
        witnesses = Configs.config(clients).witnessesAmong(clients);
    }

    @Benchmark
    public int[] witnesses() {
        return Committee.of(anyRound(witnesses)).witnessSeats();
    }

    /** A committee of everyone is the whole order. */
    @Benchmark
    public int[] wholeOrder() {
        return Committee.of(anyRound(clients)).witnessSeats();
    }

    @Benchmark
    public int ownPosition() {
        return Committee.of(anyRound(witnesses)).witnessPosition(random.nextInt(clients));
    }

    private Round anyRound(int elected) {
        return Round.builder(new RoundId(0, 0))
                .seed(random.nextLong())
                .data(0, 4 * clients)
                .roster(1, clients)
                .witnessCount(elected)
                .build();
    }
}
