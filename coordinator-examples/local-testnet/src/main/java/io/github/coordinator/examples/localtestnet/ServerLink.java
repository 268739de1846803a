package io.github.coordinator.examples.localtestnet;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a client to the server, by the JDK's own WebSocket client. That calls its listener from one thread at a
 * time, and the client does its work, training included, in these calls.
 */
final class ServerLink implements WebSocket.Listener {
    private static final Duration TIME_TO_CONNECT = Duration.ofSeconds(4);

    /** Takes a message, and says whether the connection goes on. What it throws ends the connection. */
    private final Predicate<String> receiver;

    /** Asks for the next message, at once or later. */
    private final Executor reading;

    private final StringBuilder incoming = new StringBuilder();

    /**
     * Done when the connection has ended; with the exception that was thrown while a message was handled, if any was. It is
     * completed without the lock of this link: who waits for it may have a lock of its own, and send under that.
     */
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /** Everything sent so far. A message may only be sent when the one before it is. */
    private CompletableFuture<WebSocket> sent = new CompletableFuture<>();

    ServerLink(Predicate<String> receiver) {
        this(receiver, Runnable::run);
    }

    ServerLink(Predicate<String> receiver, Executor reading) {
        this.receiver = receiver;
        this.reading = reading;
    }

    /** Connects. The stage fails if nobody answers there. */
    CompletionStage<WebSocket> open(HttpClient http, URI server) {
        return http.newWebSocketBuilder().connectTimeout(TIME_TO_CONNECT).buildAsync(server, this);
    }

    CompletableFuture<Void> ended() {
        return ended;
    }

    synchronized void send(String text) {
        sent = sent.thenCompose(socket -> socket.sendText(text, true));
    }

    /** Ends the connection without a goodbye. */
    void drop() {
        synchronized (this) {
            sent = sent.whenComplete((socket, failure) -> {
                if (socket != null) {
                    socket.abort();
                }
            });
        }
        ended.complete(null);
    }

    @Override
    public void onOpen(WebSocket socket) {
        sent.complete(socket);
        socket.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
        incoming.append(part);
        boolean goesOn = true;
        if (last) {
            String text = incoming.toString();
            incoming.setLength(0);
            try {
                goesOn = receiver.test(text);
            } catch (RuntimeException | Error fault) {
                ended.completeExceptionally(fault);
                goesOn = false;
            }
        }
        if (goesOn) {
            reading.execute(() -> socket.request(1));
        } else {
            sayGoodbye();
        }
        return null;
    }

    /** The server answers a goodbye, and need not be waited for. */
    private void sayGoodbye() {
        CompletableFuture<WebSocket> goodbye;
        synchronized (this) {
            sent = sent.thenCompose(socket -> socket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
            goodbye = sent;
        }
        CompletableFuture<Void> unused = goodbye.<Void>handle((socket, failure) -> null)
                .orTimeout(1, TimeUnit.SECONDS)
                .whenComplete((nothing, failure) -> ended.complete(null));
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        ended.complete(null);
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        ended.complete(null);
    }
}
