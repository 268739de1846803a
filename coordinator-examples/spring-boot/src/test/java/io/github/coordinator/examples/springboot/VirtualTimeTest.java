package io.github.coordinator.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.coordinator.ClientId;
import io.github.coordinator.RunState;
import io.github.coordinator.examples.embedding.JoinProof;
import io.github.coordinator.examples.springboot.VirtualHost.RecordingWire;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The host says what PROTOCOL.md says, hour after hour, without a socket. */
class VirtualTimeTest {
    private static final Map<String, JsonNode> OF_SERVER = ProtocolDocument.messagesOf("server");
    private static final Map<String, JsonNode> OF_CLIENT = ProtocolDocument.messagesOf("client");
    private static final ClientId ADA =
            ClientId.of(HexFormat.of().parseHex(OF_CLIENT.get("join").get("key").stringValue()));

    private final JsonNode hello = OF_SERVER.get("hello");
    private final VirtualHost host = new VirtualHost(
            hello.get("runId").stringValue(),
            hello.get("serverKey").stringValue(),
            hello.get("nonce").stringValue());
    private final RecordingWire wire = new RecordingWire();
    private final Visitor visitor = host.protocol.open(wire);

    @AfterEach
    void close() {
        host.close();
    }

    private List<JsonNode> say(JsonNode message) {
        return say(message.toString());
    }

    private List<JsonNode> say(String message) {
        host.protocol.receive(visitor, message);
        host.time.run();
        return wire.take();
    }

    private static List<String> types(List<JsonNode> messages) {
        return messages.stream().map(each -> each.get("type").stringValue()).toList();
    }

    private static String state(JsonNode status) {
        return status.get("state").stringValue();
    }

    @Test
    void aClientOfTheDocumentTakesPart() {
        assertThat(wire.take()).containsExactly(hello);

        List<JsonNode> joined = say(OF_CLIENT.get("join"));
        assertThat(types(joined)).containsExactly("joined", "status", "status");
        assertThat(joined.get(0)).isEqualTo(OF_SERVER.get("joined"));
        assertThat(state(joined.get(1))).isEqualTo("WAITING_FOR_MEMBERS");
        assertThat(state(joined.get(2))).isEqualTo("WARMUP");

        List<JsonNode> ready = say(OF_CLIENT.get("ready"));
        assertThat(types(ready)).containsExactly("answer", "seated", "status");
        assertThat(ready.get(0)).isEqualTo(OF_SERVER.get("answer"));
        assertThat(ready.get(1)).isEqualTo(OF_SERVER.get("seated"));
        assertThat(state(ready.get(2))).isEqualTo("ROUND_TRAIN");
        assertThat(ready.get(2).propertyNames())
                .containsExactlyInAnyOrderElementsOf(OF_SERVER.get("status").propertyNames());
        assertThat(ready.get(2).get("round").propertyNames())
                .containsExactlyInAnyOrderElementsOf(
                        OF_SERVER.get("status").get("round").propertyNames());

        List<JsonNode> attested = say(OF_CLIENT.get("witness"));
        assertThat(attested.get(0).get("to").stringValue()).isEqualTo("witness");
        assertThat(attested.get(0).get("outcome").stringValue()).isEqualTo("ACCEPTED");
        assertThat(state(attested.get(1))).isEqualTo("ROUND_WITNESS");
        host.time.advance(Duration.ofSeconds(30));
        assertThat(wire.take())
                .singleElement()
                .satisfies(
                        status -> assertThat(status.get("step").stringValue()).isEqualTo("2"));

        JsonNode alive = say(OF_CLIENT.get("healthCheck")).get(0);
        assertThat(alive.get("to").stringValue()).isEqualTo("healthCheck");
        assertThat(alive.get("outcome").stringValue()).isEqualTo("RECORDED");
        List<JsonNode> left = say(OF_CLIENT.get("leave"));
        assertThat(left.get(0).get("to").stringValue()).isEqualTo("leave");
        assertThat(left.get(0).get("outcome").stringValue()).isEqualTo("RECORDED");
        host.time.advance(Duration.ofMinutes(11));
        assertThat(wire.take()).contains(OF_SERVER.get("removed"));
        assertThat(host.failures).isEmpty();
    }

