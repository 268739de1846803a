package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.ClientId;
import io.github.coordinator.ClockWentBack;
import io.github.coordinator.HostedRun;
import io.github.coordinator.JoinResult;
import io.github.coordinator.Outcome;
import io.github.coordinator.Removal;
import io.github.coordinator.Roster;
import io.github.coordinator.RoundEvaluation;
import io.github.coordinator.RoundEvaluation.Credit;
import io.github.coordinator.RunAnswer;
import io.github.coordinator.RunEvent;
import io.github.coordinator.RunInput;
import io.github.coordinator.RunState;
import io.github.coordinator.RunStatus;
import io.github.coordinator.TickResult;
import io.github.coordinator.Transition;
import io.github.coordinator.WitnessOutcome;
import io.github.coordinator.examples.embedding.EventLoop;
import io.github.coordinator.examples.embedding.TrainingHost;
import io.github.coordinator.examples.embedding.Transport;
import io.github.coordinator.round.ParticipationBitmap;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundId;
import io.github.coordinator.round.Seat;
import io.github.coordinator.round.SeedSource;
import io.github.coordinator.round.WitnessProof;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The server without its sockets. A {@link TrainingHost} has the run; this is what the testnet adds to it: the messages of
 * its protocol, and the model, which is kept here for clients that come late. Every update is relayed to every member.
 *
 * <p>The methods of {@link Receiver} may be called by any thread. All others run on the thread of the host.
 */
final class ModelServer implements Receiver, Transport<Connection> {
    /** How many messages wait for the thread of the run. A connection whose message does not fit is closed. */
    static final int INBOX = 500;

    private final TestnetConfig file;
    private final Consumer<RunReport> reports;
    private final Classifier classifier;
    private final Digits digits;
    private final TrainingHost<Connection> host;

    /** Every open connection, with the client that it speaks for once that has said so. */
    private final Map<Connection, Optional<ClientId>> clientOf = new ConcurrentHashMap<>();

    private Weights model;
    private String modelHash;
    private @Nullable RoundUpdates openRound;
    private Roster roster;

    ModelServer(
            TestnetConfig file,
            Digits digits,
            SeedSource seeds,
            Instant now,
            EventLoop loop,
            Consumer<RunReport> reports) {
        this.file = file;
        this.digits = digits;
        this.reports = reports;
        classifier = new Classifier(file.settings());
        model = classifier.initialWeights();
        modelHash = model.hash();
        HostedRun run = HostedRun.start(file.config(), seeds, now);
        roster = run.roster();
        host = new TrainingHost<>(run, Duration.ZERO, this, loop);
    }

    boolean isFinished() {
        return host.status().state() == RunState.FINISHED;
    }

    boolean hasConnections() {
        return !clientOf.isEmpty();
    }

    // What comes from the sockets

    @Override
    public void opened(Connection connection) {
        clientOf.put(connection, Optional.empty());
        closeUnless(connection, host.submit(run -> connection.send(message(run.status()))));
    }

    @Override
    public void closed(Connection connection) {
        clientOf.remove(connection);
        host.ended(connection);
    }

    @Override
    public void receive(Connection from, ToServer message) {
        Optional<ClientId> sender = clientOf.get(from);
        if (sender == null) {
            return; // The connection has ended already.
        }
        if (message instanceof ToServer.Join join) {
            join(from, sender, join);
        } else if (sender.isEmpty()) {
            from.close("join first");
        } else {
            receive(from, sender.get(), message);
        }
    }

    /** A client that was removed may join again on its connection, but no connection speaks for two. */
    private void join(Connection from, Optional<ClientId> sender, ToServer.Join join) {
        ClientId client;
        try {
            client = ClientId.of(join.client());
        } catch (IllegalArgumentException unusable) {
            from.close("a name must have 1 to " + ClientId.MAX_BYTES + " bytes of valid UTF-8");
            return;
        }
        if (!sender.orElse(client).equals(client)) {
            from.close("this connection speaks for another client");
            return;
        }
        clientOf.replace(from, Optional.of(client));
        closeUnless(from, host.offer(from, new RunInput.Join(join.runId(), client)));
    }

