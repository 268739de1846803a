package io.github.coordinator.examples.benchmarks;

import io.github.coordinator.ClientId;
import io.github.coordinator.HostedRun;
import io.github.coordinator.RunInput;
import java.time.Instant;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Clients that join a run and wait for its next epoch. An invocation takes some that are new to the run. */
@State(Scope.Thread)
public class HostedJoins {
    private static final int JOINS = 256;

    @Param("256")
    public int clients;

    private final RunInput[] joins = new RunInput[JOINS];
    private CountedBytes counted;
    private HostedRun run;

    @Setup
    public void prepare(CountedBytes counted) {
        this.counted = counted;
        run = HostedRun.start(Configs.config(clients), OpenRun.SEED_SOURCE, Instant.EPOCH);
        for (ClientId member : Clients.ids(clients)) {
            run.join(Configs.RUN_ID, member);
        }
        run.tick(Instant.EPOCH);
        ClientId[] newcomers = Clients.otherIds(JOINS);
        for (int i = 0; i < JOINS; i++) {
            joins[i] = new RunInput.Join(Configs.RUN_ID, newcomers[i]);
        }
    }

    @Setup(Level.Invocation)
    public void begin() {
        counted.begin();
    }

    @Benchmark
    @OperationsPerInvocation(JOINS)
    public HostedRun join() {
        for (RunInput join : joins) {
            run.apply(join);
        }
        return run;
    }

    @TearDown(Level.Invocation)
    public void everyNewcomerLeaves() {
        counted.end(JOINS);
        if (run.pendingCount() != clients + JOINS) {
            throw new IllegalStateException("only " + (run.pendingCount() - clients) + " clients joined");
        }
        for (ClientId newcomer : Clients.otherIds(JOINS)) {
            run.leave(newcomer);
        }
    }
}
