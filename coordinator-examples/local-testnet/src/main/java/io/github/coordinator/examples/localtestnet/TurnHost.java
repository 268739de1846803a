package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.ClientId;
import io.github.coordinator.JoinResult;
import io.github.coordinator.PendingClient;
import io.github.coordinator.RunInput;
import io.github.coordinator.examples.embedding.EventLoop;
import io.github.coordinator.examples.embedding.RunMetrics;
import io.github.coordinator.examples.embedding.Sessions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The loop of a server that commits its inputs to a {@link TurnLog}. A turn is all inputs that have arrived, and then a tick.
 * Its inputs are committed together, and what follows from them is sent only then. Otherwise it is like {@link
 * io.github.coordinator.examples.embedding.TrainingHost}, which has the run itself.
 *
 * <p>Any thread may give inputs, connections and tasks, and ask for the view. The functions that it gives are called on the
 * thread of the loop.
 */
final class TurnHost {
    /** How long a server process gives the clients from before its start, or of the leader before it, to come back. */
    static final Duration GRACE = Duration.ofSeconds(30);

    private final TurnLog log;
    private final EventLoop loop;
    private final RunMetrics metrics;
    private final Sessions<Connection> sessions = new Sessions<>();
    private final List<Waiting> turn = new ArrayList<>();

    /** The connections with a join in this turn, whose sessions are not known yet. */
    private final Set<Connection> joining = new HashSet<>();

    private final List<Connection> endedWhileJoining = new ArrayList<>();
    private final ServerResult.Ticked firstTick;
    private Consumer<ServerResult.Ticked> ticks = ticked -> {};
    private volatile RunView view;

    /** An input of this turn, and what to do when it is committed. */
    private record Waiting(ServerInput input, Consumer<ServerResult> then) {}

    /**
     * Tells the state that the server has started, as the first turn.
     *
     * @param log takes the turns
     * @param loop the thread, which this host closes when a turn cannot be committed
     * @param grace how long the clients from before the start may take to come back, until they count as disconnected; where
     *     {@code health_check_timeout} is shorter, they are silent before that
     * @param metrics is told of each tick and answer
     */
    TurnHost(TurnLog log, EventLoop loop, Duration grace, RunMetrics metrics) {
        this.log = log;
        this.loop = loop;
        this.metrics = metrics;
        Instant now = loop.now();
        List<ServerResult> first = log.commit(List.of(
                new ServerInput.OfRun(new RunInput.Restarted(now)), new ServerInput.OfRun(new RunInput.Tick(now))));
        List<PendingClient> before = ((ServerResult.Restarted) first.get(0)).before();
        firstTick = (ServerResult.Ticked) first.get(1);
        loop.addLater(
                grace,
                () -> before.forEach(each -> add(
                        new ServerInput.OfRun(new RunInput.Disconnected(each.client(), each.session())),
                        result -> {})));
        view = firstTick.view();
        metrics.ticked(firstTick.result(), view.pendingCount());
    }

    /**
     * Starts the turns.
     *
     * @param newTicks is told of the result of each tick, after the results before it
     */
    void start(Consumer<ServerResult.Ticked> newTicks) {
        ticks = newTicks;
        ticks.accept(firstTick);
        loop.start(this::takeTurn);
    }

    /** The state after the last turn. */
    RunView view() {
        return view;
    }

    /**
     * Takes an input.
     *
     * @param input the input
     * @param then what to do with its result when it is committed
     * @return whether it is taken; if not, the inbox is full or the server ends
     */
    boolean offer(ServerInput input, Consumer<ServerResult> then) {
        return loop.offer(() -> add(input, then));
    }

    /**
     * Takes a join. Once it is committed, the connection is the only one of its client.
     *
     * @param from the connection
     * @param join the join
     * @param then what to do with its result, and with the connection that it replaced if there is one
     * @return whether it is taken
     */
    boolean offerJoin(Connection from, RunInput.Join join, BiConsumer<ServerResult.Joined, Optional<Connection>> then) {
        return loop.offer(() -> {
            joining.add(from);
            add(new ServerInput.OfRun(join), result -> {
                ServerResult.Joined joined = (ServerResult.Joined) result;
                then.accept(joined, beginSession(from, join, joined.result()));
            });
        });
    }

    private Optional<Connection> beginSession(Connection from, RunInput.Join join, JoinResult joined) {
        return joined.session().isPresent()
                ? sessions.begin(joined.session().getAsLong(), join.client(), from)
                : Optional.empty();
    }

    /** Runs a task that needs no input, between two turns. */
    boolean submit(Runnable task) {
        return loop.offer(task);
    }

    /** Looks at something between two turns. No turn follows for that. */
    void look(Runnable task) {
        loop.addLook(task);
    }

    /** A connection has ended. This is taken even if the inbox is full. */
    void ended(Connection connection) {
        loop.add(() -> {
            if (joining.contains(connection)) {
                endedWhileJoining.add(connection);
            } else {
                sessions.end(connection).ifPresent(end -> add(new ServerInput.OfRun(end), result -> {}));
            }
        });
    }

    /** The connection of a client, if it has one. Only the thread of the loop may ask. */
    Optional<Connection> connectionOf(ClientId client) {
        return sessions.connectionOf(client);
    }

    private void add(ServerInput input, Consumer<ServerResult> then) {
        turn.add(new Waiting(input, then));
    }

    private void ticked(ServerResult.Ticked ticked) {
        view = ticked.view();
        metrics.ticked(ticked.result(), view.pendingCount());
        ticks.accept(ticked);
    }

    private Optional<Instant> takeTurn(Instant now) {
        add(new ServerInput.OfRun(new RunInput.Tick(now)), result -> ticked((ServerResult.Ticked) result));
        List<Waiting> taken = List.copyOf(turn);
        turn.clear();
        List<ServerResult> results = commit(taken.stream().map(Waiting::input).toList());
        for (int i = 0; i < taken.size(); i++) {
            ServerResult result = results.get(i);
            Consumer<ServerResult> then = taken.get(i).then();
            if (result instanceof ServerResult.Answered answered) {
                metrics.answered(answered.answer());
            }
            loop.attempt(() -> then.accept(result));
        }
        joining.clear();
        endedWhileJoining.forEach(this::ended);
        endedWhileJoining.clear();
        return ((ServerResult.Ticked) results.get(results.size() - 1)).result().nextDeadline();
    }

    /** Ends the loop after a turn that cannot be committed, so that nothing of it is sent. */
    private List<ServerResult> commit(List<ServerInput> inputs) {
        try {
            return log.commit(inputs);
        } catch (RuntimeException | Error failure) {
            loop.close();
            throw failure;
        }
    }
}
