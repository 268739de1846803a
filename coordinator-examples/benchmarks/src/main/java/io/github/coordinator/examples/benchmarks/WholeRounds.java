package io.github.coordinator.examples.benchmarks;

import io.github.coordinator.RunStatus;
import io.github.coordinator.WitnessOutcome;
import io.github.coordinator.round.ParticipationBitmap;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A round from its first proof over its evaluation to the next committee, status included. */
@State(Scope.Thread)
public class WholeRounds {
    @Param("256")
    public int clients;

    private final ParticipationBitmap[] seen = new ParticipationBitmap[Configs.WITNESSES];
    private OpenRun run;

    @Setup
    public void prepare() {
        run = new OpenRun(Configs.config(clients), clients);
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < seen.length; i++) {
            // Each witness misses one client in fifty, each another one.
            seen[i] = ParticipationBitmap.of(clients, index -> random.nextInt(50) != 0);
        }
    }

    @Benchmark
    public RunStatus round() {
        for (int position = 0; position < Configs.WITNESSES; position++) {
            WitnessOutcome outcome =
                    run.coordinator.witness(run.sender(run.committee()[position]), run.proof(position, seen[position]));
            if (!outcome.accepted()) {
                throw new IllegalStateException("a proof was refused: " + outcome);
            }
        }
        run.endTraining(true);
        run.openNextRound();
        return run.coordinator.status();
    }
}
