package io.github.coordinator.examples.localtestnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.coordinator.examples.embedding.EventLoop;
import io.github.coordinator.examples.embedding.RunMetrics;
import io.github.coordinator.round.SeedSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connects over real sockets. What breaks a rule or a budget ends its own connection, and the server goes on. */
@Timeout(60)
class GatewayTest {
    private static final TestnetConfig CONFIG = TestnetConfig.load(null);
    private static final Limits LIMITS = new Limits(
            20_000,
            8,
            4,
            50_000,
            200_000,
            500_000,
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofSeconds(3),
            Duration.ofMillis(300));

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final List<RawClient> clients = new ArrayList<>();
    private final EventLoop loop =
            new EventLoop(EventLoop.newThread(), InstantSource.system(), ModelServer.INBOX, failures::add);
    private Gateway gateway = gateway(model());
    private int port;

    private ModelServer model() {
        SecureRandom random = new SecureRandom();
        Door door = new Door(InMemoryRun.keyOf("server"), "local-testnet", any -> true, () -> random.generateSeed(32));
        TrainingState state = TrainingState.start(CONFIG, Digits.load(), SeedSource.fixed(1), Instant.now());
        return new ModelServer(
                CONFIG.settings(),
                door,
                new TurnHost(state::apply, loop, Duration.ZERO, new RunMetrics(() -> 0)),
                report -> {},
                report -> {});
    }

    private Gateway gateway(Receiver receiver) {
        return new Gateway("127.0.0.1", 0, LIMITS, receiver, log::add, failures::add);
    }

    @BeforeEach
    void start() throws Exception {
        port = gateway.start();
    }

    /** After whatever a test has done, a client gets on, and nothing has failed. */
    @AfterEach
    void theServerGoesOn() throws Exception {
        RawClient late = join("late");
        assertThat(late.readMessage()).isEqualTo(new ToClient.Joined("ACCEPTED"));
        for (RawClient client : clients) {
            client.close();
        }
        gateway.close();
        loop.close();
        assertThat(failures).isEmpty();
        assertThat(log).isEmpty();
    }

    @Test
    void aConnectionIsGreetedAndAClientToldWhereTheRunStands() throws Exception {
        RawClient client = open();
        assertThat(client.readMessage()).isInstanceOf(ToClient.Hello.class);
        RawClient joined = join("ada");
        assertThat(joined.readMessage()).isEqualTo(new ToClient.Joined("ACCEPTED"));
        assertThat(joined.readMessage()).isInstanceOf(ToClient.Status.class);
    }

    @Test
    void whatIsNoMessageEndsTheConnection() throws Exception {
        assertThat(errorAfter(RawClient.TEXT, "{\"type\":")).isEqualTo("MALFORMED");
        assertThat(errorAfter(RawClient.TEXT, "[".repeat(10_000))).isEqualTo("MALFORMED");
        assertThat(errorAfter(RawClient.BINARY, "123")).isEqualTo("MALFORMED");
        assertThat(errorAfter(RawClient.TEXT, "{\"type\":\"healthCheck\"}")).isEqualTo("JOIN_FIRST");
        assertThat(errorAfter(RawClient.TEXT, "{\"type\":\"ready\"}")).isEqualTo("MISSING_FIELD");
    }

    private String errorAfter(int opcode, String text) throws Exception {
        RawClient client = open();
        client.frame(opcode, true, text.getBytes(StandardCharsets.UTF_8));
        return client.readError();
    }

    @Test
    void aMessageThatIsTooLongEndsTheConnection() throws Exception {
        RawClient atOnce = open();
        atOnce.frame(RawClient.TEXT, true, new byte[20_001]);
        assertThat(atOnce.readError()).isEqualTo("close 1009");

        RawClient inParts = open();
        for (int part = 0; part < 3; part++) {
            inParts.frame(
                    part == 0 ? RawClient.TEXT : 0, false, "x".repeat(7_000).getBytes(StandardCharsets.UTF_8));
        }
        assertThat(inParts.readError()).isEqualTo("TOO_LONG");
    }

    @Test
    void aMessageInTooManyPartsEndsTheConnection() throws Exception {
        for (byte[] part : List.of(new byte[0], new byte[] {'x'})) {
            RawClient client = open();
            for (int sent = 0; sent < 9; sent++) {
                client.frame(sent == 0 ? RawClient.TEXT : 0, false, part);
            }
            assertThat(client.readError()).isEqualTo("TOO_MANY_PARTS");
        }
    }

    @Test
    void aMessageInPartsIsOneMessage() throws Exception {
        RawClient client = open();
        String text = "{\"type\":\"h\u00e9althCheck\"}";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        // The cut goes through a character.
        client.frame(RawClient.TEXT, false, Arrays.copyOf(bytes, 11));
        client.frame(RawClient.PING, true, new byte[] {1});
        client.frame(0, true, Arrays.copyOfRange(bytes, 11, bytes.length));
        assertThat(client.readError()).isEqualTo("UNKNOWN_TYPE");
    }

    @Test
    void aMessageThatDoesNotEndEndsTheConnection() throws Exception {
        RawClient client = join("slow");
        client.frame(RawClient.TEXT, false, new byte[] {'{'});
        assertThat(client.readError()).isEqualTo("MESSAGE_TIMEOUT");
    }

