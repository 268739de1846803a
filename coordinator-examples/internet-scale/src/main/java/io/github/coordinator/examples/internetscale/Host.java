package io.github.coordinator.examples.internetscale;

import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.JoinOutcome;
import io.github.coordinator.PendingClients;
import io.github.coordinator.RunEvent;
import io.github.coordinator.RunState;
import io.github.coordinator.RunStatus;
import io.github.coordinator.round.Round;
import io.github.coordinator.witness.ParticipationBitmap;
import io.github.coordinator.witness.WitnessProof;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** The server of the run: the coordinator, the clients that are connected to it, and a watch that times every call. */
final class Host {
    /**
     * The least time between two ticks. Whoever leaves during warm-up is removed by the next tick, which is a pass over all
     * members; with a million of them somebody leaves all the time, and so the host lets a second of them come together.
     */
    private static final long TICK_EVERY = Agenda.SECOND;

    private final PendingClients pending = new PendingClients();
    private final Fleet fleet;
    private final Seating seating;
    private final Costs costs;
    private final Coordinator coordinator;
    private long lastTick = -TICK_EVERY;

    Host(Scenario scenario, Fleet fleet, Seating seating, Costs costs) {
        this.fleet = fleet;
        this.seating = seating;
        this.costs = costs;
        coordinator = Coordinator.start(scenario.config(), pending, scenario.seeds(), Instant.EPOCH);
    }

    RunStatus status() {
        return coordinator.status();
    }

    RunState state() {
        return coordinator.status().state();
    }

    List<ClientId> roster() {
        return coordinator.roster().clients();
    }

    /** How many clients are connected, as far as the host knows, and have no seat. */
    int waiting() {
        return pending.pending().size() - seating.size();
    }

    /** When to tick next. */
    long nextTick() {
        return coordinator
                .nextDeadline()
                .map(due -> Math.max(nanos(due), lastTick + TICK_EVERY))
                .orElse(Long.MAX_VALUE);
    }

    List<RunEvent> tick(long now) {
        RunState before = state();
        Instant time = Instant.EPOCH.plusNanos(now);
        long began = System.nanoTime();
        List<RunEvent> events = coordinator.tick(time);
        long nanos = System.nanoTime() - began;
        if (!events.isEmpty()) {
            costs.tick(before, state(), nanos);
            pending.apply(events);
        }
        lastTick = now;
        return events;
    }

    private static long nanos(Instant time) {
        return time.getEpochSecond() * Agenda.SECOND + time.getNano();
    }

    JoinOutcome join(int client) {
        long began = System.nanoTime();
        JoinOutcome outcome = coordinator.join(Scenario.RUN_ID, fleet.id(client));
        costs.messages(Costs.Message.JOIN, 1, System.nanoTime() - began);
        if (outcome.accepted()) {
            pending.add(fleet.id(client));
        }
        return outcome;
    }

    void disconnect(int client) {
        goes(client, coordinator::disconnect);
    }

    void leave(int client) {
        goes(client, coordinator::leave);
    }

    void eject(int client) {
        goes(client, coordinator::eject);
    }

    private void goes(int client, Consumer<ClientId> how) {
        pending.remove(fleet.id(client));
        long began = System.nanoTime();
        how.accept(fleet.id(client));
        costs.messages(Costs.Message.GONE, 1, System.nanoTime() - began);
    }

    void healthCheck(int client) {
        long began = System.nanoTime();
        coordinator.healthCheck(fleet.id(client));
        costs.messages(Costs.Message.HEALTH_CHECK, 1, System.nanoTime() - began);
    }

    /** A sign of life from every member that is online and whose turn it is in this round. */
    void healthChecks(long height) {
        everyOnlineMember(
                Costs.Message.HEALTH_CHECK,
                client -> (client + height) % Scenario.ROUNDS_FOR_ONE_HEALTH_CHECK == 0,
                id -> coordinator.healthCheck(id).accepted());
    }

    /** Every member that is online has loaded the model. */
    void ready() {
        everyOnlineMember(
                Costs.Message.READY, client -> true, id -> coordinator.ready(id).accepted());
    }

    private void everyOnlineMember(Costs.Message kind, IntPredicate isItsTurn, Predicate<ClientId> message) {
        List<ClientId> senders = new ArrayList<>();
        for (int seat = 0; seat < seating.size(); seat++) {
            int client = seating.clientAt(seat);
            if (isItsTurn.test(client) && fleet.isOnline(client)) {
                senders.add(fleet.id(client));
            }
        }
        long began = System.nanoTime();
        for (ClientId sender : senders) {
            require(message.test(sender), kind, sender);
        }
        costs.messages(kind, senders.size(), System.nanoTime() - began);
    }

    /** A witness attests whom it has seen, with the proof that it works out by itself. */
    void witness(int client, Round round, byte[] seen) {
        ClientId id = fleet.id(client);
        WitnessProof proof = coordinator
                .seat(id)
                .flatMap(seat -> WitnessProof.of(round, seat, ParticipationBitmap.fromBytes(round.clients(), seen)))
                .orElseThrow(() -> new IllegalStateException(id + " is no witness of " + round));
        long began = System.nanoTime();
        boolean accepted = coordinator.witness(id, proof).accepted();
        costs.messages(Costs.Message.WITNESS, 1, System.nanoTime() - began);
        require(accepted, Costs.Message.WITNESS, id);
    }

    /** Online members say nothing that is to be refused, so a refusal means that host and coordinator disagree. */
    private void require(boolean accepted, Costs.Message kind, ClientId sender) {
        if (!accepted) {
            throw new IllegalStateException(kind + " of " + sender + " was refused in " + status());
        }
    }
}
