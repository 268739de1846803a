package io.github.coordinator.examples.localtestnet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.coordinator.RunAnswer;
import io.github.coordinator.RunInput;
import io.github.coordinator.examples.embedding.EventLoop;
import io.github.coordinator.examples.embedding.RunMetrics;
import io.github.coordinator.round.SeedSource;
import io.github.coordinator.runfile.RunConfigLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A server on a port of its own, to be asked by HTTP. */
final class LookedAtServer implements AutoCloseable {
    /** The run file that comes with the example, but an epoch begins as soon as three clients are there. */
    static final TestnetConfig CONFIG = TestnetConfig.of(RunConfigLoader.parse(runFile(), "test"));

    static final String TOKEN = "a-token-of-16-or-more";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Limits LIMITS = new Limits(
            20_000,
            8,
            256,
            50_000,
            200_000,
            500_000,
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60));

    final int port;
    final EventLoop loop;
    final List<Throwable> failures = new CopyOnWriteArrayList<>();
    final List<String> log = new CopyOnWriteArrayList<>();
    final AtomicInteger turns = new AtomicInteger();
    final AtomicInteger looks = new AtomicInteger();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Gateway gateway;

    /** A server whose run is new and in memory, and which takes calls of the operator. */
    LookedAtServer() throws IOException {
        this(newState(), Optional.of(TOKEN));
    }

    LookedAtServer(TrainingState state, Optional<String> token) throws IOException {
        this(state, state::apply, token);
    }

    LookedAtServer(TrainingState state, TurnLog turnLog, Optional<String> token) throws IOException {
        loop = new EventLoop(EventLoop.newThread(), InstantSource.system(), ModelServer.inbox(CONFIG), failures::add);
        SecureRandom random = new SecureRandom();
        Door door = new Door(InMemoryRun.keyOf("server"), "local-testnet", any -> true, () -> random.generateSeed(32));
        RunMetrics metrics = new RunMetrics(this::queuedBytes);
        loop.measure(metrics::turned);
        TurnLog counting = turn -> {
            turns.incrementAndGet();
            return turnLog.commit(turn);
        };
        TurnHost host = new TurnHost(counting, loop, Duration.ZERO, metrics);
        ModelServer model = new ModelServer(CONFIG, door, host, report -> {}, report -> {});
        gateway = new Gateway("127.0.0.1", 0, LIMITS, model, log::add, failures::add);
        ServedRun run = new LiveRun(state, host, model, InstantSource.system());
        gateway.serve(new Endpoints(
                counting(run), CONFIG, metrics, token.map(some -> OperatorToken.of(some, "the token of the test"))));
        port = gateway.start();
    }

    static String runFile() {
        try {
            return TestnetConfig.bundled()
                    .replaceFirst("waiting_for_members_extra_time = .*", "waiting_for_members_extra_time = 0");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static TrainingState newState() {
        return TrainingState.start(CONFIG, Digits.load(), SeedSource.fixed(1), Instant.now());
    }

    private long queuedBytes() {
        return gateway.queuedBytes();
    }

    private ServedRun counting(ServedRun run) {
        return new ServedRun() {
            @Override
            public CompletableFuture<Look> look() {
                looks.incrementAndGet();
                return run.look();
            }

            @Override
            public boolean operate(RunInput call, Consumer<RunAnswer> then) {
                return run.operate(call, then);
            }

            @Override
            public Optional<String> notServing() {
                return run.notServing();
            }
        };
    }

    /** A request of that method, with headers as names and values. */
    HttpRequest request(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.build();
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest request) {
        return http.sendAsync(request, BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send(request("GET", path, "", headers));
    }

    JsonNode json(String path) throws IOException, InterruptedException {
        return JSON.readTree(get(path).body());
    }

    static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }

    /** Makes a call of the operator with the right token. */
    HttpResponse<String> operate(String call, String body, String... headers) throws IOException, InterruptedException {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Authorization";
        all[headers.length + 1] = "Bearer " + TOKEN;
        return send(request("POST", "/api/operator/" + call, body, all));
    }

    @Override
    public void close() {
        gateway.close();
        loop.close();
    }
}
