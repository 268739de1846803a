package io.github.coordinator.examples.localtestnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.coordinator.examples.embedding.EventLoop;
import io.github.coordinator.round.SeedSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Strangers with real sockets. Whatever they send, they lose their connection and the server goes on. */
@Timeout(30)
class WebSocketGatewayTest {
    /** Who is still sending when the server hangs up may find that out before it reads why. */
    private static final String TOO_LONG = "1009 .*|error .*";

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final EventLoop loop =
            new EventLoop(EventLoop.newThread(), InstantSource.system(), ModelServer.INBOX, failures::add);
    private final ModelServer model = new ModelServer(
            TestnetConfig.load(null), Digits.load(), SeedSource.fixed(1), Instant.now(), loop, report -> {});
    private final WebSocketGateway gateway = new WebSocketGateway(0, model, failures::add);
    private URI address;

    @BeforeEach
    void start() throws Exception {
        gateway.start();
        address = URI.create("ws://127.0.0.1:" + gateway.bound().get(10, TimeUnit.SECONDS));
    }

    @AfterEach
    void stop() throws Exception {
        gateway.stop(1_000);
        loop.close();
    }

    @Test
    void whoeverConnectsIsToldTheStatus() throws Exception {
        assertWhoeverConnectsIsToldTheStatus();
    }

    private void assertWhoeverConnectsIsToldTheStatus() throws Exception {
        Stranger stranger = connect();
        assertThat(Json.readToClient(stranger.firstMessage.get(10, TimeUnit.SECONDS)))
                .isInstanceOf(ToClient.Status.class);
    }

    @Test
    void whatIsNoMessageEndsTheConnection() throws Exception {
        assertThat(endAfter(socket -> socket.sendText("{\"type\":", true).join()))
                .isEqualTo("1008 not a message of this protocol");
        assertThat(endAfter(socket -> socket.sendText("[".repeat(100_000), true).join()))
                .isEqualTo("1008 not a message of this protocol");
        assertThat(endAfter(socket -> socket.sendBinary(ByteBuffer.wrap(new byte[] {1, 2, 3}), true)
                        .join()))
                .isEqualTo("1003 messages are text");
        assertThat(endAfter(socket ->
                        socket.sendText("{\"type\":\"healthCheck\"}", true).join()))
                .isEqualTo("1008 join first");
        assertWhoeverConnectsIsToldTheStatus();
    }

    @Test
    void aMessageThatIsTooLongEndsTheConnection() throws Exception {
        assertThat(endAfter(socket -> socket.sendText("x".repeat(2 << 20), true).join()))
                .matches(TOO_LONG);
        // In parts it is no shorter.
        assertThat(endAfter(socket -> {
                    for (int part = 0; part < 40; part++) {
                        socket.sendText("x".repeat(1 << 16), false).join();
                    }
                }))
                .matches(TOO_LONG);
        assertWhoeverConnectsIsToldTheStatus();
    }

    @Test
    void whoeverDoesNotReadLosesTheConnection() throws Exception {
        WebSocket.Listener deaf = new WebSocket.Listener() {
            @Override
            public void onOpen(WebSocket socket) {
                // Asks for nothing.
            }
        };
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, deaf)
                .join();
        socket.sendText("{\"type\":\"join\",\"runId\":\"local-testnet\",\"client\":\"deaf\"}", true)
                .join();
        assertThatThrownBy(() -> {
                    while (true) {
                        socket.sendText("{\"type\":\"fetchModel\"}", true).join();
                    }
                })
                .isInstanceOf(CompletionException.class);
        assertWhoeverConnectsIsToldTheStatus();
    }

    @Test
    void oneConnectionTooManyIsRefused() throws Exception {
        List<Stranger> strangers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            strangers.add(connect());
        }
        assertThat(connect().end.get(10, TimeUnit.SECONDS)).isEqualTo("1013 too many connections");
        strangers.get(0).socket.abort();
        for (Stranger stranger : strangers.subList(1, 100)) {
            assertThat(stranger.end).isNotDone();
        }
    }

    @Test
    void aMessageThatIsNotHandledToItsEndEndsTheConnection() throws Exception {
        Receiver throwing = new Receiver() {
            @Override
            public void opened(Connection connection) {}

            @Override
            public void receive(Connection from, ToServer message) {
                throw new IllegalStateException("a fault of ours");
            }

            @Override
            public void closed(Connection connection) {}
        };
        WebSocketGateway faulty = new WebSocketGateway(0, throwing, failures::add);
        faulty.start();
        address = URI.create("ws://127.0.0.1:" + faulty.bound().get(10, TimeUnit.SECONDS));
        assertThat(endAfter(socket ->
                        socket.sendText("{\"type\":\"healthCheck\"}", true).join()))
                .isEqualTo("1011 the server could not handle a message");
        faulty.stop(1_000);
    }

    @Test
    void aMessageAfterTheEndOfTheRunsThreadEndsTheConnection() throws Exception {
        Stranger stranger = connect();
        stranger.firstMessage.get(10, TimeUnit.SECONDS);
        loop.close();
        stranger.socket
                .sendText("{\"type\":\"join\",\"runId\":\"local-testnet\",\"client\":\"late\"}", true)
                .join();
        assertThat(stranger.end.get(10, TimeUnit.SECONDS)).isEqualTo("1008 the server is too busy");
        assertThat(failures).isEmpty();
    }

    @Test
    void aFailureOfTheSocketsIsReported() {
        WebSocketGateway failing = new WebSocketGateway(0, model, failures::add);
        failing.onError(null, new IOException("no more sockets"));
        assertThat(failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .isInstanceOf(IllegalStateException.class)
                        .hasRootCauseMessage("no more sockets"));
        assertThat(failing.bound()).isCompletedExceptionally();
    }

    private Stranger connect() {
        Stranger stranger = new Stranger();
        stranger.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, stranger)
                .join();
        return stranger;
    }

    private String endAfter(Consumer<WebSocket> offence) throws Exception {
        Stranger stranger = connect();
        try {
            offence.accept(stranger.socket);
        } catch (RuntimeException cutOff) {
            // The server need not listen to the end of it.
        }
        return stranger.end.get(10, TimeUnit.SECONDS);
    }

    private static final class Stranger implements WebSocket.Listener {
        private final CompletableFuture<String> firstMessage = new CompletableFuture<>();
        private final CompletableFuture<String> end = new CompletableFuture<>();
        private WebSocket socket;

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            firstMessage.complete(text.toString());
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            end.complete(code + " " + reason);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            end.complete("error " + error);
        }
    }
}
