package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.ClientId;
import io.github.coordinator.JoinOutcome;
import io.github.coordinator.MemberOutcome;
import io.github.coordinator.OperatorOutcome;
import io.github.coordinator.Outcome;
import io.github.coordinator.Removal;
import io.github.coordinator.RunAnswer;
import io.github.coordinator.RunInput;
import io.github.coordinator.RunState;
import io.github.coordinator.TickResult;
import io.github.coordinator.round.ParticipationBitmap;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundId;
import io.github.coordinator.round.Seat;
import io.github.coordinator.round.WitnessProof;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The server without its sockets: the protocol between the clients and a {@link TrainingState}, of which it sees what {@link
 * TurnHost} hands it. It relays each update to the witnesses of its round. The other members fetch the merged model.
 *
 * <p>The methods of {@link Receiver} may be called by any thread. What is sent otherwise is sent by the thread of the host.
 */
final class ModelServer implements Receiver {
    private final Settings settings;
    private final int room;
    private final Classifier classifier;
    private final Door door;
    private final Consumer<RunReport> runReports;
    private final TurnHost host;
    private final JoinReports joins;

    /** Every open connection. */
    private final Map<Connection, Visitor> visitors = new ConcurrentHashMap<>();

    /** The model as it was sent last. */
    private ToClient.@Nullable Model lastModel;

    private @Nullable Text lastModelText;

    /**
     * An open connection.
     *
     * @param greeting what was said to it
     * @param client the client that it speaks for, once that has proved its key
     * @param hasLeft whether the client takes part no more
     */
    private record Visitor(ToClient.Hello greeting, Optional<ClientId> client, boolean hasLeft) {}

    /**
     * Makes the server.
     *
     * @param file how clients train, and how many there is room for
     * @param door who may come in
     * @param host takes the turns
     * @param joinReports is told who joins
     * @param runReports is told what the run does
     */
    ModelServer(
            TestnetConfig file,
            Door door,
            TurnHost host,
            Consumer<RunReport> joinReports,
            Consumer<RunReport> runReports) {
        settings = file.settings();
        room = file.room();
        this.door = door;
        this.host = host;
        this.runReports = runReports;
        joins = new JoinReports(joinReports, System::nanoTime);
        classifier = new Classifier(settings);
        host.start(this::ticked);
    }

    /** How many messages may wait for the thread of the run: more than there are connections, and each has one at most. */
    static int inbox(TestnetConfig file) {
        return 4 * file.room();
    }

    boolean isFinished() {
        return host.view().status().state() == RunState.FINISHED;
    }

    boolean hasConnections() {
        return !visitors.isEmpty();
    }

    /**
     * Ends all connections, because another server has taken over.
     *
     * @param goodbye ends one
     */
    void dismiss(Consumer<Connection> goodbye) {
        visitors.keySet().forEach(goodbye);
        visitors.clear();
    }

    /**
     * Takes a call of the operator. A client that is ejected while it has no seat hears of that at once; a member hears of it
     * when it is removed.
     *
     * @param call the call
     * @param then takes the answer when the call is committed
     * @return whether it is taken
     */
    boolean operate(RunInput call, Consumer<RunAnswer> then) {
        return host.offer(new ServerInput.OfRun(call), result -> {
            RunAnswer answer = ((ServerResult.Answered) result).answer();
            if (call instanceof RunInput.Eject eject
                    && answer == OperatorOutcome.RECORDED
                    && !host.view().roster().clients().contains(eject.client())) {
                host.connectionOf(eject.client()).ifPresent(ModelServer::sayEjected);
            }
            then.accept(answer);
        });
    }

    private static void sayEjected(Connection to) {
        to.close(ErrorCode.EJECTED.with("the operator barred this key from the run"));
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
        if (sender.client().isEmpty() || sender.hasLeft()) {
            makeRoomFor(client);
            visitors.replace(from, new Visitor(sender.greeting(), Optional.of(client), false));
        }
        RunInput.Join input = new RunInput.Join(join.runId(), client);
        return host.offer(new ServerInput.Name(client, join.name()), named -> {})
                && host.offerJoin(from, input, (joined, replaced) -> {
                    answer(from, joined);
                    replaced.ifPresent(
                            old -> old.close(ErrorCode.REPLACED.with("this client has joined on another connection")));
                    from.next();
                });
    }

    /** A client that comes on a second connection takes no more room: the first one ends. One that has left takes none. */
    private void makeRoomFor(ClientId client) throws RefusedException {
        Set<ClientId> clients = new HashSet<>();
        visitors.values().stream()
                .filter(each -> !each.hasLeft())
                .forEach(each -> each.client().ifPresent(clients::add));
        clients.add(client);
        if (clients.size() > room) {
            throw new RefusedException(
                    ErrorCode.FULL.with("as many clients are connected as this server has room for"));
        }
    }

    private boolean receive(Connection from, ClientId client, ToServer message) throws RefusedException {
        if (message instanceof ToServer.Ready ready) {
            return offer(from, message, new RunInput.Ready(client, ready.epoch()));
        } else if (message instanceof ToServer.HealthCheck) {
            return offer(from, message, new RunInput.HealthCheck(client));
        } else if (message instanceof ToServer.Leave) {
            return leave(from, client);
        } else if (message instanceof ToServer.Witness witness) {
            return offer(from, message, new RunInput.Witness(client, proof(witness)));
        } else if (message instanceof ToServer.Update update) {
            RoundId round = new RoundId(update.epoch(), update.height());
            Weights change = classifier.check(update.change());
            return host.offer(
                    new ServerInput.Update(client, round, change),
                    result -> updated(from, (ServerResult.Updated) result));
        } else {
            return host.submit(() -> {
                from.send(modelText());
                from.next();
            });
        }
    }

