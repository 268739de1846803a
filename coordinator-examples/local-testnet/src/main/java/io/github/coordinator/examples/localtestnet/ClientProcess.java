package io.github.coordinator.examples.localtestnet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The client process: the socket around a {@link TrainingClient}, by the JDK's own WebSocket client. That calls its listener
 * from one thread at a time, and the client does its work, training included, in these calls. Another thread gives the signs
 * of life, also while the client trains.
 */
final class ClientProcess implements WebSocket.Listener {
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int GOODBYE_SECONDS = 2;

    private final TrainingClient client;
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(ClientProcess::daemon);
    private Duration timeBetweenSigns = Duration.ZERO;
    private @Nullable Future<?> signs;
    private final StringBuilder incoming = new StringBuilder();
    private final CompletableFuture<Integer> exitStatus = new CompletableFuture<>();

    /** Everything sent so far. A message may only be sent when the one before it is. */
    private CompletableFuture<WebSocket> sent = new CompletableFuture<>();

    private ClientProcess(String runId, String name) {
        client = new TrainingClient(runId, name, Digits.load(), this::send, ClientProcess::log);
    }

    /**
     * Takes part in a run, and returns when it is finished or the connection is gone.
     *
     * @return the exit status
     * @throws CompletionException if this client has failed by a fault of its own
     */
    static int run(URI server, String runId, String name) {
        ClientProcess process = new ClientProcess(runId, name);
        try {
            HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(server, process)
                    .join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof IOException) {
                log("no server answers at " + server);
                return FAILED;
            }
            throw failed;
        }
        return process.exitStatus.join();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "heart");
        thread.setDaemon(true);
        return thread;
    }

    /** One line for the command that started this process, which shows it under this client's name. */
    private static void log(String line) {
        System.out.println(line);
    }

    @Override
    public void onOpen(WebSocket socket) {
        sent.complete(socket);
        client.join();
        socket.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
        incoming.append(part);
        if (last) {
            String text = incoming.toString();
            incoming.setLength(0);
            receive(text);
        }
        socket.request(1);
        return null;
    }

    private void receive(String text) {
        try {
            client.receive(Json.readToClient(text));
        } catch (Json.MalformedException malformed) {
            end(FAILED, "the server does not speak this protocol: " + malformed.getMessage());
            return;
        }
        beat(client.timeBetweenSigns());
        if (client.isFinished()) {
            heart.shutdownNow();
            sendClose();
            exitStatus.completeOnTimeout(OK, GOODBYE_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        if (client.isFinished()) {
            exitStatus.complete(OK);
        } else {
            end(FAILED, "the server closed the connection" + (reason.isEmpty() ? "" : ": " + reason));
        }
        return null;
    }

    /** What the connection suffers is told by an {@link IOException}; anything else was thrown here, by a fault of ours. */
    @Override
    public void onError(WebSocket socket, Throwable error) {
        if (!(error instanceof IOException)) {
            exitStatus.completeExceptionally(error);
        } else if (client.isFinished()) {
            exitStatus.complete(OK);
        } else {
            end(FAILED, "the connection to the server is gone");
        }
    }

    /** Gives signs of life that often from now on. */
    private void beat(Duration every) {
        if (!every.equals(timeBetweenSigns)) {
            timeBetweenSigns = every;
            if (signs != null) {
                signs.cancel(false);
            }
            if (!every.isZero()) {
                long nanos = every.toNanos();
                signs = heart.scheduleAtFixedRate(
                        () -> send(new ToServer.HealthCheck()), nanos, nanos, TimeUnit.NANOSECONDS);
            }
        }
    }

    private synchronized void send(ToServer message) {
        String text = Json.write(message);
        sent = sent.thenCompose(socket -> socket.sendText(text, true));
    }

    private synchronized void sendClose() {
        sent = sent.thenCompose(socket -> socket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
    }

    private void end(int status, String why) {
        log(why);
        exitStatus.complete(status);
    }
}
