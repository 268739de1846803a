package io.github.coordinator.examples.localtestnet;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket of the server. It reads one message, hands it on, and reads the next one when that is handled. The library
 * calls the listener's methods from one thread at a time; any thread may call the others.
 */
public final class Peer implements Session.Listener, Connection, SendBudget.Account {
    private static final long GOODBYE_NANOS = Duration.ofSeconds(2).toNanos();

    private final Gateway gateway;
    private final EndPoint endPoint;
    private final AtomicLong queued = new AtomicLong();
    private final AtomicBoolean isClosing = new AtomicBoolean();
    private final AtomicBoolean isEnded = new AtomicBoolean();
    private final AtomicBoolean waitsToRead = new AtomicBoolean();
    private final StringBuilder message = new StringBuilder();
    private int parts;

    private volatile @Nullable Session session;
    private volatile long heardAt = System.nanoTime();
    private volatile long messageBeganAt;
    private volatile boolean isInMessage;
    private volatile long closingAt;
    private long pingedAt = System.nanoTime();

    Peer(Gateway gateway, EndPoint endPoint) {
        this.gateway = gateway;
        this.endPoint = endPoint;
    }

    EndPoint endPoint() {
        return endPoint;
    }

    // What the library tells

    @Override
    public void onWebSocketOpen(Session opened) {
        session = opened;
        gateway.opened(this);
        opened.demand();
    }

    @Override
    public void onWebSocketPartialText(String part, boolean last) {
        if (!isInMessage) {
            messageBeganAt = System.nanoTime();
            isInMessage = true;
        }
        parts++;
        Limits limits = gateway.limits();
        if (isClosing.get()) {
            // Read to the end of the connection, and passed over.
        } else if (parts > limits.parts()) {
            close(ErrorCode.TOO_MANY_PARTS.with("a message may come in " + limits.parts() + " parts"));
        } else if (message.length() + part.length() > limits.messageBytes()) {
            close(ErrorCode.TOO_LONG.with("a message may have " + limits.messageBytes() + " bytes"));
        } else {
            message.append(part);
        }
        if (last && !isClosing.get()) {
            String text = message.toString();
            endMessage();
            receive(text);
        } else {
            next();
        }
    }

    private void endMessage() {
        heardAt = System.nanoTime();
        isInMessage = false;
        parts = 0;
        message.setLength(0);
    }

    private void receive(String text) {
        try {
            gateway.receive(this, Json.readToServer(text));
        } catch (RefusedException refused) {
            close(refused.error());
            next();
        }
    }

    @Override
    public void onWebSocketPartialBinary(ByteBuffer payload, boolean last, Callback callback) {
        callback.succeed();
        close(ErrorCode.MALFORMED.with("messages are text"));
        next();
    }

    @Override
    public void onWebSocketPong(ByteBuffer payload) {
        heardAt = System.nanoTime();
        next();
    }

    @Override
    public void onWebSocketClose(int statusCode, @Nullable String reason, Callback callback) {
        callback.succeed();
        end();
    }

    private void end() {
        if (isEnded.compareAndSet(false, true)) {
            gateway.ended(this);
        }
    }

    // What the server does

    @Override
    public void send(Text text) {
        if (!isClosing.get()) {
            transmit(text);
        }
    }

    private void transmit(Text text) {
        Session open = session;
        if (open == null || isEnded.get()) {
            return;
        }
        gateway.count(this, text.bytes());
        open.sendText(text.json(), Callback.from(() -> sent(text), failed -> sent(text)));
    }

    private void sent(Text text) {
        gateway.release(this, text.bytes());
        readOn();
    }

    @Override
    public void close(ToClient.Failure error) {
        if (isClosing.compareAndSet(false, true)) {
            closingAt = System.nanoTime();
            transmit(Text.of(error));
            Session open = session;
            if (open != null) {
                open.close(StatusCode.POLICY_VIOLATION, error.code(), Callback.NOOP);
            }
        }
    }

    @Override
    public void joined() {
        gateway.joined(this);
    }

    @Override
    public void left() {
        gateway.left(this);
    }

    @Override
    public void next() {
        waitsToRead.set(true);
        readOn();
    }

    /** Reads on, unless the client lets too much wait that it could read. */
    private void readOn() {
        boolean mayRead = queued.get() <= gateway.limits().unreadBytes();
        if (mayRead && waitsToRead.compareAndSet(true, false)) {
            Session open = session;
            if (open != null && open.isOpen()) {
                open.demand();
            }
        }
    }

    @Override
    public AtomicLong queued() {
        return queued;
    }

    @Override
    public void cutOff() {
        isClosing.set(true);
        Session open = session;
        if (open != null) {
            open.disconnect();
        }
        endPoint.close();
        end();
    }

    /** Looks at the time. Called by one thread, several times a second. */
    void sweep(long now) {
        Limits limits = gateway.limits();
        if (isClosing.get()) {
            if (now - closingAt > GOODBYE_NANOS) {
                cutOff();
            }
        } else if (isInMessage && now - messageBeganAt > limits.forMessage().toNanos()) {
            close(ErrorCode.MESSAGE_TIMEOUT.with("a message was begun and not ended in time"));
        } else if (now - heardAt > limits.unheard().toNanos()) {
            cutOff();
        } else if (now - pingedAt > limits.betweenPings().toNanos()) {
            pingedAt = now;
            ping();
        }
    }

    private void ping() {
        Session open = session;
        if (open != null) {
            open.sendPing(ByteBuffer.allocate(0), Callback.NOOP);
        }
    }
}