    private boolean leave(Connection from, ClientId client) {
        return host.offer(new ServerInput.OfRun(new RunInput.Leave(client)), result -> {
            MemberOutcome outcome = (MemberOutcome) ((ServerResult.Answered) result).answer();
            answer(from, ToServer.Leave.class, outcome.name(), outcome.kind());
            if (outcome.accepted()) {
                letGo(from, client);
            }
            from.next();
        });
    }

    /** A client that takes part no more does not keep its room: it joins again soon, or its connection ends. */
    private void letGo(Connection connection, ClientId client) {
        visitors.computeIfPresent(
                connection, (same, visitor) -> new Visitor(visitor.greeting(), Optional.of(client), true));
        connection.left();
    }

    private boolean offer(Connection from, ToServer message, RunInput input) {
        return host.offer(new ServerInput.OfRun(input), result -> {
            if (result instanceof ServerResult.Answered answered && answered.answer() instanceof Outcome outcome) {
                answer(from, message.getClass(), outcome.name(), outcome.kind());
            }
            from.next();
        });
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
        int clients = host.view().status().round().map(Round::clientCount).orElse(1);
        try {
            return ParticipationBitmap.fromBytes(clients, seen);
        } catch (IllegalArgumentException unfit) {
            int others = seen.length * Byte.SIZE;
            return others == clients
                    ? ParticipationBitmap.of(others + 1, index -> false)
                    : ParticipationBitmap.fromBytes(others, seen);
        }
    }

    // On the thread of the host, of what is committed

    private Text modelText() {
        RunView view = host.view();
        ToClient.Model known = lastModel;
        Text text = lastModelText;
        if (text == null || known == null || !known.hash().equals(view.modelHash())) {
            lastModel = new ToClient.Model(view.modelHash(), view.model());
            lastModelText = text = Text.of(lastModel);
        }
        return text;
    }

    private void updated(Connection from, ServerResult.Updated updated) {
        updated.relayed().map(Text::of).ifPresent(relayed -> {
            for (ClientId witness : updated.witnesses()) {
                host.connectionOf(witness).ifPresent(to -> to.send(relayed));
            }
        });
        answer(
                from,
                ToServer.Update.class,
                updated.outcome().name(),
                updated.outcome().kind());
        from.next();
    }

    private static void answer(Connection to, Class<? extends ToServer> message, String outcome, Outcome.Kind kind) {
        to.send(new ToClient.Answer(Json.typeOf(message), outcome, kind.name()));
    }

    private void answer(Connection to, ServerResult.Joined joined) {
        JoinOutcome outcome = joined.result().outcome();
        switch (outcome) {
            case WRONG_RUN -> to.close(ErrorCode.WRONG_RUN.about("runId", "the run has another id"));
            case EJECTED -> sayEjected(to);
            case FINISHED -> to.close(ErrorCode.RUN_FINISHED.with("the run is over"));
            case FULL -> to.close(ErrorCode.FULL.with("as many clients wait as this server has room for"));
            case ACCEPTED, SEAT_KEPT, ALREADY_MEMBER -> {
                to.joined();
                to.send(new ToClient.Joined(outcome.name()));
                joins.report(new RunReport.Joined(joined.name(), outcome.name()));
                joined.seat().ifPresent(seat -> send(to, seat));
                to.send(ToClient.Status.of(host.view(), settings));
                joined.missed().forEach(to::send);
            }
        }
    }

    private static void send(Connection to, Seat seat) {
        to.send(new ToClient.Seated(seat.rosterVersion(), seat.index()));
    }

    /** The one place where the run moves on. Seats go out before the status that they belong to. */
    private void ticked(ServerResult.Ticked ticked) {
        TickResult result = ticked.result();
        ticked.reports().forEach(runReports);
        ticked.ended().ifPresent(ended -> sendToClients(Text.of(ended)));
        result.removals().forEach(each -> host.connectionOf(each.client()).ifPresent(to -> removed(to, each)));
        result.roster()
                .ifPresent(roster -> roster.forEachSeat(
                        (client, seat) -> host.connectionOf(client).ifPresent(to -> send(to, seat))));
        if (result.transition().isPresent()) {
            sendToClients(Text.of(ToClient.Status.of(ticked.view(), settings)));
        }
    }

    /** A member that left may have joined again before it was removed. */
    private void removed(Connection to, Removal removal) {
        to.send(new ToClient.Removed(
                removal.cause().name(), removal.epoch(), removal.cause() != Removal.Cause.EJECTED));
        if (removal.cause() != Removal.Cause.LEFT) {
            letGo(to, removal.client());
        }
    }

    /** To the clients that have joined. A visitor also speaks for a client whose join is not applied yet, or is refused. */
    private void sendToClients(Text message) {
        visitors.forEach((connection, visitor) -> {
            if (visitor.client().flatMap(host::connectionOf).equals(Optional.of(connection))) {
                connection.send(message);
            }
        });
    }
}
