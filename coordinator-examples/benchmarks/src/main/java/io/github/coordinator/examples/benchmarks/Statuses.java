package io.github.coordinator.examples.benchmarks;

import io.github.coordinator.Coordinator;
import io.github.coordinator.RunStatus;
import java.time.Instant;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a host broadcasts after each tick that changed something. */
@State(Scope.Thread)
public class Statuses {
    @Param("256")
    public int clients;

    private Coordinator coordinator;
    private Instant now;
    private Instant later;

    @Setup
    public void prepare() {
        OpenRun run = new OpenRun(Configs.config(clients), clients);
        coordinator = run.coordinator;
        now = run.now();
        later = now.plusNanos(1);
    }

    @Benchmark
    public RunStatus unchanged() {
        return coordinator.status();
    }

    /**
     * The smallest change that can be made again and again is a clock that goes back. The two ticks that make it are in
     * the figure, and so it is more than the status costs.
     */
    @Benchmark
    public RunStatus changed() {
        coordinator.tick(later);
        coordinator.tick(now);
        return coordinator.status();
    }
}
