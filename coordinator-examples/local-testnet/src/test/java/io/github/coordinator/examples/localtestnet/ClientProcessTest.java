package io.github.coordinator.examples.localtestnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.examples.embedding.EventLoop;
import io.github.coordinator.examples.embedding.RunMetrics;
import io.github.coordinator.round.SeedSource;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client and servers that come and go. */
@Timeout(60)
class ClientProcessTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private int port;

    @BeforeEach
    void findAPort() throws Exception {
        port = FreePort.find();
    }

    @Test
    void aClientWaitsForItsServerAndComesBackToTheNextOne() throws Exception {
        CompletableFuture<Integer> client = client(null);
        until(() -> said().contains("no server answers at ws://127.0.0.1:" + port + "/run; next try in "));
        try (Running first = new Running("the first run", 1_000, any -> true)) {
            until(first::hasJoined);
            until(() -> said().contains("joined at ws://127.0.0.1:" + port + "/run"));
        }
        until(() -> said().contains("the server ends the connection: the server ends"));
        try (Running second = new Running("--name @file \u00fcn\u00ef", 1, any -> true)) {
            assertThat(client.get(30, TimeUnit.SECONDS)).isZero();
            assertThat(second.model.isFinished()).isTrue();
        }
    }

    @Test
    void aClientThatIsNotWantedSaysWhyAndGivesUp() throws Exception {
        try (Running server = new Running("run", 1, any -> false)) {
            assertThat(client(null).get(30, TimeUnit.SECONDS)).isOne();
            assertThat(server.hasJoined()).isFalse();
        }
        assertThat(said()).contains("this key may not join (NOT_ALLOWED)");
    }

    @Test
    void aClientJoinsNoOtherServerThanItsOwn() throws Exception {
        try (Running server = new Running("run", 1, any -> true)) {
            assertThat(client("00".repeat(32)).get(30, TimeUnit.SECONDS)).isOne();
            assertThat(server.hasJoined()).isFalse();
        }
        assertThat(said()).contains("not the one of --server-key");
    }

    @Test
    void aClientGivesUpARunThatHasNotItsModel() throws Exception {
        try (ServerSocket server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Integer> client = client(null);
            try (Socket connection = server.accept()) {
                sayOnce(connection, """
                        {"type":"status","runId":"other","state":"WAITING_FOR_MEMBERS","epoch":"0","step":"1",
                        "totalSteps":"9","stateMillis":null,"healthCheckMillis":"0","coldStart":true,"tokens":"0",
                        "checkpoint":null,"round":null,"model":null,"modelHash":null}""");
                assertThat(client.get(30, TimeUnit.SECONDS)).isOne();
            }
        }
        assertThat(said()).contains("The run other has no model of digits, and this client trains nothing else.");
    }

    /** Opens the WebSocket, and sends one text of 126 to 65,535 bytes. */
    private static void sayOnce(Socket connection, String text) throws Exception {
        BufferedReader request =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
        String key = "";
        for (String line = request.readLine(); !line.isEmpty(); line = request.readLine()) {
            if (line.regionMatches(true, 0, "Sec-WebSocket-Key: ", 0, 19)) {
                key = line.substring(19);
            }
        }
        byte[] hash = MessageDigest.getInstance("SHA-1")
                .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
        byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
        OutputStream out = connection.getOutputStream();
        out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(hash) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(new byte[] {(byte) 0x81, 126, (byte) (payload.length >> 8), (byte) payload.length});
        out.write(payload);
        out.flush();
    }

    @Test
    void theWaitGrowsAndIsNeverTheSameForAll() {
        BackOff backOff = new BackOff(new Random(1));
        Duration bound = Duration.ofMillis(500);
        for (int i = 0; i < 10; i++) {
            assertThat(backOff.next(Duration.ZERO)).isBetween(bound.dividedBy(2), bound);
            bound = bound.multipliedBy(2).compareTo(Duration.ofSeconds(30)) < 0
                    ? bound.multipliedBy(2)
                    : Duration.ofSeconds(30);
        }
        assertThat(backOff.next(Duration.ZERO)).isNotEqualTo(backOff.next(Duration.ZERO));
        backOff.reset();
        assertThat(backOff.next(Duration.ZERO)).isLessThanOrEqualTo(Duration.ofMillis(500));
    }

    @Test
    void theWaitIsNoLongerThanTheTimeBetweenTwoSignsOfLife() {
        BackOff backOff = new BackOff(new Random(1));
        for (int i = 0; i < 10; i++) {
            assertThat(backOff.next(Duration.ofSeconds(3))).isLessThanOrEqualTo(Duration.ofSeconds(3));
        }
        assertThat(backOff.next(Duration.ofSeconds(3))).isGreaterThanOrEqualTo(Duration.ofMillis(1_500));
        assertThat(backOff.next(Duration.ofMinutes(2))).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
    }

    private CompletableFuture<Integer> client(@Nullable String serverKey) {
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        ClientProcess.Options options =
                new ClientProcess.Options(URI.create("ws://127.0.0.1:" + port + "/run"), "ada", null, serverKey);
        return CompletableFuture.supplyAsync(() -> {
            try {
                return ClientProcess.run(options, out);
            } catch (InterruptedException impossible) {
                throw new IllegalStateException(impossible);
            }
        });
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    /** A server with a run for one client. */
    private final class Running implements AutoCloseable {
        final ModelServer model;
        private final List<RunReport> reports = new CopyOnWriteArrayList<>();
        private final List<Throwable> failures = new CopyOnWriteArrayList<>();
        private final EventLoop loop;
        private final Gateway gateway;

        Running(String runId, long steps, KeyPolicy policy) throws Exception {
            RunConfig config = RunConfig.builder(runId)
                    .minClients(1)
                    .warmupTime(Duration.ofSeconds(5))
                    .maxRoundTrainTime(Duration.ofSeconds(5))
                    .roundWitnessTime(Duration.ofMillis(50))
                    .cooldownTime(Duration.ofMillis(50))
                    .roundsPerEpoch(10)
                    .totalSteps(steps)
                    .globalBatchSizeStart(16)
                    .healthCheckTimeout(Duration.ofSeconds(3))
                    .build();
            Settings settings = new Settings(8, 1, 0.05, 10);
            SecureRandom random = new SecureRandom();
            Door door = new Door(InMemoryRun.keyOf("server"), runId, policy, () -> random.generateSeed(32));
            TestnetConfig file = new TestnetConfig(config, settings, 7);
            TrainingState state = TrainingState.start(file, Digits.load(), SeedSource.fixed(1), Instant.now());
            loop = new EventLoop(EventLoop.newThread(), InstantSource.system(), ModelServer.inbox(file), failures::add);
            model = new ModelServer(
                    file,
                    door,
                    new TurnHost(state::apply, loop, Duration.ZERO, new RunMetrics(() -> 0)),
                    reports::add,
                    reports::add);
            Limits limits = Limits.of(file);
            gateway = new Gateway("127.0.0.1", port, limits, model, line -> {}, failures::add);
            gateway.start();
        }

        boolean hasJoined() {
            return reports.stream().anyMatch(RunReport.Joined.class::isInstance);
        }

        @Override
        public void close() {
            gateway.close();
            loop.close();
            assertThat(failures).isEmpty();
        }
    }
}
