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

    /** As many messages of full size as the server's memory has room for; the library makes room for what is announced. */
    private static final int MAX_CONNECTIONS = 100;

    /** More than a round's updates. Whoever lets more of them wait does not read, and would fill the server's memory. */
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
            return; // It was one too many, and is being closed.
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
     * An error of one connection ends it, and onClose tells. The library would go on, though, after a message that was
     * not handled to its end. An error without a connection, or one that ends a thread of the library, is the server's own.
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
                // What waits would have to be read before a polite end, so this is the other one.
                ((WebSocketImpl) socket).closeConnection(CloseFrame.POLICY_VALIDATION, "reads too slowly");
                return;
            }
            try {
                socket.send(Json.write(message));
            } catch (WebsocketNotConnectedException closing) {
                // Its end is on the way to the host, which then forgets it.
            }
        }

        @Override
        public void close(String reason) {
            socket.close(CloseFrame.POLICY_VALIDATION, reason);
        }
    }
}
