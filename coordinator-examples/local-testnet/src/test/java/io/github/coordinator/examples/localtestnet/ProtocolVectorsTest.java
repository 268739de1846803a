package io.github.coordinator.examples.localtestnet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.coordinator.examples.embedding.JoinProof;
import io.github.coordinator.round.Committee;
import io.github.coordinator.round.DataAssignment;
import io.github.coordinator.round.DataOrder;
import io.github.coordinator.round.ParticipationBitmap;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The vectors beside the protocol's document are what the library computes. Run with {@code -Dvectors.rewrite=true} to write
 * them anew.
 */
class ProtocolVectorsTest {
    private static final Path FILE = Path.of("../../coordinator-core/docs/protocol-vectors.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void theFileHasWhatTheLibraryComputes() throws IOException {
        ObjectNode vectors = JSON.createObjectNode();
        vectors.set("rounds", rounds());
        vectors.set("bitmaps", bitmaps());
        vectors.set("weights", weights());
        vectors.set("merges", merges());
        vectors.set("clips", clips());
        vectors.set("signatures", signatures());
        vectors.set("digits", digits());
        if (Boolean.getBoolean("vectors.rewrite")) {
            Files.writeString(FILE, print(vectors));
        }
        assertThat(JSON.readTree(Files.readString(FILE))).isEqualTo(JSON.readTree(print(vectors)));
    }

    /** One line for each vector. */
    private static String print(ObjectNode vectors) {
        return vectors.properties().stream()
                .map(kind -> "\"" + kind.getKey() + "\": [\n"
                        + kind.getValue().valueStream().map(JsonNode::toString).collect(Collectors.joining(",\n"))
                        + "\n]")
                .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    }

    private static ArrayNode rounds() {
        ArrayNode all = JSON.createArrayNode();
        all.add(round(1, 1, 1, 0, 0, 1, DataOrder.UNIFORM));
        all.add(round(42, 3, 3, 0, 0, 160, DataOrder.UNIFORM));
        all.add(round(-1, 7, 0, 30, 160, 5, DataOrder.UNIFORM));
        all.add(round(Long.MIN_VALUE, 10, 4, 100, 7, 10, DataOrder.UNIFORM));
        all.add(round(0x0123_4567_89ab_cdefL, 16, 3, 25, (1L << 53) + 1, 320, DataOrder.UNIFORM));
        all.add(round(99, 16, 5, 25, 1_000, 37, DataOrder.PSYCHE));
        all.add(round(-5_000_000_000L, 16, 16, 0, 0, 100, DataOrder.PSYCHE));
        all.add(round(7_777_777_777_777L, 300, 32, 10, 12_345, 1_000, DataOrder.UNIFORM));
        return all;
    }

    private static ObjectNode round(
            long seed, int clients, int witnesses, int percent, long firstDatum, int batchSize, DataOrder order) {
        Round round = Round.builder(new RoundId(2, 5))
                .seed(seed)
                .data(firstDatum, batchSize)
                .roster(3, clients)
                .witnessCount(witnesses)
                .verificationPercent(percent)
                .dataOrder(order)
                .build();
        Committee committee = Committee.of(round);
        DataAssignment assignment = DataAssignment.of(round);
        ObjectNode vector = JSON.createObjectNode()
                .put("seed", Long.toString(seed))
                .put("firstDataIndex", Long.toString(firstDatum))
                .put("batchSize", batchSize)
                .put("clientCount", clients)
                .put("witnessCount", witnesses)
                .put("verificationPercent", percent)
                .put("dataOrder", order.name());
        ArrayNode positions = vector.putArray("witnessPositions");
        ArrayNode roles = vector.putArray("roles");
        ArrayNode shares = vector.putArray("shares");
        for (int index = 0; index < clients; index++) {
            positions.add(committee.witnessPosition(index));
            roles.add(committee.role(index).name());
            assignment
                    .rangeOf(index)
                    .ifPresentOrElse(
                            range -> shares.addArray()
                                    .add(Long.toString(range.first()))
                                    .add(Long.toString(range.last())),
                            shares::addNull);
        }
        return vector;
    }

    private static ArrayNode bitmaps() {
        ArrayNode all = JSON.createArrayNode();
        all.add(bitmap(1, 0));
        all.add(bitmap(8));
        all.add(bitmap(8, 0, 1, 7));
        all.add(bitmap(9, 8));
        all.add(bitmap(70, 0, 3, 63, 64, 69));
        return all;
    }