    @Test
    void whatWasAnsweredIsInTheTable() {
        say(OF_CLIENT.get("join"));
        say(OF_CLIENT.get("ready"));
        assertThat(host.stored().status().state()).isEqualTo(RunState.ROUND_TRAIN);
        say(OF_CLIENT.get("witness"));
        assertThat(host.stored().explain(ADA, host.time.instant()).orElseThrow().attested())
                .isTrue();
        assertThat(host.stored().status().state()).isEqualTo(RunState.ROUND_WITNESS);
    }

    @Test
    void nothingIsAnsweredThatIsNotInTheTable() {
        wire.take();
        host.losesItsTable();
        assertThat(say(OF_CLIENT.get("join"))).isEmpty();
        assertThat(host.failures).hasSize(1);
        assertThat(say(OF_CLIENT.get("healthCheck")))
                .as("the loop has ended")
                .singleElement()
                .satisfies(error -> assertThat(error.get("code").stringValue()).isEqualTo("TOO_BUSY"));
        assertThat(wire.isClosed()).isTrue();
    }

    @Test
    void everySignatureOfTheVectorsLetsItsClientIn() {
        for (JsonNode vector : ProtocolDocument.signatures()) {
            String runId = vector.get("runId").stringValue();
            String nonce = vector.get("nonce").stringValue();
            String serverKey = vector.get("serverKey").stringValue();
            byte[] key = bytes(vector, "key");
            JoinProof proof = JoinProof.ofHex(nonce, serverKey, runId);
            assertThat(proof.message(key)).isEqualTo(bytes(vector, "message"));
            assertThat(proof.isSigned(key, bytes(vector, "signature"))).isTrue();
            assertThat(JoinProof.ofHex("00".repeat(32), serverKey, runId).isSigned(key, bytes(vector, "signature")))
                    .isFalse();
            if (!runId.isEmpty()) {
                try (VirtualHost other = new VirtualHost(runId, serverKey, nonce)) {
                    RecordingWire sent = new RecordingWire();
                    ObjectNode join = ((ObjectNode) OF_CLIENT.get("join").deepCopy()).put("runId", runId);
                    Set.of("key", "signature").forEach(field -> join.set(field, vector.get(field)));
                    other.protocol.receive(other.protocol.open(sent), join.toString());
                    other.time.run();
                    assertThat(types(sent.take())).containsExactly("hello", "joined", "status", "status");
                }
            }
        }
    }

    private static byte[] bytes(JsonNode vector, String field) {
        return HexFormat.of().parseHex(vector.get(field).stringValue());
    }

