package io.github.coordinator.examples.embedding;

import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.JoinOutcome;
import io.github.coordinator.PendingClients;
import io.github.coordinator.RunEvent;
import io.github.coordinator.RunStatus;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.Seat;
import io.github.coordinator.round.SeedSource;
import io.github.coordinator.witness.WitnessProof;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs a coordinator on one thread, between your transport and your clock. */
public final class TrainingHost implements AutoCloseable {
    /** Your transport, as far as the coordinator needs it. */
    public interface Transport {
        void broadcast(RunStatus status);

        void send(ClientId client, Seat seat);

        void send(ClientId client, Enum<?> outcome);
    }

    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
    private final PendingClients pending = new PendingClients();
    private final Coordinator coordinator;
    private final Transport transport;
    private final Clock clock;
    private long seatedVersion;
    private @Nullable Future<?> nextTick;

    public TrainingHost(RunConfig config, SeedSource seeds, Transport transport, Clock clock) {
        coordinator = Coordinator.start(config, pending, seeds, clock.instant());
        this.transport = transport;
        this.clock = clock;
        loop.execute(this::tick);
    }

    public void join(ClientId client, String runId) {
        loop.execute(() -> {
            JoinOutcome outcome = coordinator.join(runId, client);
            if (outcome.accepted()) {
                pending.add(client);
            }
            transport.send(client, outcome);
            tick();
        });
    }

    public void ready(ClientId client) {
        answer(client, () -> coordinator.ready(client));
    }

    public void healthCheck(ClientId client) {
        answer(client, () -> coordinator.healthCheck(client));
    }

    public void witness(ClientId client, WitnessProof proof) {
        answer(client, () -> coordinator.witness(client, proof));
    }

    public void disconnected(ClientId client) {
        loop.execute(() -> {
            pending.remove(client);
            coordinator.disconnect(client);
            tick();
        });
    }

    private void answer(ClientId client, Supplier<Enum<?>> message) {
        loop.execute(() -> {
            transport.send(client, message.get());
            tick();
        });
    }

    /** The one place where the run moves on. */
    private void tick() {
        Instant now = clock.instant();
        List<RunEvent> events = coordinator.tick(now);
        pending.apply(events);
        RunStatus status = coordinator.status();
        if (status.rosterVersion() != seatedVersion) {
            seatedVersion = status.rosterVersion();
            coordinator
                    .roster()
                    .clients()
                    .forEach(client -> coordinator.seat(client).ifPresent(seat -> transport.send(client, seat)));
        }
        if (!events.isEmpty()) {
            transport.broadcast(status);
        }
        if (nextTick != null) {
            nextTick.cancel(false);
        }
        nextTick = coordinator
                .nextDeadline()
                .map(due -> loop.schedule(
                        this::tick, Math.max(0, Duration.between(now, due).toNanos()), TimeUnit.NANOSECONDS))
                .orElse(null);
    }

    @Override
    public void close() {
        loop.shutdownNow();
    }
}
