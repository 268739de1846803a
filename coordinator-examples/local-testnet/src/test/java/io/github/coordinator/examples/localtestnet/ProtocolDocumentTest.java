package io.github.coordinator.examples.localtestnet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.examples.embedding.EventLoop;
import io.github.coordinator.examples.embedding.JoinProof;
import io.github.coordinator.examples.embedding.RunMetrics;
import io.github.coordinator.round.SeedSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The examples of PROTOCOL.md are one conversation: the server gets each message of the client as it is written there, and
 * sends each of its own. Run with {@code -Dprotocol.rewrite=true} to write the examples anew.
 */
@Timeout(60)
class ProtocolDocumentTest {
    private static final Path DOCUMENT = Path.of("../../coordinator-core/docs/PROTOCOL.md");
    private static final Pattern EXAMPLE = Pattern.compile("```json (server|client)\\n(.*)\\n```");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A model of 85 weights, so that the examples stay short. */
    private static final Settings SETTINGS = new Settings(1, 4, 0.05, 10);

    private final List<Throwable> failures = new ArrayList<>();
    private EventLoop loop;

    /** What was said so far; the first message of each type and direction is its example. */
    private final Map<String, String> said = new LinkedHashMap<>();

    private final Set<JsonNode> everything = new HashSet<>();
    private Gateway gateway;
    private RawClient client;

    @BeforeEach
    void start() throws Exception {
        RunConfig config = RunConfig.builder("demo")
                .minClients(1)
                .warmupTime(Duration.ofSeconds(30))
                .maxRoundTrainTime(Duration.ofSeconds(30))
                .roundWitnessTime(Duration.ofMillis(100))
                .cooldownTime(Duration.ofMillis(100))
                .roundsPerEpoch(2)
                .totalSteps(10)
                .globalBatchSizeStart(16)
                .healthCheckTimeout(Duration.ofSeconds(12))
                .build();
        Door door = new Door(InMemoryRun.keyOf("server"), "demo", any -> true, () -> {
            byte[] nonce = new byte[JoinProof.NONCE_BYTES];
            Arrays.fill(nonce, (byte) 0xc8);
            return nonce;
        });
        TestnetConfig file = new TestnetConfig(config, SETTINGS, 7);
        TrainingState state = TrainingState.start(file, Digits.load(), SeedSource.fixed(-42), Instant.now());
        loop = new EventLoop(EventLoop.newThread(), InstantSource.system(), ModelServer.inbox(file), failures::add);
        ModelServer model = new ModelServer(
                file,
                door,
                new TurnHost(state::apply, loop, Duration.ZERO, new RunMetrics(() -> 0)),
                report -> {},
                report -> {});
        gateway = new Gateway("127.0.0.1", 0, Limits.of(file), model, line -> {}, failures::add);
        client = RawClient.open(gateway.start());
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        gateway.close();
        loop.close();
        assertThat(failures).isEmpty();
    }

    @Test
    void theExamplesAreAConversation() throws Exception {
        converse();
        String document = Files.readString(DOCUMENT);
        if (Boolean.getBoolean("protocol.rewrite")) {
            document = EXAMPLE.matcher(document)
                    .replaceAll(example -> Matcher.quoteReplacement("```json " + example.group(1) + "\n"
                            + said.get(example.group(1) + " " + typeOf(example.group(2))) + "\n```"));
            Files.writeString(DOCUMENT, document);
        }
        Set<String> documented = new HashSet<>();
        Matcher examples = EXAMPLE.matcher(document);
        while (examples.find()) {
            documented.add(examples.group(1) + " " + typeOf(examples.group(2)));
            ObjectNode example = (ObjectNode) JSON.readTree(examples.group(2));
            assertThat(everything).contains(example.put("from", examples.group(1)));
        }
        assertThat(documented).isEqualTo(types());
    }

    @Test
    void theFieldsOfEachMessageAreListed() throws Exception {
        String document = Files.readString(DOCUMENT);
        Matcher examples = EXAMPLE.matcher(document);
        while (examples.find()) {
            String section = document.substring(document.lastIndexOf("\n### ", examples.start()), examples.start());
            JSON.readTree(examples.group(2))
                    .fieldNames()
                    .forEachRemaining(field -> assertThat(section + "| `type` ").contains("`" + field + "`"));
        }
    }

