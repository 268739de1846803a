package io.github.coordinator.examples.benchmarks;

import io.github.coordinator.RunStatus;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * From one round to the next where nobody leaves: the two ticks that end it, with all rules that remove members on. No
 * proofs come in: their evaluation is measured on its own.
 */
@State(Scope.Thread)
public class QuietBoundaries {
    @Param("256")
    public int clients;

    private static final int FEW_CLIENTS = 1_000;
    private static final int WARMING_BOUNDARIES = 5_000;

    private OpenRun run;

    /** Among many clients too few boundaries fit into the time for warming up, so that the code is compiled among few. */
    @Setup
    public void prepare() {
        run = openRun(FEW_CLIENTS);
        for (int i = 0; i < WARMING_BOUNDARIES; i++) {
            run.hearEveryone();
            pass();
        }
        run = openRun(clients);
    }

    private static OpenRun openRun(int clients) {
        return new OpenRun(Configs.withAllRules(clients).witnessQuorum(0).build(), clients);
    }

    @Setup(Level.Invocation)
    public void everyoneIsHeard() {
        run.hearEveryone();
    }

    @Benchmark
    public RunStatus boundary() {
        pass();
        RunStatus status = run.coordinator.status();
        if (status.memberCount() != clients) {
            throw new IllegalStateException("expected " + clients + " members, not " + status.memberCount());
        }
        return status;
    }

    private void pass() {
        run.endTraining(false);
        run.openNextRound();
    }
}
