package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.ClientId;
import io.github.coordinator.HostedRun;
import io.github.coordinator.JoinOutcome;
import io.github.coordinator.JoinResult;
import io.github.coordinator.Outcome;
import io.github.coordinator.PendingLimits;
import io.github.coordinator.Removal;
import io.github.coordinator.RunAnswer;
import io.github.coordinator.RunInput;
import io.github.coordinator.RunState;
import io.github.coordinator.RunStatus;
import io.github.coordinator.TickResult;
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
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The server without its sockets. A {@link TrainingHost} has the run and a {@link SharedModel} what is trained; this is the
 * protocol between them and the clients. Every update is relayed to every member.
 *
 * <p>The methods of {@link Receiver} may be called by any thread. All others run on the thread of the host.
 */
final class ModelServer implements Receiver, Transport<Connection> {
    /** How many clients may be connected at once. */
    static final int MAX_CLIENTS = 512;

    /** How many messages wait for the thread of the run: more than there are connections, each of which has one at most. */
    static final int INBOX = 4 * MAX_CLIENTS;

    private final Door door;
    private final Consumer<RunReport> reports;
    private final Names names = new Names();
    private final SharedModel model;
    private final TrainingHost<Connection> host;

    /** Every open connection. */
    private final Map<Connection, Visitor> visitors = new ConcurrentHashMap<>();

    /**
     * An open connection.
     *
     * @param greeting what was said to it
     * @param client the client that it speaks for, once that has proved its key
     * @param isReported whether people were told of it; a client may join as often as it likes
     */
    private record Visitor(ToClient.Hello greeting, Optional<ClientId> client, boolean isReported) {}

    ModelServer(
            TestnetConfig file,
            Digits digits,
            SeedSource seeds,
            Door door,
            Instant now,
            EventLoop loop,
            Consumer<RunReport> reports) {
        this.door = door;
        this.reports = reports;
        PendingLimits limits = new PendingLimits(MAX_CLIENTS, PendingLimits.DEFAULT.rotatingPercent());
        HostedRun run = HostedRun.start(file.config(), seeds, now, limits);
        model = new SharedModel(file, digits, names, run.roster(), reports);
        host = new TrainingHost<>(run, Duration.ZERO, this, loop);
    }

    boolean isFinished() {
        return host.status().state() == RunState.FINISHED;
    }

    boolean hasConnections() {
        return !visitors.isEmpty();
    }

    // What comes from the sockets

    @Override
    public void opened(Connection connection) {
        ToClient.Hello greeting = door.greet();
        visitors.put(connection, new Visitor(greeting, Optional.empty(), false));
        connection.send(greeting);
    }

    @Override
    public void closed(Connection connection) {
        visitors.remove(connection);
        host.ended(connection);
    }

    @Override
    public void receive(Connection from, ToServer message) {
        Visitor sender = visitors.get(from);
        if (sender == null) {
            return; // The connection has ended already.
        }
        try {
            boolean taken = message instanceof ToServer.Join join
                    ? join(from, sender, join)
                    : receive(from, clientOf(sender), message);
            if (!taken) {
                from.close(ErrorCode.TOO_BUSY.with("the server cannot take a message now"));
            }
        } catch (RefusedException refused) {
            from.close(refused.error());
        }
    }

    private static ClientId clientOf(Visitor sender) throws RefusedException {
        return sender.client()
                .orElseThrow(() -> new RefusedException(ErrorCode.JOIN_FIRST.with("join before anything else")));
    }

    /** A client that was removed may join again on its connection, but no connection speaks for two. */
    private boolean join(Connection from, Visitor sender, ToServer.Join join) throws RefusedException {
        ClientId client = door.admit(sender.greeting(), join);
        if (!sender.client().orElse(client).equals(client)) {
            throw new RefusedException(ErrorCode.OTHER_CLIENT.about("key", "this connection speaks for another key"));
        }
        if (sender.client().isEmpty()) {
            makeRoomFor(client);
            visitors.replace(from, new Visitor(sender.greeting(), Optional.of(client), false));
        }
        return host.submit(run -> names.put(client, join.name()))
                && host.offer(from, new RunInput.Join(join.runId(), client));
    }

    /** A client that comes on a second connection takes no more room: the first one ends. */
    private void makeRoomFor(ClientId client) throws RefusedException {
        Set<ClientId> clients = new HashSet<>();
        visitors.values().forEach(each -> each.client().ifPresent(clients::add));
        clients.add(client);
        if (clients.size() > MAX_CLIENTS) {
            throw new RefusedException(
                    ErrorCode.FULL.with("as many clients are connected as this server has room for"));
        }
    }

    private boolean receive(Connection from, ClientId client, ToServer message) throws RefusedException {
        if (message instanceof ToServer.Ready ready) {
            return host.offer(from, new RunInput.Ready(client, ready.epoch()));
        } else if (message instanceof ToServer.HealthCheck) {
            return host.offer(from, new RunInput.HealthCheck(client));
        } else if (message instanceof ToServer.Leave) {
            return host.offer(from, new RunInput.Leave(client));
        } else if (message instanceof ToServer.Witness witness) {
            return host.offer(from, new RunInput.Witness(client, proof(witness)));
        } else if (message instanceof ToServer.Update update) {
            Weights change = model.check(update.change());
            return host.submit(run -> {
                take(from, run.seat(client), new ToServer.Update(update.epoch(), update.height(), change), run);
                from.next();
            });
        } else {
            return host.submit(run -> {
                from.send(model.message());
                from.next();
            });
        }
    }

