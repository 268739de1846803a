package io.github.coordinator.examples.internetscale;

import io.github.coordinator.ClientId;
import io.github.coordinator.HostedRun;
import io.github.coordinator.JoinOutcome;
import io.github.coordinator.JoinResult;
import io.github.coordinator.RunState;
import io.github.coordinator.RunStatus;
import io.github.coordinator.TickResult;
import io.github.coordinator.round.WitnessProof;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The server of the run: the run, the session of each connection, and a watch that times every call. */
final class Host {
    /**
     * The least time between two ticks. Clients that go during warm-up are removed by the next tick, which is a pass over all
     * members. Of a million members one goes at almost any time, so the host lets a second of them come together.
     */
    private static final long TICK_EVERY = Agenda.SECOND;

    private final HostedRun run;
    private final Fleet fleet;
    private final Seating seating;
    private final Costs costs;

    /** The session of each client, by its number. */
    private final long[] sessions;

    private long lastTick = -TICK_EVERY;

    Host(Scenario scenario, Fleet fleet, Seating seating, Costs costs) {
        this.fleet = fleet;
        this.seating = seating;
        this.costs = costs;
        sessions = new long[fleet.size()];
        run = HostedRun.start(scenario.config(), scenario.seeds(), Instant.EPOCH);
    }

    RunStatus status() {
        return run.status();
    }

    RunState state() {
        return run.status().state();
    }

    List<ClientId> roster() {
        return run.roster().clients();
    }

    /** How many clients are connected, as far as the host knows, and have no seat. */
    int waiting() {
        return run.pendingCount() - seating.size();
    }

    /** When to tick next. */
    long nextTick() {
        return run.nextDeadline()
                .map(due -> Math.max(nanos(due), lastTick + TICK_EVERY))
                .orElse(Long.MAX_VALUE);
    }

    TickResult tick(long now) {
        RunState before = state();
        Instant time = Instant.EPOCH.plusNanos(now);
        long began = System.nanoTime();
        TickResult result = run.tick(time);
        long nanos = System.nanoTime() - began;
        if (result.changed()) {
            costs.tick(before, state(), nanos);
        }
        lastTick = now;
        return result;
    }

    private static long nanos(Instant time) {
        return time.getEpochSecond() * Agenda.SECOND + time.getNano();
    }

    JoinOutcome join(int client) {
        JoinResult result = timed(Costs.Message.JOIN, () -> run.join(Scenario.RUN_ID, fleet.id(client)));
        result.session().ifPresent(session -> sessions[client] = session);
        return result.outcome();
    }

    void disconnect(int client) {
        timed(Costs.Message.GONE, () -> run.disconnected(fleet.id(client), sessions[client]));
    }

    void leave(int client) {
        timed(Costs.Message.GONE, () -> run.leave(fleet.id(client)));
    }

    void eject(int client) {
        timed(Costs.Message.GONE, () -> run.eject(fleet.id(client)));
    }

    private <T> T timed(Costs.Message kind, Supplier<T> call) {
        long began = System.nanoTime();
        T answer = call.get();
        costs.messages(kind, 1, System.nanoTime() - began);
        return answer;
    }

    /** A sign of life from every client that is online and whose turn it is in this minute, with a seat or without. */
    void healthChecks(long minute) {
        List<ClientId> senders = new ArrayList<>();
        int first = (int) (minute % Scenario.MINUTES_BETWEEN_SIGNS);
        for (int client = first; client < fleet.size(); client += Scenario.MINUTES_BETWEEN_SIGNS) {
            if (fleet.isOnline(client)) {
                senders.add(fleet.id(client));
            }
        }
        long began = System.nanoTime();
        // One that was removed, and has not joined again, is refused.
        senders.forEach(run::healthCheck);
        costs.messages(Costs.Message.HEALTH_CHECK, senders.size(), System.nanoTime() - began);
    }

    /** Every member that is online has loaded the model. */
    void ready() {
        long epoch = status().epoch();
        List<ClientId> senders = new ArrayList<>();
        for (int index = 0; index < seating.size(); index++) {
            int client = seating.clientAt(index);
            if (fleet.isOnline(client)) {
                senders.add(fleet.id(client));
            }
        }
        long began = System.nanoTime();
        for (ClientId sender : senders) {
            require(run.ready(sender, epoch).accepted(), Costs.Message.READY, sender);
        }
        costs.messages(Costs.Message.READY, senders.size(), System.nanoTime() - began);
    }

    void witness(int client, WitnessProof proof) {
        ClientId id = fleet.id(client);
        boolean accepted =
                timed(Costs.Message.WITNESS, () -> run.witness(id, proof)).accepted();
        require(accepted, Costs.Message.WITNESS, id);
    }

    /** Online members say nothing that is to be refused, so a refusal means that host and run disagree. */
    private void require(boolean accepted, Costs.Message kind, ClientId sender) {
        if (!accepted) {
            throw new IllegalStateException(kind + " of " + sender + " was refused in " + status());
        }
    }
}