    @Test
    void aKeyOfSmallOrderHasNoOwner() {
        byte[] neutral = HexFormat.of().parseHex("01" + "00".repeat(31));
        byte[] forAnyMessage = HexFormat.of().parseHex("01" + "00".repeat(63));
        assertThat(JoinProof.ofHex("00".repeat(32), "00".repeat(32), "demo").isSigned(neutral, forAnyMessage))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            nullValues = "null",
            value = {
                "no JSON                                             | MALFORMED     | null",
                "[]                                                  | MALFORMED     | null",
                "{\"type\":\"leave\",\"type\":\"leave\"}             | MALFORMED     | null",
                "{}                                                  | MISSING_FIELD | type",
                "{\"type\":\"fetchModel\"}                           | UNKNOWN_TYPE  | type",
                "{\"type\":\"ready\"}                                | MISSING_FIELD | epoch",
                "{\"type\":\"ready\",\"epoch\":0}                    | BAD_FIELD     | epoch",
                "{\"type\":\"ready\",\"epoch\":\"00\"}               | BAD_FIELD     | epoch",
                "{\"type\":\"ready\",\"epoch\":\"x\"}                | BAD_FIELD     | epoch",
                "{\"type\":\"leave\",\"why\":\"so\"}                 | UNKNOWN_FIELD | why",
            })
    void whatIsNoMessageEndsTheConnection(String message, String code, String field) {
        say(OF_CLIENT.get("join"));
        assertThat(say(message)).singleElement().satisfies(error -> {
            assertThat(error.get("code").stringValue()).isEqualTo(code);
            assertThat(error.get("field").asString("null")).isEqualTo(String.valueOf(field));
            assertThat(error.propertyNames())
                    .containsExactlyInAnyOrderElementsOf(OF_SERVER.get("error").propertyNames());
        });
        assertThat(wire.isClosed()).isTrue();
        assertThat(host.failures).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"index,1.5,BAD_FIELD", "seen,'',BAD_FIELD", "seen,0g,BAD_FIELD", "seen,0101,WRONG_BITMAP_SIZE"})
    void aWrongProofIsRefused(String field, String value, String code) {
        say(OF_CLIENT.get("join"));
        say(OF_CLIENT.get("ready"));
        JsonNode wrong = ((ObjectNode) OF_CLIENT.get("witness").deepCopy())
                .set(field, JsonNodeFactory.instance.stringNode(value));
        JsonNode answer = say(wrong).get(0);
        assertThat(answer.path("code").asString(answer.path("outcome").asString("")))
                .isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "protocol,2,WRONG_PROTOCOL",
        "runId,other,WRONG_RUN",
        "signature,00,BAD_SIGNATURE",
        "key,00,BAD_SIGNATURE",
        "name,'',BAD_FIELD",
        "name,a\u001b[2J,BAD_FIELD",
        "name,\u202egnp,BAD_FIELD",
        "why,so,UNKNOWN_FIELD"
    })
    void aJoinThatProvesNothingEndsTheConnection(String field, String value, String code) {
        wire.take();
        ObjectNode join = (ObjectNode) OF_CLIENT.get("join").deepCopy();
        if (field.equals("protocol")) {
            join.put(field, Integer.parseInt(value));
        } else {
            join.put(field, value);
        }
        assertThat(say(join))
                .singleElement()
                .satisfies(error -> assertThat(error.get("code").stringValue()).isEqualTo(code));
    }

    @Test
    void aConnectionThatDoesNotJoinEnds() {
        wire.take();
        assertThat(say(OF_CLIENT.get("leave")).get(0).get("code").stringValue()).isEqualTo("JOIN_FIRST");
        RecordingWire silent = new RecordingWire();
        host.protocol.open(silent);
        host.time.advance(Duration.ofSeconds(9));
        assertThat(silent.isClosed()).isFalse();
        host.time.advance(Duration.ofSeconds(1));
        assertThat(silent.take().get(1).get("code").stringValue()).isEqualTo("JOIN_TIMEOUT");
        assertThat(silent.isClosed()).isTrue();
    }

    @Test
    void aNewConnectionReplacesTheOldOne() {
        say(OF_CLIENT.get("join"));
        RecordingWire second = new RecordingWire();
        Visitor again = host.protocol.open(second);
        host.protocol.receive(again, OF_CLIENT.get("join").toString());
        host.time.run();
        assertThat(wire.take().get(0).get("code").stringValue()).isEqualTo("REPLACED");
        host.protocol.closed(visitor);
        host.time.run();
        assertThat(types(second.take())).startsWith("hello", "joined", "status");
        assertThat(host.stored().pendingCount()).isEqualTo(1);

        host.protocol.closed(again);
        host.time.run();
        assertThat(host.stored().pendingCount()).isZero();
    }

    @Test
    void aClientThatFloodsIsSentAway() {
        say(OF_CLIENT.get("join"));
        for (int i = 0; i < 17; i++) {
            host.protocol.receive(visitor, OF_CLIENT.get("healthCheck").toString());
        }
        assertThat(wire.take())
                .singleElement()
                .satisfies(error -> assertThat(error.get("code").stringValue()).isEqualTo("TOO_BUSY"));
    }

    @Test
    void aRunWithOtherSettingsIsNotOverwritten() {
        RunStore store = host.store();
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> store.load(host.config.toBuilder().totalSteps(2).build(), (epoch, height) -> 7))
                .withMessageContaining("the run demo was begun with other values of total_steps;");
    }
}
