package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.examples.embedding.EventLoop;
import io.github.coordinator.round.SeedSource;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
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
     */
    record Options(
            @Nullable Path config,
            String host,
            int port,
            @Nullable Path key,
            @Nullable Path allow) {}

    private static final Duration GOODBYE = Duration.ofSeconds(2);
    private static final int SECRET_BYTES = 32;

    private final Options options;
    private final Consumer<RunReport> reports;
    private final CompletableFuture<Void> finished = new CompletableFuture<>();
    private final SecretKey key;
    private final EventLoop loop;
    private final ModelServer model;
    private final Gateway gateway;

    private Server(Options options, Consumer<RunReport> reports) {
        this.options = options;
        this.reports = reports;
        TestnetConfig file = TestnetConfig.load(options.config());
        SecureRandom random = new SecureRandom();
        key = options.key() == null ? SecretKey.create(random) : SecretKey.load(options.key(), random);
        KeyPolicy policy = options.allow() == null ? any -> true : AllowList.load(options.allow());
        InstantSource clock = InstantSource.system();
        loop = new EventLoop(EventLoop.newThread(), clock, ModelServer.INBOX, this::fail);
        String runId = file.config().runId();
        TrainingState state = TrainingState.start(
                file, Digits.load(), SeedSource.keyed(bytes(random, SECRET_BYTES), runId), clock.instant());
        Door door = new Door(key, runId, policy, () -> bytes(random, JoinProof.NONCE_BYTES));
        model = new ModelServer(file.settings(), door, new TurnHost(state::apply, loop, Duration.ZERO), this::report);
        gateway = new Gateway(
                options.host(),
                options.port(),
                Limits.of(new Classifier(file.settings()).size()),
                model,
                this::note,
                this::fail);
    }

    private static byte[] bytes(SecureRandom random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /**
     * Serves one run, and returns when it is finished.
     *
     * @param options what the user asked for
     * @param reports takes the reports, from any thread, one at a time
     * @throws WrongUsageException if a file is wrong, or the port taken
     */
    static void run(Options options, Consumer<RunReport> reports) throws InterruptedException, ExecutionException {
        new Server(options, reports).run();
    }

    private void run() throws InterruptedException, ExecutionException {
        int port;
        try {
            port = gateway.start();
        } catch (IOException refused) {
            loop.close();
            throw new WrongUsageException("port " + options.port() + " of " + options.host() + " cannot be used ("
                    + refused.getMessage() + "); give another with --port, or 0 for any free one");
        }
        try (gateway) {
            report(new RunReport.Listening(port));
            note("the server's key is " + HexFormat.of().formatHex(key.publicKey()));
            finished.get();
            awaitGoodbyes();
        } finally {
            loop.close();
        }
    }

    private void note(String line) {
        report(new RunReport.Note(line));
    }

    private synchronized void report(RunReport report) {
        reports.accept(report);
        if (report instanceof RunReport.Finished) {
            finished.complete(null);
        }
    }

    /** Ends the server: an exception on the thread of the run is a bug and must not be hidden. */
    private void fail(Throwable fault) {
        finished.completeExceptionally(fault);
    }

    /** Waits until all clients have closed their connections, for {@link #GOODBYE} at most. */
    private void awaitGoodbyes() throws InterruptedException {
        long deadline = System.nanoTime() + GOODBYE.toNanos();
        while (model.hasConnections() && System.nanoTime() < deadline) {
            Thread.sleep(10);
        }
    }
}
