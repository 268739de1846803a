package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.PendingClients;
import io.github.coordinator.RunEvent;
import io.github.coordinator.RunState;
import io.github.coordinator.RunStatus;
import io.github.coordinator.WitnessOutcome;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.Seat;
import io.github.coordinator.round.SeedSource;
import io.github.coordinator.round.ParticipationBitmap;
import io.github.coordinator.round.WitnessProof;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The server without its sockets: it owns the coordinator, tells it what clients say and tells clients what it decides. It
 * relays every update to every member, and keeps the model itself, so that whoever comes late finds it here.
 *
 * <p>Belongs to one thread. Whoever calls {@link #tick} at {@link #nextDeadline}, looked up again after every other call,
 * makes the run go on.
 */
final class TrainingHost {
    private final RunFile file;
    private final InstantSource clock;
    private final Consumer<Report> reports;
    private final Classifier classifier;
    private final Digits digits;
    private final PendingClients pending = new PendingClients();
    private final Coordinator coordinator;

    private final Connections connections;
    private Weights model;
    private String modelHash;
    private @Nullable RoundLedger openRound;

    TrainingHost(RunFile file, Digits digits, SeedSource seeds, InstantSource clock, Consumer<Report> reports) {
        this.file = file;
        this.digits = digits;
        this.clock = clock;
        this.reports = reports;
        classifier = new Classifier(file.settings());
        model = classifier.initialWeights();
        modelHash = model.hash();
        coordinator = Coordinator.start(file.config(), pending, seeds, clock.instant());
        connections = new Connections(coordinator, pending, reports);
    }

    boolean isFinished() {
        return coordinator.status().state() == RunState.FINISHED;
    }

    boolean hasConnections() {
        return !connections.isEmpty();
    }

    Optional<Instant> nextDeadline() {
        return coordinator.nextDeadline();
    }

    void opened(Connection connection) {
        connections.opened(connection);
        connection.send(status());
    }

    void closed(Connection connection) {
        connections.closed(connection);
    }

    void receive(Connection from, ToServer message) {
        if (!connections.isOpen(from)) {
            return; // Its end was seen before its last words.
        }
        ClientId sender = connections.clientOf(from);
        if (message instanceof ToServer.Join join) {
            if (connections.join(from, join)) {
                from.send(status());
            }
        } else if (sender == null) {
            from.close("join first");
        } else {
            receive(from, sender, message);
        }
    }

    private void receive(Connection from, ClientId client, ToServer message) {
        if (message instanceof ToServer.Ready) {
            coordinator.ready(client);
        } else if (message instanceof ToServer.HealthCheck) {
            coordinator.healthCheck(client);
        } else if (message instanceof ToServer.FetchModel) {
            from.send(new ToClient.Model(modelHash, model));
        } else if (message instanceof ToServer.Update update) {
            update(from, client, update);
        } else if (message instanceof ToServer.Witness witness) {
            witness(from, client, witness);
        }
    }

    private void update(Connection from, ClientId client, ToServer.Update update) {
        Weights change = update.change();
        if (change.size() != classifier.size()
                || !change.areModest()
                || !change.hash().equals(update.hash())) {
            refuse(from, client, "an update is a change to this model, and has the hash that it says");
            return;
        }
        RoundLedger open = openRound;
        Optional<Seat> seat = coordinator.seat(client);
        if (open == null || seat.isEmpty() || !open.isOf(update.epoch(), update.height())) {
            return; // To be late is no offence.
        }
        int index = open.round.indexOf(seat.get());
        if (open.offer(index, change)) {
            connections.sendToMembers(
                    new ToClient.PeerUpdate(index, update.epoch(), update.height(), update.hash(), change));
        }
    }

    private void witness(Connection from, ClientId client, ToServer.Witness witness) {
        RoundLedger open = openRound;
        if (open == null || !open.isOf(witness.epoch(), witness.height())) {
            return; // To be late is no offence.
        }
        ParticipationBitmap seen;
        try {
            seen = ParticipationBitmap.fromBytes(
                    open.round.clients(), HexFormat.of().parseHex(witness.seen()));
        } catch (IllegalArgumentException malformed) {
            refuse(from, client, "a proof has one bit for each client of the round");
            return;
        }
        WitnessOutcome outcome = coordinator.witness(
                client, new WitnessProof(witness.epoch(), witness.height(), witness.index(), witness.position(), seen));
        switch (outcome) {
            case ACCEPTED -> open.attest(witness.index(), seen);
            case WRONG_STATE, NOT_A_MEMBER, GONE, DUPLICATE -> {
                // To be late is no offence, nor is it to say a thing twice.
            }
            case WRONG_EPOCH,
                    WRONG_ROUND,
                    WRONG_INDEX,
                    NOT_ELECTED,
                    WRONG_POSITION,
                    WRONG_PARTICIPATION_KIND,
                    WRONG_BITMAP_SIZE,
                    FOREIGN_FILTER_KEYS,
                    SATURATED_FILTER -> refuse(from, client, "a proof is true (" + outcome + ")");
        }
    }

    private void refuse(Connection from, ClientId client, String reason) {
        reports.accept(new Report.Note("the connection of " + client + " is closed: " + reason));
        from.close(reason);
    }

    /** Lets time pass; whatever changes, everyone hears of it. */
    void tick() {
        List<RunEvent> events = coordinator.tick(clock.instant());
        if (events.isEmpty()) {
            return;
        }
        pending.apply(events);
        for (RunEvent event : events) {
            if (event instanceof RunEvent.RoundEvaluated evaluated) {
                endRound(evaluated);
            } else if (event instanceof RunEvent.ClientDropped dropped) {
                drop(dropped);
            } else if (event instanceof RunEvent.StateChanged changed) {
                change(changed);
            } else if (event instanceof RunEvent.ClockWentBack) {
                reports.accept(new Report.Note("the clock of this machine went back"));
            }
        }
        connections.sendSeats();
        connections.sendToAll(status());
    }

    private void endRound(RunEvent.RoundEvaluated evaluated) {
        RoundLedger ended = Objects.requireNonNull(openRound, "a round was open");
        openRound = null;
        List<Integer> contributors = List.of();
        if (evaluated.confirmed()) {
            contributors = ended.contributors(file.config().quorum(evaluated.witnesses()));
            model = model.plusMeanOf(ended.changesOf(contributors));
            modelHash = model.hash();
        }
        Classifier.Score score = classifier.score(model, digits.heldOut());
        reports.accept(new Report.RoundOver(
                evaluated.epoch(),
                evaluated.height(),
                evaluated.step(),
                file.config().totalSteps(),
                evaluated.confirmed(),
                ended.names(contributors),
                ended.witnesses(true),
                ended.witnesses(false),
                score.loss(),
                score.accuracy()));
        connections.sendToClients(new ToClient.RoundResult(
                evaluated.epoch(), evaluated.height(), evaluated.confirmed(), contributors, modelHash));
    }

    private void drop(RunEvent.ClientDropped dropped) {
        ClientId client = dropped.exit().client();
        reports.accept(new Report.Dropped(
                client.toString(),
                dropped.exit().cause(),
                dropped.exit().epoch(),
                dropped.exit().height()));
        connections.send(client, new ToClient.Dropped(dropped.exit().cause()));
    }

    private void change(RunEvent.StateChanged changed) {
        RunStatus status = coordinator.status();
        Round round = status.round();
        List<ClientId> members = coordinator.roster().clients();
        if (changed.to() == RunState.ROUND_TRAIN) {
            openRound = new RoundLedger(Objects.requireNonNull(round, "a round is open"), members);
        }
        reports.accept(new Report.Transition(
                changed.from(),
                changed.to(),
                status.epoch(),
                round == null ? -1 : round.height(),
                status.step(),
                status.totalSteps(),
                members.stream().map(ClientId::toString).toList()));
        if (changed.to() == RunState.FINISHED) {
            // The last round ends the run without a cooldown, so that its epoch is the one that stands here.
            reports.accept(new Report.Finished(
                    status.epoch() + 1,
                    status.step() - 1,
                    classifier.score(model, digits.heldOut()).accuracy()));
        }
    }

    private ToClient.Status status() {
        RunStatus status = coordinator.status();
        return new ToClient.Status(
                status.runId(),
                status.state(),
                status.epoch(),
                status.step(),
                status.totalSteps(),
                status.round(),
                status.rosterVersion(),
                file.settings(),
                modelHash);
    }
}