    private void receive(Connection from, ClientId client, ToServer message) {
        boolean taken = true;
        if (message instanceof ToServer.Ready ready) {
            taken = host.offer(from, new RunInput.Ready(client, ready.epoch()));
        } else if (message instanceof ToServer.HealthCheck) {
            taken = host.offer(from, new RunInput.HealthCheck(client));
        } else if (message instanceof ToServer.FetchModel) {
            taken = host.submit(run -> from.send(new ToClient.Model(modelHash, model)));
        } else if (message instanceof ToServer.Update update) {
            taken = host.submit(run -> update(from, client, run, update));
        } else if (message instanceof ToServer.Witness witness) {
            taken = host.submit(run -> witness(from, client, run, witness));
        }
        closeUnless(from, taken);
    }

    private static void closeUnless(Connection connection, boolean taken) {
        if (!taken) {
            connection.close("the server is too busy");
        }
    }

    // Handled on the host's thread

    private void update(Connection from, ClientId client, HostedRun run, ToServer.Update update) {
        Weights change = update.change();
        if (change.size() != classifier.size()
                || !change.areModest()
                || !change.hash().equals(update.hash())) {
            refuse(from, client, "an update must fit the model, be of modest size and match its hash");
            return;
        }
        RoundUpdates open = openRound;
        Optional<Seat> seat = run.seat(client);
        if (open == null || seat.isEmpty() || !open.isOf(update.epoch(), update.height())) {
            return; // An honest client may be late.
        }
        int index = seat.get().index();
        if (open.offer(index, change)) {
            ToClient relayed = new ToClient.PeerUpdate(index, update.epoch(), update.height(), update.hash(), change);
            clientOf.forEach((connection, of) -> {
                if (of.flatMap(run::seat).isPresent()) {
                    connection.send(relayed);
                }
            });
        }
    }

    private void witness(Connection from, ClientId client, HostedRun run, ToServer.Witness witness) {
        RoundUpdates open = openRound;
        if (open == null || !open.isOf(witness.epoch(), witness.height())) {
            return; // An honest client may be late.
        }
        ParticipationBitmap seen;
        try {
            seen = ParticipationBitmap.fromBytes(
                    open.round.clientCount(), HexFormat.of().parseHex(witness.seen()));
        } catch (IllegalArgumentException malformed) {
            refuse(
                    from,
                    client,
                    "a proof must be hexadecimal, with one bit for each of " + open.round.clientCount() + " clients");
            return;
        }
        WitnessOutcome outcome =
                run.witness(client, new WitnessProof(open.round.id(), witness.index(), witness.position(), seen));
        switch (outcome) {
            case ACCEPTED, WRONG_STATE, NOT_A_MEMBER, GONE, DUPLICATE -> {
                // An honest client may be late, or send a proof twice.
            }
            default -> refuse(from, client, "a proof was refused: " + outcome);
        }
    }

    private void refuse(Connection from, ClientId client, String reason) {
        reports.accept(new RunReport.Note("the connection of " + client + " is closed: " + reason));
        from.close(reason);
    }

    // Called by the host

    @Override
    public void answer(Connection to, RunInput message, RunAnswer answer) {
        if (message instanceof RunInput.Join join && answer instanceof JoinResult joined) {
            if (joined.outcome().kind() == Outcome.Kind.REFUSED) {
                to.close("refused: " + joined.outcome());
            } else if (joined.outcome().accepted()) {
                reports.accept(new RunReport.Joined(join.client().toString()));
            }
        }
    }

    @Override
    public void send(Connection to, Seat seat) {
        to.send(new ToClient.Seated(seat));
    }

    @Override
    public void send(Connection to, Removal removal) {
        to.send(new ToClient.Removed(removal.cause()));
    }

    @Override
    public void send(Connection to, RunStatus status) {
        to.send(message(status));
    }

    /** Sends to every connection, also to those that have not joined. */
    @Override
    public void broadcast(RunStatus status) {
        ToClient message = message(status);
        clientOf.keySet().forEach(connection -> connection.send(message));
    }

    @Override
    public void close(Connection connection) {
        connection.close("another connection speaks for this client");
    }

