package io.github.coordinator.examples.benchmarks;

import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.RunState;
import io.github.coordinator.TickResult;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** From one round to the next where one client in a hundred is gone, all over the roster, with all rules on. */
@State(Scope.Thread)
public class LeavingBoundaries {
    private static final int ONE_IN = 100;

    @Param("256")
    public int clients;

    private CountedBytes counted;
    private OpenRun run;
    private ClientId[] members;
    private Set<ClientId> pending;
    private RunSnapshot beforeTheBoundary;
    private Coordinator coordinator;

    @Setup
    public void prepare(CountedBytes counted) {
        this.counted = counted;
        members = Clients.ids(clients);
        pending = Clients.pending(members);
        run = new OpenRun(Configs.withAllRules(clients).witnessQuorum(0).build(), pending, members);
        for (ClientId client : members) {
            run.coordinator.healthCheck(client);
        }
        run.endTraining(false);
        beforeTheBoundary = run.coordinator.snapshot();
        run.passTime();
    }

    @Setup(Level.Invocation)
    public void someAreGone() {
        coordinator = Coordinator.restore(beforeTheBoundary, () -> pending, OpenRun.SEED_SOURCE);
        for (int index = 0; index < clients; index += ONE_IN) {
            coordinator.disconnected(members[index]);
        }
        counted.begin();
    }

    @Benchmark
    public TickResult boundary() {
        return coordinator.tick(run.now());
    }

    @TearDown(Level.Invocation)
    public void count() {
        counted.end(1);
        int staying = clients - (clients + ONE_IN - 1) / ONE_IN;
        if (coordinator.status().memberCount() != staying
                || coordinator.status().state() != RunState.ROUND_TRAIN) {
            throw new IllegalStateException(
                    "expected ROUND_TRAIN with " + staying + " members, not " + coordinator.status());
        }
    }
}
