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
import io.github.coordinator.round.WitnessProof;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs a coordinator on one thread, between your transport and your clock. */
public final class TrainingHost implements AutoCloseable {
    /** Your transport, as far as the coordinator needs it. */
    public interface Transport {
        void broadcast(RunStatus status);

        void send(ClientId client, RunStatus status);

        void send(ClientId client, Seat seat);

        void send(ClientId client, Enum<?> outcome);
    }

    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
    private final PendingClients pending = new PendingClients();
    private final Coordinator coordinator;
    private final Transport transport;
    private final Clock clock;
    private final Consumer<Throwable> failures;
    private long seatedVersion;
    private @Nullable Future<?> nextTick;

    public TrainingHost(
            RunConfig config, SeedSource seeds, Transport transport, Clock clock, Consumer<Throwable> failures) {
        coordinator = Coordinator.start(config, pending, seeds, clock.instant());
        this.transport = transport;
        this.clock = clock;
        this.failures = failures;
        run(this::tick);
    }

    public void join(ClientId client, String runId) {
        run(() -> {
            JoinOutcome outcome = coordinator.join(runId, client);
            if (outcome.accepted()) {
                pending.add(client);
            }
            RunStatus status = coordinator.status();
            run(() -> transport.send(client, outcome));
            sendSeat(client);
            run(() -> transport.send(client, status));
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

    public void leave(ClientId client) {
        answer(client, () -> {
            pending.remove(client);
            return coordinator.leave(client);
        });
    }

    public void disconnected(ClientId client) {
        run(() -> {
            pending.remove(client);
            coordinator.disconnect(client);
            tick();
        });
    }

    private void answer(ClientId client, Supplier<Enum<?>> message) {
        run(() -> {
            Enum<?> outcome = message.get();
            run(() -> transport.send(client, outcome));
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
            coordinator.roster().clients().forEach(this::sendSeat);
        }
        if (!events.isEmpty()) {
            run(() -> transport.broadcast(status));
        }
        if (nextTick != null) {
            nextTick.cancel(false);
        }
        nextTick = coordinator
                .nextDeadline()
                .map(due -> loop.schedule(
                        () -> run(this::tick),
                        Math.max(0, Duration.between(now, due).toNanos()),
                        TimeUnit.NANOSECONDS))
                .orElse(null);
    }

    private void sendSeat(ClientId client) {
        coordinator.seat(client).ifPresent(seat -> run(() -> transport.send(client, seat)));
    }

    /** Each sending is a task of its own, behind what decided on it, so that one that fails stops nothing else. */
    private void run(Runnable task) {
        loop.execute(() -> {
            try {
                task.run();
            } catch (RuntimeException | Error failure) {
                failures.accept(failure);
            }
        });
    }

    @Override
    public void close() {
        loop.shutdownNow();
    }
}
