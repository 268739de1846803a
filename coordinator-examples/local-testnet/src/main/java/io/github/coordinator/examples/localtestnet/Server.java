package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.round.SeedSource;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The server process. One thread owns the host, and with it the coordinator: messages come to it as tasks, and it sleeps
 * until the coordinator's next deadline, which it looks up again after each of them.
 */
final class Server {
    private static final Duration GOODBYE = Duration.ofSeconds(2);
    private static final int SECRET_BYTES = 32;

    private final InstantSource clock = InstantSource.system();
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1);
    private final CompletableFuture<Void> finished = new CompletableFuture<>();
    private final PrintStream reports;
    private final TrainingHost host;
    private final WebSocketGateway gateway;
    private @Nullable Future<?> nextTick;

    private Server(RunFile file, int port, PrintStream reports) {
        this.reports = reports;
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        host = new TrainingHost(file, Digits.load(), SeedSource.keyed(secret), clock, this::report);
        gateway = new WebSocketGateway(port, this::execute, host);
        thread.setRemoveOnCancelPolicy(true);
        // What arrives after the end of the run needs no answer.
        thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    /**
     * Serves one run, and returns when it is finished.
     *
     * @param config the run file, or null for the one that comes with the example
     * @param port the port to listen on, 0 for any that is free
     * @throws UsageException if the run file is wrong, or the port taken
     */
    static void run(@Nullable Path config, int port) throws InterruptedException, ExecutionException {
        PrintStream reports = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        new Server(RunFile.load(config), port, reports).run(port);
    }

    private void run(int port) throws InterruptedException, ExecutionException {
        gateway.start();
        try {
            report(new Report.Listening(gateway.bound().get()));
            execute(() -> {});
            finished.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof BindException refused) {
                throw new UsageException("port " + port + " cannot be used (" + refused.getMessage()
                        + "); give another with --port, or none for any free one");
            }
            throw failed;
        } finally {
            gateway.stop((int) GOODBYE.toMillis(), "the server ends");
            thread.shutdownNow();
        }
    }

    private void report(Report report) {
        reports.println(Json.write(report));
    }

    /** Runs a task on the host's thread. Whatever is thrown there is a fault of ours, and ends the server rather than hide. */
    private void execute(Runnable task) {
        thread.execute(() -> {
            try {
                task.run();
                scheduleNextTick();
                endWhenFinished();
            } catch (RuntimeException | Error fault) {
                finished.completeExceptionally(fault);
            }
        });
    }

    private void scheduleNextTick() {
        if (nextTick != null) {
            nextTick.cancel(false);
        }
        Optional<Instant> deadline = host.nextDeadline();
        nextTick = deadline.map(at -> thread.schedule(
                        () -> execute(host::tick), clock.instant().until(at, ChronoUnit.NANOS), TimeUnit.NANOSECONDS))
                .orElse(null);
    }

    /** Clients hang up once they know that the run is over; those that do not are not waited for very long. */
    private void endWhenFinished() {
        if (host.isFinished() && !finished.isDone()) {
            if (host.hasConnections()) {
                finished.completeOnTimeout(null, GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
            } else {
                finished.complete(null);
            }
        }
    }
}
