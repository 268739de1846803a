package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.RunAnswer;
import io.github.coordinator.RunInput;
import io.github.coordinator.examples.embedding.EventLoop;
import io.github.coordinator.examples.embedding.RunMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of one of several equal servers. While it leads, it serves the clients; otherwise it tells them who leads and
 * closes. It does not pass messages on to the leader: it would have to wait for the leader anyway, and could fail on
 * the way.
 */
public final class StandbyServer implements AutoCloseable {
    /**
     * What the user asked for.
     *
     * @param config the run file, or null for the one that comes with the example
     * @param host the address to listen on
     * @param port the port to listen on, 0 for any that is free
     * @param key the file with the server's key, or null for a new key
     * @param allow the file with the keys that may join, or null for any key
     * @param operatorToken the file with the operator's token, or null for that of the environment
     */
    public record Options(
            @Nullable Path config,
            String host,
            int port,
            @Nullable Path key,
            @Nullable Path allow,
            @Nullable Path operatorToken) {}

    private final Options options;
    private final TestnetConfig file;
    private final ReplicaState state;
    private final Supplier<Optional<String>> leader;
    private final Consumer<Throwable> failures;
    private final ServerLog log;
    private final InstantSource clock = InstantSource.system();
    private final Door door;
    private final RunMetrics metrics = new RunMetrics(this::queuedBytes);
    private final Gateway gateway;

    /** Begins and ends terms, one after the other. Beginning one commits a turn, which blocks. */
    private final ExecutorService terms = Executors.newSingleThreadExecutor();

    private volatile @Nullable Term term;

    /** The time in which this server leads. */
    private final class Term {
        private final EventLoop loop;
        private final ModelServer model;

        Term(Proposer proposer) {
            loop = new EventLoop(EventLoop.newThread(), clock, ModelServer.inbox(file), this::failed);
            loop.measure(metrics::turned);
            TurnLog turns = turn -> state.turns(turn).stream()
                    .flatMap(part -> proposer.propose(part).list().stream())
                    .toList();
            try {
                model = new ModelServer(
                        file, door, new TurnHost(turns, loop, TurnHost.GRACE, metrics), log::report, reported -> {
                            // Each server reports what it applies to its own state.
                        });
            } catch (RuntimeException | Error failure) {
                loop.close();
                throw failure;
            }
        }

        private void failed(Throwable failure) {
            if (failure instanceof NotLeadingException) {
                terms.execute(() -> {
                    // follow() may have ended this term first, and lead() may even have begun another.
                    if (term == this) {
                        endTerm();
                    }
                });
            } else {
                failures.accept(failure);
            }
        }

        void end() {
            loop.close();
            metrics.ended();
            model.dismiss(StandbyServer.this::refer);
        }
    }

    /** Gives what the gateway receives to the current term. */
    private final class ToTerm implements Receiver {
        @Override
        public void opened(Connection connection) {
            Term now = term;
            if (now == null) {
                connection.send(door.greet());
                refer(connection);
            } else {
                now.model.opened(connection);
            }
        }

        @Override
        public void receive(Connection from, ToServer message) {
            Term now = term;
            if (now == null) {
                refer(from);
            } else {
                now.model.receive(from, message);
            }
        }

        @Override
        public void closed(Connection connection) {
            Term now = term;
            if (now != null) {
                now.model.closed(connection);
            }
        }
    }

    /** What the endpoints see: the state of this server, and the term of the moment. */
    private final class OwnReplica implements ServedRun {
        @Override
        public CompletableFuture<Look> look() {
            return CompletableFuture.supplyAsync(() -> state.look(clock.instant()));
        }

        @Override
        public boolean operate(RunInput call, Consumer<RunAnswer> then) {
            Term now = term;
            return now != null && now.model.operate(call, then);
        }

        @Override
        public Optional<String> notServing() {
            return term == null ? Optional.of(notLeading(leader.get())) : Optional.empty();
        }
    }

    /**
     * Makes a server that does not listen yet.
     *
     * @param options what the user asked for
     * @param state the state of this server, which only the caller changes
     * @param log takes lines for people
     * @param leader says who leads, as {@code host:port} for clients, as far as this server knows
     * @param failures is told of faults of this server
     */
    public StandbyServer(
            Options options,
            ReplicaState state,
            ServerLog log,
            Supplier<Optional<String>> leader,
            Consumer<Throwable> failures) {
        this.options = options;
        this.state = state;
        this.log = log;
        this.leader = leader;
        this.failures = failures;
        file = TestnetConfig.load(options.config());
        SecureRandom random = new SecureRandom();
        SecretKey key = options.key() == null ? SecretKey.create(random) : SecretKey.load(options.key(), random);
        door = Door.open(key, file.config().runId(), options.allow(), random);
        gateway = new Gateway(options.host(), options.port(), Limits.of(file), new ToTerm(), log::note, failures);
        Optional<OperatorToken> token = OperatorToken.find(options.operatorToken());
        gateway.serve(new Endpoints(new OwnReplica(), file, metrics, token));
        log.note("the server's key is " + HexFormat.of().formatHex(key.publicKey()));
    }

    /** Begins to listen. */
    public void start() {
        try {
            log.report(RunReport.Listening.on(options.host(), gateway.start()));
        } catch (IOException refused) {
            throw new WrongUsageException("port " + options.port() + " of " + options.host() + " cannot be used ("
                    + refused.getMessage() + ")");
        }
    }

    /**
     * This server leads from now on. Returns at once.
     *
     * @param proposer replicates the turns
     */
    public void lead(Proposer proposer) {
        terms.execute(() -> {
            endTerm();
            try {
                term = new Term(proposer);
                log.note("this server leads");
            } catch (NotLeadingException already) {
                log.note("this server was elected, and replaced at once");
            } catch (RuntimeException | Error fault) {
                failures.accept(fault);
            }
        });
    }

    /** This server no longer leads. Returns at once. */
    public void follow() {
        terms.execute(this::endTerm);
    }

    private void endTerm() {
        Term ended = term;
        if (ended != null) {
            term = null;
            ended.end();
            log.note("this server leads no more");
        }
    }

    private void refer(Connection connection) {
        Optional<String> known = leader.get();
        known.ifPresent(address -> connection.send(new ToClient.Leader(address)));
        connection.close(ErrorCode.NOT_LEADER.with(notLeading(known)));
    }

    private static String notLeading(Optional<String> leader) {
        return leader.map(address -> "the run is led by the server at " + address)
                .orElse("this server does not lead the run");
    }

    private long queuedBytes() {
        return gateway.queuedBytes();
    }

    @Override
    public void close() {
        follow();
        terms.shutdown();
        gateway.close();
    }
}
