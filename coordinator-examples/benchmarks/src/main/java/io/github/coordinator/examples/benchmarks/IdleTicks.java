package io.github.coordinator.examples.benchmarks;

import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.PendingClients;
import io.github.coordinator.RunEvent;
import java.time.Instant;
import java.util.List;
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
        PendingClients tooFew = new PendingClients();
        for (ClientId client : Clients.ids(clients - 1)) {
            tooFew.add(client);
        }
        OpenRun run = new OpenRun(Configs.config(clients), clients);
        training = run.coordinator;
        now = run.now();
        waiting = Coordinator.start(Configs.config(clients), tooFew, OpenRun.SEED_SOURCE, now);
    }

    @Benchmark
    public List<RunEvent> waiting() {
        return waiting.tick(now);
    }

    @Benchmark
    public List<RunEvent> training() {
        return training.tick(now);
    }
}
