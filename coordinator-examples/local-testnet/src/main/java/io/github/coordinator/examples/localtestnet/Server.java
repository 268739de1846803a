package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.examples.embedding.EventLoop;
import io.github.coordinator.round.SeedSource;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The server process: the sockets, the thread of the run, and its reports on the standard output. */
final class Server {
    private static final Duration GOODBYE = Duration.ofSeconds(2);
    private static final int SECRET_BYTES = 32;

    private final CompletableFuture<Void> finished = new CompletableFuture<>();
    private final PrintStream reports;
    private final EventLoop loop;
    private final ModelServer model;
    private final WebSocketGateway gateway;

    private Server(TestnetConfig file, int port, PrintStream reports) {
        this.reports = reports;
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        InstantSource clock = InstantSource.system();
        loop = new EventLoop(EventLoop.newThread(), clock, ModelServer.INBOX, this::fail);
        model = new ModelServer(
                file,
                Digits.load(),
                SeedSource.keyed(secret, file.config().runId()),
                clock.instant(),
                loop,
                this::report);
        gateway = new WebSocketGateway(port, model, this::fail);
    }

    /**
     * Serves one run, and returns when it is finished.
     *
     * @param config the run file, or null for the one that comes with the example
     * @param port the port to listen on, 0 for any that is free
     * @throws WrongUsageException if the run file is wrong, or the port taken
     */
    static void run(@Nullable Path config, int port) throws InterruptedException, ExecutionException {
        PrintStream reports = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        new Server(TestnetConfig.load(config), port, reports).run(port);
    }

    private void run(int port) throws InterruptedException, ExecutionException {
        gateway.start();
        try {
            report(new RunReport.Listening(gateway.bound().get()));
            finished.get();
            awaitGoodbyes();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof BindException refused) {
                throw new WrongUsageException("port " + port + " cannot be used (" + refused.getMessage()
                        + "); give another with --port, or none for any free one");
            }
            throw failed;
        } finally {
            gateway.stop((int) GOODBYE.toMillis(), "the server ends");
            loop.close();
        }
    }

    private void report(RunReport report) {
        reports.println(Json.write(report));
        if (report instanceof RunReport.Finished) {
            finished.complete(null);
        }
    }

    /** Whatever is thrown on the thread of the run is a fault of ours, and ends the server rather than hide. */
    private void fail(Throwable fault) {
        finished.completeExceptionally(fault);
    }

    /** Clients hang up once they know that the run is over; those that do not are not waited for very long. */
    private void awaitGoodbyes() throws InterruptedException {
        long deadline = System.nanoTime() + GOODBYE.toNanos();
        while (model.hasConnections() && System.nanoTime() < deadline) {
            Thread.sleep(10);
        }
    }
}
