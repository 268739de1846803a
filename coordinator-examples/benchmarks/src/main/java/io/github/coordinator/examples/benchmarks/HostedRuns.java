package io.github.coordinator.examples.benchmarks;

import io.github.coordinator.ClientId;
import io.github.coordinator.HostedRun;
import io.github.coordinator.MemberOutcome;
import io.github.coordinator.RunAnswer;
import io.github.coordinator.RunInput;
import io.github.coordinator.RunState;
import io.github.coordinator.TickResult;
import java.time.Instant;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The most frequent calls of a host: idle ticks and signs of life, through {@code HostedRun}. */
@State(Scope.Thread)
public class HostedRuns {
    @Param("256")
    public int clients;

    private HostedRun waiting;
    private HostedRun training;
    private Instant now;
    private RunInput[] healthChecks;
    private int next;

    @Setup
    public void prepare() {
        training = withPending(Clients.ids(clients));
        training.tick(Instant.EPOCH);
        now = Instant.EPOCH.plus(Configs.STATE_TIME);
        training.tick(now);
        if (training.status().state() != RunState.ROUND_TRAIN) {
            throw new IllegalStateException(
                    "no round is open in " + training.status().state());
        }
        waiting = withPending(Clients.ids(clients - 1));
        healthChecks = new RunInput[clients];
        ClientId[] senders = Clients.ids(clients);
        for (int i = 0; i < clients; i++) {
            healthChecks[i] = new RunInput.HealthCheck(senders[i]);
            if (training.apply(healthChecks[i]) != MemberOutcome.RECORDED) {
                throw new IllegalStateException(senders[i] + " is no member");
            }
        }
    }

    private HostedRun withPending(ClientId[] ids) {
        HostedRun run = HostedRun.start(Configs.config(clients), OpenRun.SEED_SOURCE, Instant.EPOCH);
        for (ClientId id : ids) {
            run.join(Configs.RUN_ID, id);
        }
        return run;
    }

    @Benchmark
    public TickResult idleWaiting() {
        return waiting.tick(now);
    }

    @Benchmark
    public TickResult idleTraining() {
        return training.tick(now);
    }

    /** A sign of life of the next member. The input was made before, as one that comes out of a queue. */
    @Benchmark
    public RunAnswer healthCheck() {
        next = next + 1 < healthChecks.length ? next + 1 : 0;
        return training.apply(healthChecks[next]);
    }
}
