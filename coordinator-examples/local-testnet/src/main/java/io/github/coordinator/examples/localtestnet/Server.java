package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.examples.embedding.EventLoop;
import io.github.coordinator.examples.embedding.RunMetrics;
import io.github.coordinator.round.SeedSource;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The server process: the sockets, the thread of the run, and what it reports. */
final class Server {
    /**
     * What the user asked for.
     *
     * @param config the run file, or null for the one that comes with the example
     * @param host the address to listen on
     * @param port the port to listen on, 0 for any that is free
     * @param key the file with the server's key, or null for a new key
     * @param allow the file with the keys that may join, or null for any key
     * @param durable where and how the run is kept, or null to keep it in memory
     * @param operatorToken the file with the operator's token, or null for that of the environment
     */
    record Options(
            @Nullable Path config,
            String host,
            int port,
            @Nullable Path key,
            @Nullable Path allow,
            DurableLog.@Nullable Options durable,
            @Nullable Path operatorToken) {}

    private static final Duration GOODBYE = Duration.ofSeconds(2);
    private static final Duration TIME_TO_END = Duration.ofSeconds(20);
    private static final int SECRET_BYTES = 32;
    private static final int EXIT_BROKEN = 3;
    private static final int SIGNIFICANT_DIGITS = 2;

    private final Options options;
    private final TestnetConfig file;
    private final Digits digits;
    private final Consumer<RunReport> reports;
    private final CompletableFuture<Boolean> finished = new CompletableFuture<>();
    private final SecretKey key;
    private final ScheduledExecutorService thread = EventLoop.newThread();
    private final Histogram turnNanos = new ConcurrentHistogram(SIGNIFICANT_DIGITS);
    private final TurnHost host;
    private final ModelServer model;
    private final Gateway gateway;
    private final Endpoints endpoints;
    private volatile boolean isStopping;

    private Server(
            Options options,
            TestnetConfig file,
            Digits digits,
            TrainingState state,
            TurnLog log,
            Consumer<RunReport> reports) {
        this.options = options;
        this.file = file;
        this.digits = digits;
        this.reports = reports;
        SecureRandom random = new SecureRandom();
        key = key(options, random);
        Door door = Door.open(key, file.config().runId(), options.allow(), random);
        EventLoop loop = new EventLoop(thread, InstantSource.system(), ModelServer.inbox(file), this::fail);
        Optional<OperatorToken> token = OperatorToken.find(options.operatorToken());
        RunMetrics metrics = new RunMetrics(this::queuedBytes);
        loop.measure(took -> {
            turnNanos.recordValue(took.toNanos());
            metrics.turned(took);
        });
        host = new TurnHost(log, loop, TurnHost.GRACE, metrics);
        model = new ModelServer(file, door, host, this::report, this::report);
        gateway = new Gateway(options.host(), options.port(), Limits.of(file), model, this::note, this::fail);
        endpoints = new Endpoints(new LiveRun(state, host, model, InstantSource.system()), file, metrics, token);
        gateway.serve(endpoints);
    }

    private long queuedBytes() {
        return gateway.queuedBytes();
    }

    /** A durable server that starts again is the same one to its clients. */
    private static SecretKey key(Options options, SecureRandom random) {
        DurableLog.Options durable = options.durable();
        Path keyFile =
                options.key() == null && durable != null ? durable.directory().resolve(Store.KEY) : options.key();
        return keyFile == null ? SecretKey.create(random) : SecretKey.load(keyFile, random);
    }

    /**
     * Serves one run, and returns when it is finished, or when this process ends.
     *
     * @param options what the user asked for
     * @param reports takes the reports, from any thread, one at a time
     * @return whether the run is finished
     * @throws WrongUsageException if a file is wrong, or the port taken
     * @throws StoreException if the run cannot be kept where it should be
     */
    static boolean run(Options options, Consumer<RunReport> reports) throws InterruptedException, ExecutionException {
        Digits digits = Digits.load();
        if (options.durable() != null) {
            return runDurably(options, options.durable(), digits, reports);
        }
        TestnetConfig file = TestnetConfig.load(options.config());
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        SeedSource seeds = SeedSource.keyed(secret, file.config().runId());
        TrainingState state = TrainingState.start(file, digits, seeds, Instant.now());
        return new Server(options, file, digits, state, state::apply, reports).run();
    }

