package io.github.coordinator.examples.springboot;

import io.github.coordinator.ClientId;
import io.github.coordinator.examples.embedding.JoinProof;
import io.github.coordinator.round.DataOrder;
import io.github.coordinator.round.ParticipationBitmap;
import io.github.coordinator.round.ParticipationKind;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundId;
import io.github.coordinator.round.Seat;
import io.github.coordinator.round.WitnessProof;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A client with a key of its own, over a real WebSocket. */
final class TestClient {
    private static final JsonMapper JSON = new JsonMapper();
    private static final HexFormat HEX = HexFormat.of();
    private static final int KEY_BYTES = 32;

    private final KeyPair keys;
    private @Nullable Line line;

    /** Takes what comes on one connection. */
    private static final class Line implements WebSocket.Listener {
        private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();
        private @Nullable WebSocket socket;

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                received.add(JSON.readTree(text.toString()));
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        JsonNode await(String type) throws InterruptedException {
            while (true) {
                JsonNode message = received.poll(30, TimeUnit.SECONDS);
                if (message == null) {
                    throw new AssertionError("no message " + type + " came");
                }
                if (message.get("type").stringValue().equals(type)) {
                    return message;
                }
            }
        }
    }

    TestClient() throws GeneralSecurityException {
        keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    private byte[] key() {
        byte[] x509 = keys.getPublic().getEncoded();
        return Arrays.copyOfRange(x509, x509.length - KEY_BYTES, x509.length);
    }

    ClientId id() {
        return ClientId.of(key());
    }

    /** Joins, and returns the outcome. */
    String join(int port) throws InterruptedException, GeneralSecurityException {
        Line opened = new Line();
        line = opened;
        opened.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://localhost:" + port + "/run"), opened)
                .join();
        JsonNode hello = await("hello");
        String runId = hello.get("runId").stringValue();
        JoinProof proof = JoinProof.ofHex(
                hello.get("nonce").stringValue(), hello.get("serverKey").stringValue(), runId);
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(keys.getPrivate());
        signature.update(proof.message(key()));
        send(message("join")
                .put("protocol", 1)
                .put("runId", runId)
                .put("key", HEX.formatHex(key()))
                .put("name", "ada")
                .put("signature", HEX.formatHex(signature.sign())));
        return await("joined").get("outcome").stringValue();
    }

    static ObjectNode message(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    void send(JsonNode message) {
        Objects.requireNonNull(Objects.requireNonNull(line).socket)
                .sendText(message.toString(), true)
                .join();
    }

    void disconnect() {
        Objects.requireNonNull(Objects.requireNonNull(line).socket).abort();
    }

    JsonNode await(String type) throws InterruptedException {
        return Objects.requireNonNull(line).await(type);
    }

    /** Waits for a state, and returns the status. */
    JsonNode awaitState(String state) throws InterruptedException {
        while (true) {
            JsonNode status = await("status");
            if (status.get("state").stringValue().equals(state)) {
                return status;
            }
        }
    }

    /** Says that it saw everybody's work, and returns the outcome. The status names the round. */
    String attest(JsonNode seated, JsonNode status) throws InterruptedException {
        JsonNode of = status.get("round");
        int index = seated.get("index").intValue();
        WitnessProof proof = round(of)
                .partOf(new Seat(number(seated, "rosterVersion"), index))
                .flatMap(part -> part.proof(other -> true))
                .orElseThrow();
        send(message("witness")
                .put("epoch", of.get("epoch").stringValue())
                .put("height", of.get("height").stringValue())
                .put("index", index)
                .put("position", proof.position())
                .put("seen", HEX.formatHex(((ParticipationBitmap) proof.participation()).toBytes())));
        return await("answer").get("outcome").stringValue();
    }

    private static long number(JsonNode of, String field) {
        return Long.parseLong(of.get(field).stringValue());
    }

    private static Round round(JsonNode of) {
        return Round.builder(new RoundId(number(of, "epoch"), number(of, "height")))
                .seed(number(of, "seed"))
                .data(number(of, "firstDataIndex"), of.get("batchSize").intValue())
                .roster(number(of, "rosterVersion"), of.get("clientCount").intValue())
                .witnessCount(of.get("witnessCount").intValue())
                .verificationPercent(of.get("verificationPercent").intValue())
                .participation(ParticipationKind.valueOf(of.get("participation").stringValue()))
                .dataOrder(DataOrder.valueOf(of.get("dataOrder").stringValue()))
                .build();
    }
}
