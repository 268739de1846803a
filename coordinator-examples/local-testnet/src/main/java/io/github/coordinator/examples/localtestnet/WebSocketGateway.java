package io.github.coordinator.examples.localtestnet;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;
import org.jspecify.annotations.Nullable;

/**
 * The server's sockets. What comes in is bounded, read and checked for its form here, on the threads of the WebSocket
 * library, and only then handed on.
 */
final class WebSocketGateway extends WebSocketServer {
    /** More than any update of a model that the settings allow. */
    private static final int MAX_MESSAGE_BYTES = 1 << 20;

    /** Bounds the memory: the library allocates the length that a message announces, before the message arrives. */
    private static final int MAX_CONNECTIONS = 100;

    /** More than the updates of a round. A connection with more waiting messages does not read: it is closed. */
    private static final int MAX_MESSAGES_WAITING = 200;

    private static final int SECONDS_WITHOUT_PONG = 20;

    private final Receiver receiver;
    private final Consumer<Throwable> failures;
    private final CompletableFuture<Integer> bound = new CompletableFuture<>();

    WebSocketGateway(int port, Receiver receiver, Consumer<Throwable> failures) {
        super(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                1,
                List.of(new BoundedDraft(MAX_MESSAGE_BYTES)));
        this.receiver = receiver;
        this.failures = failures;
        setReuseAddr(true);
        setConnectionLostTimeout(SECONDS_WITHOUT_PONG);
    }

    /** The port that connections are taken on, once they are; or the reason why they are not. */
    CompletableFuture<Integer> bound() {
        return bound;
    }

    @Override
    public void onStart() {
        bound.complete(getPort());
    }

    @Override
    public void onOpen(WebSocket socket, ClientHandshake handshake) {
        if (getConnections().size() > MAX_CONNECTIONS) {
            socket.close(CloseFrame.TRY_AGAIN_LATER, "too many connections");
            return;
        }
        Peer peer = new Peer(socket);
        socket.setAttachment(peer);
        receiver.opened(peer);
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
        Peer peer = socket.getAttachment();
        if (peer == null) {
            return; // onOpen refused the connection, and is closing it.
        }
        try {
            ToServer message = Json.readToServer(text);
            receiver.receive(peer, message);
        } catch (Json.MalformedException malformed) {
            peer.close("not a message of this protocol");
        }
    }

    @Override
    public void onMessage(WebSocket socket, ByteBuffer bytes) {
        socket.close(CloseFrame.REFUSE, "messages are text");
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason, boolean remote) {
        Peer peer = socket.getAttachment();
        if (peer != null) {
            receiver.closed(peer);
        }
    }

    /**
     * The library closes a connection that has failed, and calls onClose. It does not close one whose message was not handled
     * because of an exception, so this does. An error without a connection, or one that ends a thread of the library, fails
     * the server.
     */
    @Override
    public void onError(@Nullable WebSocket socket, Exception error) {
        if (socket == null || error.getCause() instanceof Error) {
            bound.completeExceptionally(error);
            failures.accept(new IllegalStateException("the sockets of the server have failed", error));
        } else if (error instanceof RuntimeException) {
            socket.close(CloseFrame.UNEXPECTED_CONDITION, "the server could not handle a message");
        }
    }

    private record Peer(WebSocket socket) implements Connection {
        @Override
        public void send(ToClient message) {
            if (((WebSocketImpl) socket).outQueue.size() > MAX_MESSAGES_WAITING) {
                // A close frame would come after all waiting messages, which the client does not read.
                ((WebSocketImpl) socket).closeConnection(CloseFrame.POLICY_VALIDATION, "reads too slowly");
                return;
            }
            try {
                socket.send(Json.write(message));
            } catch (WebsocketNotConnectedException closing) {
                // onClose follows, and tells the host.
            }
        }

        @Override
        public void close(String reason) {
            socket.close(CloseFrame.POLICY_VALIDATION, reason);
        }
    }
}