    private static ObjectNode bitmap(int clients, int... seen) {
        BitSet set = new BitSet();
        ObjectNode vector = JSON.createObjectNode().put("clientCount", clients);
        ArrayNode indices = vector.putArray("seen");
        for (int index : seen) {
            set.set(index);
            indices.add(index);
        }
        return vector.put("bytes", hex(ParticipationBitmap.of(clients, set::get).toBytes()));
    }

    private static ArrayNode weights() {
        ArrayNode all = JSON.createArrayNode();
        for (Weights each : List.of(Weights.of(), Weights.of(1), Weights.of(0.1f, -0f, -2.5f, 3e-39f, 3.4e38f))) {
            ObjectNode vector = all.addObject();
            ArrayNode floats = vector.putArray("floats");
            for (float value : each.toArray()) {
                floats.add((double) value);
            }
            vector.put("base64", base64(each)).put("hash", each.hash());
        }
        return all;
    }

    /** Numbers of which a wider float, or another order, would make other bits. */
    private static ArrayNode merges() {
        Weights model = Weights.of(1, -0.3f, 16_777_216, 0.1f);
        List<Weights> changes = List.of(
                Weights.of(0.1f, 1e-8f, 1, 16_777_216),
                Weights.of(0.2f, 0.7f, 1, 1),
                Weights.of(-0.7f, -1e8f, 1, -16_777_216),
                Weights.of(1e-7f, 1e8f, 0.5f, 0.3f));
        ArrayNode all = JSON.createArrayNode();
        for (int count = 0; count <= changes.size(); count++) {
            ObjectNode vector = all.addObject().put("model", base64(model));
            ArrayNode merged = vector.putArray("changes");
            changes.subList(0, count).forEach(change -> merged.add(base64(change)));
            Weights result = model.plusMeanOf(changes.subList(0, count));
            vector.put("merged", base64(result)).put("hash", result.hash());
        }
        List<Weights> reversed = new ArrayList<>(changes);
        Collections.reverse(reversed);
        assertThat(model.plusMeanOf(reversed)).isNotEqualTo(model.plusMeanOf(changes));
        return all;
    }

    private static ArrayNode clips() {
        ArrayNode all = JSON.createArrayNode();
        for (double bound : new double[] {0.5, 5, 100}) {
            Weights change = Weights.of(3, -4, 0.1f);
            Weights clipped = change.clippedTo(bound);
            all.addObject()
                    .put("change", base64(change))
                    .put("maxUpdateNorm", bound)
                    .put("clipped", base64(clipped))
                    .put("hash", clipped.hash());
        }
        return all;
    }

    private static ArrayNode signatures() {
        ArrayNode all = JSON.createArrayNode();
        List.of("local-testnet", "\u00fcn\u00ef", "").forEach(runId -> {
            int number = all.size();
            SecretKey client = SecretKey.of(bytes(number + 1));
            SecretKey server = SecretKey.of(bytes(100));
            byte[] nonce = bytes(200 + number);
            JoinProof proof = new JoinProof(nonce, server.publicKey(), runId);
            byte[] signature = client.sign(proof);
            assertThat(proof.isSigned(client.publicKey(), signature)).isTrue();
            all.addObject()
                    .put("secretKey", hex(bytes(number + 1)))
                    .put("key", hex(client.publicKey()))
                    .put("serverKey", hex(server.publicKey()))
                    .put("nonce", hex(nonce))
                    .put("runId", runId)
                    .put("message", hex(proof.message(client.publicKey())))
                    .put("signature", hex(signature));
        });
        return all;
    }

    private static byte[] bytes(int each) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) each);
        return bytes;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static ArrayNode digits() {
        Digits digits = Digits.load();
        ArrayNode all = JSON.createArrayNode();
        for (long index : new long[] {0, 1, 1_436, 1_437, 100_000, Long.MAX_VALUE - 1}) {
            int row = digits.training().rowOf(index);
            ObjectNode vector = all.addObject()
                    .put("dataIndex", Long.toString(index))
                    .put("row", row)
                    .put("digit", digits.training().digit(row));
            ArrayNode pixels = vector.putArray("pixels");
            for (float pixel : digits.training().image(row)) {
                pixels.add((double) pixel);
            }
        }
        return all;
    }

    private static String base64(Weights weights) {
        return Base64.getEncoder().encodeToString(weights.toBytes());
    }
}