    private static boolean runDurably(
            Options options, DurableLog.Options durable, Digits digits, Consumer<RunReport> reports)
            throws InterruptedException, ExecutionException {
        CountDownLatch isSaved = new CountDownLatch(1);
        try (DurableLog log = DurableLog.open(durable, options.config(), digits, InstantSource.system())) {
            TestnetConfig file = TestnetConfig.of(log.state().run().config());
            Server server = new Server(options, file, digits, log.state(), log, reports);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> server.endInOrder(isSaved), "end"));
            boolean isFinished = server.run();
            server.note("the state after input " + log.inputCount() + " has the digest "
                    + log.state().digest());
            return isFinished;
        } finally {
            isSaved.countDown();
        }
    }

    /** Ends a durable server that is stopped by Ctrl-C or SIGTERM. Waits until its state is saved. */
    private void endInOrder(CountDownLatch isSaved) {
        isStopping = true;
        finished.complete(false);
        try {
            boolean unused = isSaved.await(TIME_TO_END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException now) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean run() throws InterruptedException, ExecutionException {
        try {
            return serve();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof StoreException unwritten) {
                throw unwritten;
            }
            throw failed;
        } finally {
            endTurns();
        }
    }

    private boolean serve() throws InterruptedException, ExecutionException {
        Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> {
            endIfBroken(fault);
            note("the thread " + thread.getName() + " ended: " + fault);
        });
        boolean wasFinished = model.isFinished();
        int port;
        try {
            port = gateway.start();
        } catch (IOException refused) {
            throw new WrongUsageException("port " + options.port() + " of " + options.host() + " cannot be used ("
                    + refused.getMessage() + "); give another with --port, or 0 for any free one");
        }
        try (gateway) {
            report(RunReport.Listening.on(options.host(), port));
            note("the server's key is " + HexFormat.of().formatHex(key.publicKey()));
            if (wasFinished) {
                sayThatItIsFinished();
            }
            boolean isFinished = finished.get();
            if (isFinished) {
                awaitGoodbyes();
            }
            // Before the connections end: a client whose server stops has not gone away.
            endTurns();
            report(load());
            return isFinished;
        }
    }

    /** The server may have died, before this start, before its clients heard of the end. */
    private void sayThatItIsFinished() throws InterruptedException {
        note("the run was finished already; for " + TurnHost.GRACE.toSeconds()
                + " s, clients that come back hear of it");
        long deadline = System.nanoTime() + TurnHost.GRACE.toNanos();
        while (!isStopping && System.nanoTime() < deadline) {
            Thread.sleep(10);
        }
        if (!finished.isDone()) {
            RunView view = host.view();
            report(new RunReport.Finished(
                    view.status().epoch() + 1,
                    view.status().step() - 1,
                    new Classifier(file.settings())
                            .score(view.model(), digits.heldOut())
                            .accuracy()));
        }
    }

    /** Waits for the turn that is in progress: nobody else may use the log until then. */
    private void endTurns() {
        thread.shutdownNow();
        boolean isInterrupted = false;
        boolean isOver = false;
        while (!isOver) {
            try {
                isOver = thread.awaitTermination(1, TimeUnit.SECONDS);
            } catch (InterruptedException later) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private RunReport.Load load() {
        return new RunReport.Load(
                turnNanos.getTotalCount(),
                turnNanos.getValueAtPercentile(50),
                turnNanos.getValueAtPercentile(99),
                turnNanos.getMaxValue(),
                gateway.mostQueuedBytes());
    }

    private void note(String line) {
        report(new RunReport.Note(line));
    }

    private synchronized void report(RunReport report) {
        reports.accept(report);
        if (report instanceof RunReport.Finished) {
            finished.complete(true);
        }
    }

    /** Ends the server: an exception on the thread of the run is a bug and must not be hidden. */
    private void fail(Throwable fault) {
        endIfBroken(fault);
        finished.completeExceptionally(fault);
    }

    /** Without memory nothing is sure, not even an orderly end: better no server than one that does nothing. */
    private static void endIfBroken(Throwable fault) {
        if (fault instanceof VirtualMachineError) {
            Runtime.getRuntime().halt(EXIT_BROKEN);
        }
    }

    /** Waits until all clients have closed their connections, and pages have shown the end, for {@link #GOODBYE} at most. */
    private void awaitGoodbyes() throws InterruptedException {
        long deadline = System.nanoTime() + GOODBYE.toNanos();
        while ((model.hasConnections() || endpoints.areWatched()) && System.nanoTime() < deadline) {
            Thread.sleep(10);
        }
    }
}
