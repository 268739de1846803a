package io.github.coordinator.examples.springboot;

import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.NativeWebSocketSession;

/**
 * Sends to one WebSocket, one text after the other, without a thread that waits. A client that does not read is cut off: when
 * too many texts wait, or the first of them has waited too long.
 */
final class SocketWire implements Visitor.Wire {
    private static final int MAX_WAITING = 256;
    private static final int MAX_SEND_MILLIS = 20_000;

    private final WebSocketSession session;
    private final RemoteEndpoint.Async remote;
    private final Executor executor;

    /** The texts to be sent. The first of them is on its way. */
    private final Queue<String> waiting = new ConcurrentLinkedQueue<>();

    private final AtomicInteger waitingCount = new AtomicInteger();
    private final AtomicLong queuedBytes = new AtomicLong();
    private volatile boolean isClosing;

    /**
     * The wire of a session.
     *
     * @param session the session, which is open
     * @param executor closes it, which may block
     */
    SocketWire(WebSocketSession session, Executor executor) {
        this.session = session;
        this.executor = executor;
        Session opened = ((NativeWebSocketSession) session).getNativeSession(Session.class);
        remote = Objects.requireNonNull(opened).getAsyncRemote();
        remote.setSendTimeout(MAX_SEND_MILLIS);
    }

    @Override
    public void send(String text) {
        if (isClosing) {
            return;
        }
        if (waitingCount.get() >= MAX_WAITING) {
            close(CloseStatus.SESSION_NOT_RELIABLE);
            return;
        }
        waiting.add(text);
        queuedBytes.addAndGet(text.length());
        if (waitingCount.getAndIncrement() == 0) {
            transmit();
        }
    }

    private void transmit() {
        try {
            remote.sendText(waiting.element(), this::sent);
        } catch (IllegalStateException ended) {
            close(CloseStatus.SESSION_NOT_RELIABLE);
        }
    }

    private void sent(SendResult result) {
        queuedBytes.addAndGet(-waiting.remove().length());
        if (!result.isOK()) {
            close(CloseStatus.SESSION_NOT_RELIABLE);
        } else if (waitingCount.decrementAndGet() > 0) {
            transmit();
        } else if (isClosing) {
            close(CloseStatus.POLICY_VIOLATION);
        }
    }

    @Override
    public void hangUp() {
        isClosing = true;
        if (waitingCount.get() == 0) {
            close(CloseStatus.POLICY_VIOLATION);
        }
    }

    @Override
    public long queuedBytes() {
        return queuedBytes.get();
    }

    private void close(CloseStatus status) {
        isClosing = true;
        executor.execute(() -> {
            try {
                session.close(status);
            } catch (IOException | IllegalStateException gone) {
                // There is nothing left to close.
            }
        });
    }
}