    @Override
    public void ticked(TickResult result) {
        result.roster().ifPresent(changed -> roster = changed);
        for (RunEvent event : result.events()) {
            if (event instanceof RoundEvaluation evaluation) {
                endRound(evaluation);
            } else if (event instanceof Removal removal) {
                reports.accept(new RunReport.Removed(
                        removal.client().toString(),
                        removal.cause(),
                        removal.epoch(),
                        removal.round().map(RoundId::height).orElse(-1L)));
            } else if (event instanceof Transition transition) {
                change(transition, result.status());
            } else if (event instanceof ClockWentBack) {
                reports.accept(new RunReport.Note("the clock of this machine went back"));
            }
        }
    }

    private void endRound(RoundEvaluation evaluation) {
        RoundUpdates ended = Objects.requireNonNull(openRound, "a round was open");
        openRound = null;
        Map<Integer, String> contributors = contributors(evaluation, ended);
        List<Integer> indices = List.copyOf(contributors.keySet());
        if (evaluation.confirmed()) {
            model = model.plusMeanOf(ended.changesOf(indices));
            modelHash = model.hash();
        }
        Classifier.Score score = classifier.score(model, digits.heldOut());
        RoundId round = evaluation.round();
        reports.accept(new RunReport.RoundOver(
                round.epoch(),
                round.height(),
                evaluation.step(),
                file.config().totalSteps(),
                evaluation.confirmed(),
                List.copyOf(contributors.values()),
                omitted(evaluation),
                names(evaluation.attested()),
                names(evaluation.notAttested()),
                score.loss(),
                score.accuracy()));
        sendToClients(
                new ToClient.RoundResult(round.epoch(), round.height(), evaluation.confirmed(), indices, modelHash));
    }

    /**
     * The names of the clients whose updates count, by index: those that took part, or all where no quorum is asked, as far as
     * their updates came in.
     */
    private static Map<Integer, String> contributors(RoundEvaluation evaluation, RoundUpdates ended) {
        Map<Integer, String> names = new TreeMap<>();
        List<Credit> credits = evaluation.credits();
        for (int place = 0; evaluation.confirmed() && place < credits.size(); place++) {
            // Shares and credits are in the order of the data.
            Credit credit = credits.get(place);
            int index = ended.shares.get(place).index();
            if ((credit.tookPart() || evaluation.quorum() == 0) && ended.updates.containsKey(index)) {
                names.put(index, credit.client().toString());
            }
        }
        return names;
    }

    private static List<RunReport.Omitted> omitted(RoundEvaluation evaluation) {
        return evaluation.credits().stream()
                .filter(credit -> !credit.tookPart())
                .map(credit -> new RunReport.Omitted(credit.client().toString(), credit.data()))
                .toList();
    }

    private void change(Transition transition, RunStatus status) {
        Optional<Round> round = status.round();
        if (transition.to() == RunState.ROUND_TRAIN) {
            openRound = new RoundUpdates(round.orElseThrow());
        }
        List<ClientId> members = roster.clients();
        reports.accept(new RunReport.Transition(
                transition.from(),
                transition.to(),
                status.epoch(),
                round.map(Round::height).orElse(-1L),
                status.step(),
                status.totalSteps(),
                names(members),
                IntStream.range(0, members.size())
                        .filter(index -> !roster.hasModel(index))
                        .mapToObj(index -> members.get(index).toString())
                        .toList()));
        if (transition.to() == RunState.FINISHED) {
            // The last round ends the run without a cooldown, so the epoch number was not incremented after it.
            reports.accept(new RunReport.Finished(
                    status.epoch() + 1,
                    status.step() - 1,
                    classifier.score(model, digits.heldOut()).accuracy()));
        }
    }

    private static List<String> names(List<ClientId> clients) {
        return clients.stream().map(ClientId::toString).toList();
    }

    private void sendToClients(ToClient message) {
        clientOf.forEach((connection, client) -> {
            if (client.isPresent()) {
                connection.send(message);
            }
        });
    }

    private ToClient message(RunStatus status) {
        return new ToClient.Status(
                status.runId(),
                status.state(),
                status.epoch(),
                status.step(),
                status.totalSteps(),
                status.round().map(ToClient.OpenRound::of).orElse(null),
                status.participation(),
                status.healthCheckTimeout().toMillis(),
                file.settings(),
                modelHash);
    }
}
