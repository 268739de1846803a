package io.github.coordinator.examples.benchmarks;

import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.RunState;
import io.github.coordinator.config.RunConfig;
import java.time.Instant;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The tick that takes all pending clients into an epoch. */
@State(Scope.Thread)
public class Openings {
    @Param("256")
    public int clients;

    private RunConfig config;
    private Set<ClientId> pending;

    @Setup
    public void prepare() {
        config = Configs.withAllRules(clients).build();
        pending = Clients.pending(Clients.ids(clients));
    }

    /** Starting the run is in the figure, but costs next to nothing. */
    @Benchmark
    public Coordinator pendingToWarmup() {
        Coordinator coordinator = Coordinator.start(config, () -> pending, OpenRun.SEED_SOURCE, Instant.EPOCH);
        coordinator.tick(Instant.EPOCH);
        if (coordinator.status().state() != RunState.WARMUP) {
            throw new IllegalStateException("expected WARMUP, not " + coordinator.status());
        }
        return coordinator;
    }
}
