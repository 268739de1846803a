package io.github.coordinator.examples.benchmarks;

import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.TickResult;
import java.time.Instant;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Ticks that change nothing, which a host makes all day. */
@State(Scope.Thread)
public class IdleTicks {
    @Param("256")
    public int clients;

    private Coordinator waiting;
    private Coordinator training;
    private Instant now;

    @Setup
    public void prepare() {
        Set<ClientId> tooFew = Clients.pending(Clients.ids(clients - 1));
        OpenRun run = new OpenRun(Configs.config(clients), clients);
        training = run.coordinator;
        now = run.now();
        waiting = Coordinator.start(Configs.config(clients), () -> tooFew, OpenRun.SEED_SOURCE, now);
    }

    @Benchmark
    public TickResult waiting() {
        return waiting.tick(now);
    }

    @Benchmark
    public TickResult training() {
        return training.tick(now);
    }
}