    @Test
    void theErrorsAreListed() throws Exception {
        String document = Files.readString(DOCUMENT);
        String table = document.substring(document.indexOf("\n## Errors"), document.indexOf("\n## Limits"));
        Set<String> listed = new HashSet<>();
        Matcher rows =
                Pattern.compile("\n\\| `([A-Z_]+)` \\|.*\\| (yes|no) \\|").matcher(table);
        while (rows.find()) {
            listed.add(rows.group(1) + " " + rows.group(2));
        }
        assertThat(listed)
                .isEqualTo(new HashSet<>(Arrays.stream(ErrorCode.values())
                        .map(code -> code + (code.retry() ? " yes" : " no"))
                        .toList()));
    }

    private void converse() throws Exception {
        ToClient.Hello hello = (ToClient.Hello) hear(ToClient.Hello.class::isInstance);
        SecretKey key = InMemoryRun.keyOf("ada");
        HexFormat hex = HexFormat.of();
        JoinProof proof = hello.proof();
        say(new ToServer.Join(1, "demo", hex.formatHex(key.publicKey()), "ada", hex.formatHex(key.sign(proof))));
        hear(ToClient.Joined.class::isInstance);
        hear(message -> message instanceof ToClient.Status status
                && status.state().name().equals("WARMUP"));
        say(new ToServer.FetchModel());
        ToClient.Model model = (ToClient.Model) hear(ToClient.Model.class::isInstance);
        say(new ToServer.Ready(0));
        hear(ToClient.Answer.class::isInstance);
        hear(ToClient.Seated.class::isInstance);
        ToClient.Status training = (ToClient.Status) hear(ToClient.Status.class::isInstance);
        record("server", training);
        say(new ToServer.HealthCheck());
        hear(ToClient.Answer.class::isInstance);
        say(new ToServer.Update(0, 0, someChange(model.weights().size())));
        hear(ToClient.PeerUpdate.class::isInstance);
        say(new ToServer.Witness(0, 0, 0, 0, "01"));
        hear(ToClient.RoundResult.class::isInstance);
        say(new ToServer.Leave());
        hear(ToClient.Removed.class::isInstance);
        client.frame(RawClient.TEXT, true, "{\"type\":\"ready\"}".getBytes(StandardCharsets.UTF_8));
        hear(ToClient.Failure.class::isInstance);
        // Said by servers of which another one leads.
        record("server", Json.write(new ToClient.Leader("run-2.example.org:8080")));
    }

    /** No training: its numbers differ between processors in the last bit. */
    private static Weights someChange(int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (i - 40) / 64f;
        }
        return Weights.of(values);
    }

    private void say(ToServer message) throws Exception {
        String example = Json.write(message);
        record("client", example);
        client.frame(RawClient.TEXT, true, example.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads up to a message of that kind. */
    private ToClient hear(Predicate<ToClient> wanted) throws Exception {
        while (true) {
            ToClient message = client.readMessage();
            record("server", Json.write(message));
            if (wanted.test(message)) {
                return message;
            }
        }
    }

    private void record(String from, ToClient shown) {
        said.put(from + " " + typeOf(Json.write(shown)), Json.write(shown));
    }

    private void record(String from, String message) throws Exception {
        said.putIfAbsent(from + " " + typeOf(message), message);
        everything.add(((ObjectNode) JSON.readTree(message)).put("from", from));
    }

    private static String typeOf(String message) {
        Matcher type = Pattern.compile("\"type\":\"(\\w+)\"").matcher(message);
        assertThat(type.find()).isTrue();
        return type.group(1);
    }

    private static Set<String> types() {
        Set<String> types = new HashSet<>();
        for (JsonSubTypes.Type type :
                ToClient.class.getAnnotation(JsonSubTypes.class).value()) {
            types.add("server " + type.name());
        }
        for (JsonSubTypes.Type type :
                ToServer.class.getAnnotation(JsonSubTypes.class).value()) {
            types.add("client " + type.name());
        }
        return types;
    }
}
