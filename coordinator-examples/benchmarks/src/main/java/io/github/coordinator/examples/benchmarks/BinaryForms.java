package io.github.coordinator.examples.benchmarks;

import io.github.coordinator.ClientId;
import io.github.coordinator.HostedRun;
import io.github.coordinator.HostedRunSnapshot;
import io.github.coordinator.RunInput;
import io.github.coordinator.RunState;
import java.time.Instant;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A snapshot and an input to bytes and back. All clients are pending and members, in an open round, with all rules on. */
@State(Scope.Thread)
public class BinaryForms {
    @Param("256")
    public int clients;

    private HostedRunSnapshot snapshot;
    private byte[] snapshotBytes;
    private RunInput input;

    @Setup
    public void prepare() {
        HostedRun run = HostedRun.start(Configs.withAllRules(clients).build(), OpenRun.SEED_SOURCE, Instant.EPOCH);
        for (ClientId client : Clients.ids(clients)) {
            run.join(Configs.RUN_ID, client);
        }
        run.tick(Instant.EPOCH);
        run.tick(Instant.EPOCH.plus(Configs.STATE_TIME));
        if (run.status().state() != RunState.ROUND_TRAIN) {
            throw new IllegalStateException(
                    "no round is open in " + run.status().state());
        }
        snapshot = run.snapshot();
        snapshotBytes = snapshot.toBytes();
        input = new RunInput.HealthCheck(Clients.stranger());
    }

    @Benchmark
    public byte[] writeSnapshot() {
        return snapshot.toBytes();
    }

    @Benchmark
    public HostedRunSnapshot readSnapshot() {
        return HostedRunSnapshot.fromBytes(snapshotBytes);
    }

    @Benchmark
    public RunInput writeAndReadInput() {
        return RunInput.fromBytes(input.toBytes());
    }
}
