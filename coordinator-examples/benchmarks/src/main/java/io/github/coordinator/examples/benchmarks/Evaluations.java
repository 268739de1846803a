package io.github.coordinator.examples.benchmarks;

import io.github.coordinator.round.ParticipationBitmap;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Finds the clients that the proofs of a round omit. Each witness omits a random twentieth of the clients. */
@State(Scope.Thread)
public class Evaluations {
    @Param("256")
    public int clients;

    private List<ParticipationBitmap> bitmaps = List.of();
    private int evidence;

    @Setup
    public void prepare() {
        SplittableRandom random = new SplittableRandom(12);
        bitmaps = IntStream.range(0, Configs.WITNESSES)
                .mapToObj(witness -> ParticipationBitmap.of(clients, index -> random.nextInt(20) != 0))
                .toList();
        evidence = Configs.config(clients).evidenceQuorum(Configs.WITNESSES);
    }

    @Benchmark
    public BitSet evaluate() {
        return ParticipationBitmap.omittedByAtLeast(evidence, clients, bitmaps);
    }
}
