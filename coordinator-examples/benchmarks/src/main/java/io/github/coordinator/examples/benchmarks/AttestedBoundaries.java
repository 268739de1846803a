package io.github.coordinator.examples.benchmarks;

import io.github.coordinator.RoundEvaluation;
import io.github.coordinator.round.ParticipationBitmap;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The tick that ends a round in which everyone has work and all witnesses attested, and opens the next one, with all rules that
 * remove members on. Each witness omits a random twentieth of the clients, so nobody is omitted by most of them.
 */
@State(Scope.Thread)
public class AttestedBoundaries {
    @Param("256")
    public int clients;

    private OpenRun run;
    private ParticipationBitmap[] bitmaps;

    @Setup
    public void prepare() {
        run = new OpenRun(Configs.withAllRules(clients).build(), clients);
        SplittableRandom random = new SplittableRandom(12);
        bitmaps = new ParticipationBitmap[Configs.WITNESSES];
        for (int position = 0; position < bitmaps.length; position++) {
            bitmaps[position] = ParticipationBitmap.of(clients, index -> random.nextInt(20) != 0);
        }
    }

    @Setup(Level.Invocation)
    public void everyoneAttests() {
        run.hearEveryone();
        for (int position = 0; position < bitmaps.length; position++) {
            run.coordinator.witness(run.sender(run.committee()[position]), run.proof(position, bitmaps[position]));
        }
        run.endTraining(true);
    }

    @Benchmark
    public RoundEvaluation boundary() {
        RoundEvaluation evaluation = run.openNextRound().evaluation().orElseThrow();
        if (evaluation.participantCount() != clients) {
            throw new IllegalStateException("expected that all take part, not " + evaluation);
        }
        return evaluation;
    }
}