    private WitnessProof proof(ToServer.Witness witness) throws RefusedException {
        byte[] seen;
        try {
            seen = HexFormat.of().parseHex(witness.seen());
        } catch (IllegalArgumentException noHex) {
            seen = new byte[0];
        }
        if (seen.length == 0) {
            throw new RefusedException(ErrorCode.BAD_FIELD.about(
                    "seen", "seen must have two hexadecimal digits for each byte of the bitmap"));
        }
        return new WitnessProof(
                new RoundId(witness.epoch(), witness.height()), witness.index(), witness.position(), bitmap(seen));
    }

    /** A bitmap that does not fit the open round gets another size, so that the coordinator says what is wrong with the proof. */
    private ParticipationBitmap bitmap(byte[] seen) {
        int clients = host.status().round().map(Round::clientCount).orElse(1);
        try {
            return ParticipationBitmap.fromBytes(clients, seen);
        } catch (IllegalArgumentException unfit) {
            int others = seen.length * Byte.SIZE;
            return others == clients
                    ? ParticipationBitmap.of(others + 1, index -> false)
                    : ParticipationBitmap.fromBytes(others, seen);
        }
    }

    // Handled on the host's thread

    private void take(Connection from, Optional<Seat> seat, ToServer.Update update, HostedRun run) {
        UpdateOutcome outcome = model.take(seat, update);
        if (outcome == UpdateOutcome.RECORDED) {
            Text relayed = Text.of(new ToClient.PeerUpdate(
                    update.epoch(),
                    update.height(),
                    seat.orElseThrow().index(),
                    update.change().hash(),
                    update.change()));
            visitors.forEach((connection, visitor) -> {
                if (visitor.client().flatMap(run::seat).isPresent()) {
                    connection.send(relayed);
                }
            });
        }
        answer(from, ToServer.Update.class, outcome.name(), outcome.kind());
    }

    private static void answer(Connection to, Class<? extends ToServer> message, String outcome, Outcome.Kind kind) {
        to.send(new ToClient.Answer(Json.typeOf(message), outcome, kind.name()));
    }

    // Called by the host

    @Override
    public void answer(Connection to, RunInput message, RunAnswer answer) {
        if (message instanceof RunInput.Join join && answer instanceof JoinResult joined) {
            answer(to, join, joined);
        } else if (answer instanceof Outcome outcome) {
            answer(to, typeOf(message), outcome.name(), outcome.kind());
        }
        to.next();
    }

    private void answer(Connection to, RunInput.Join join, JoinResult joined) {
        JoinOutcome outcome = joined.outcome();
        switch (outcome) {
            case WRONG_RUN -> to.close(ErrorCode.WRONG_RUN.about("runId", "the run has another id"));
            case EJECTED -> to.close(ErrorCode.EJECTED.with("the operator barred this key from the run"));
            case FINISHED -> to.close(ErrorCode.RUN_FINISHED.with("the run is over"));
            case FULL -> to.close(ErrorCode.FULL.with("as many clients wait as this server has room for"));
            case ACCEPTED, SEAT_KEPT, ALREADY_MEMBER -> {
                to.joined();
                to.send(new ToClient.Joined(outcome.name()));
                report(to, new RunReport.Joined(names.of(join.client()), outcome.name()));
            }
        }
    }

    private void report(Connection connection, RunReport.Joined joined) {
        visitors.computeIfPresent(connection, (same, visitor) -> {
            if (!visitor.isReported()) {
                reports.accept(joined);
            }
            return new Visitor(visitor.greeting(), visitor.client(), true);
        });
    }

    private static Class<? extends ToServer> typeOf(RunInput message) {
        if (message instanceof RunInput.Ready) {
            return ToServer.Ready.class;
        } else if (message instanceof RunInput.HealthCheck) {
            return ToServer.HealthCheck.class;
        } else if (message instanceof RunInput.Leave) {
            return ToServer.Leave.class;
        } else if (message instanceof RunInput.Witness) {
            return ToServer.Witness.class;
        }
        throw new IllegalArgumentException("no client sends " + message);
    }

    @Override
    public void send(Connection to, Seat seat) {
        to.send(new ToClient.Seated(seat.rosterVersion(), seat.index()));
    }

    @Override
    public void send(Connection to, Removal removal) {
        to.send(new ToClient.Removed(
                removal.cause().name(), removal.epoch(), removal.cause() != Removal.Cause.EJECTED));
    }

    @Override
    public void send(Connection to, RunStatus status) {
        to.send(model.message(status));
    }

    @Override
    public void broadcast(RunStatus status) {
        sendToClients(Text.of(model.message(status)));
    }

    @Override
    public void close(Connection connection) {
        connection.close(ErrorCode.REPLACED.with("this client has joined on another connection"));
    }

    @Override
    public void ticked(TickResult result) {
        model.ticked(result).ifPresent(ended -> sendToClients(Text.of(ended)));
    }

    private void sendToClients(Text message) {
        visitors.forEach((connection, visitor) -> {
            if (visitor.client().isPresent()) {
                connection.send(message);
            }
        });
    }
}