    @Test
    void aConnectionThatDoesNotJoinEnds() throws Exception {
        long began = System.nanoTime();
        RawClient silent = client();
        RawClient dribbling = client();
        dribbling.out.write("GET /run HTTP/1.1\r\nX".getBytes(StandardCharsets.US_ASCII));
        RawClient answering = open();
        assertThat(answering.readError()).isEqualTo("JOIN_TIMEOUT");
        for (int i = 0; i < 5; i++) {
            try {
                dribbling.out.write('x');
            } catch (IOException ended) {
                break;
            }
        }
        assertThat(silent.ends()).isTrue();
        assertThat(dribbling.ends()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void aClientThatHasLeftKeepsNoConnection() throws Exception {
        RawClient left = join("left");
        left.say(new ToServer.Leave());
        assertThat(left.readError()).isEqualTo("JOIN_TIMEOUT");
    }

    @Test
    void strangersPushEachOtherOutAndNotTheClients() throws Exception {
        RawClient member = join("member");
        assertThat(member.readMessage()).isInstanceOf(ToClient.Joined.class);
        List<RawClient> strangers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            strangers.add(i % 2 == 0 ? client() : open());
        }
        for (RawClient stranger : strangers.subList(0, 16)) {
            assertThat(stranger.ends()).isTrue();
        }
        RawClient newcomer = join("newcomer");
        assertThat(newcomer.readMessage()).isInstanceOf(ToClient.Joined.class);
        member.say(new ToServer.HealthCheck());
        assertThat(member.readMessage()).isInstanceOf(ToClient.Status.class);
        assertThat(member.readMessage()).isInstanceOf(ToClient.Answer.class);
    }

    @Test
    void aHeaderWithoutAnEndIsRefused() throws Exception {
        RawClient client = client();
        client.out.write("GET /run HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
        byte[] header = "X-Header: y\r\n".getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> {
                    for (int sent = 0; sent < 5 << 20; sent += header.length) {
                        client.out.write(header);
                    }
                    throw new AssertionError("all of it was taken");
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void aPageOfAnotherOriginIsRefused() throws Exception {
        assertThat(client().handshake("/run", "Origin: https://example.org\r\n"))
                .startsWith("HTTP/1.1 403");
        assertThat(client().handshake("/run", "Origin: null\r\n")).startsWith("HTTP/1.1 403");
        assertThat(client().handshake("/run", "Origin: http://127.0.0.1:1\r\n")).startsWith("HTTP/1.1 403");
        assertThat(client().handshake("/run", "Origin: http://127.0.0.1:" + port + "\r\n"))
                .startsWith("HTTP/1.1 101");
        assertThat(client().handshake("/other", "")).startsWith("HTTP/1.1 404");
    }

    @Test
    void nothingIsCompressed() throws Exception {
        assertThat(client().handshake("/run", "Sec-WebSocket-Extensions: permessage-deflate\r\n"))
                .startsWith("HTTP/1.1 101")
                .doesNotContain("deflate");
    }

    @Test
    void aClientThatAsksAndDoesNotReadIsCutOff() throws Exception {
        RawClient deaf = join("deaf");
        deaf.socket.setReceiveBufferSize(4_096);
        assertThatThrownBy(() -> {
                    for (int asked = 0; asked < 1_000_000; asked++) {
                        deaf.say(new ToServer.FetchModel());
                    }
                    throw new AssertionError("it may ask for ever");
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void pingsOfAClientThatDoesNotReadAreNotTaken() throws Exception {
        RawClient deaf = join("deaf");
        Thread pinging = new Thread(() -> {
            try {
                for (int sent = 0; sent < 24 << 20; sent += 131) {
                    deaf.frame(RawClient.PING, true, new byte[125]);
                }
            } catch (IOException cutOff) {
                // Good as well.
            }
        });
        pinging.start();
        pinging.join(2_000);
        assertThat(pinging.isAlive() || deaf.ends()).isTrue();
        deaf.close();
    }

    @Test
    void aFrozenConnectionEnds() throws Exception {
        RawClient frozen = join("frozen");
        RawClient alive = join("alive");
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (System.nanoTime() < end) {
            alive.frame(RawClient.PONG, true, new byte[0]);
            Thread.sleep(100);
        }
        assertThat(frozen.ends()).isTrue();
        alive.say(new ToServer.Leave());
        ToClient heard = alive.readMessage();
        while (!(heard instanceof ToClient.Answer)) {
            heard = alive.readMessage();
        }
    }

    @Test
    void aFaultOfOursEndsTheConnectionAndIsReported() throws Exception {
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
        try (Gateway faulty = gateway(throwing);
                RawClient client = RawClient.open(faulty.start())) {
            client.say(new ToServer.HealthCheck());
            assertThat(client.readError()).isEqualTo("SERVER_FAULT");
        }
        assertThat(failures).singleElement().isInstanceOf(IllegalStateException.class);
        failures.clear();
    }

    @Test
    void theEndOfTheServerIsSaid() throws Exception {
        RawClient client = join("ada");
        client.readMessage();
        gateway.close();
        assertThat(client.readError()).isEqualTo("SERVER_ENDS");
        gateway = gateway(model());
        port = gateway.start();
    }

    private RawClient client() throws IOException {
        RawClient client = new RawClient(port);
        clients.add(client);
        return client;
    }

    private RawClient open() throws IOException {
        RawClient client = RawClient.open(port);
        clients.add(client);
        return client;
    }

    private RawClient join(String name) throws Exception {
        RawClient client = RawClient.join(port, name);
        clients.add(client);
        return client;
    }
}
