package io.github.coordinator.round;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.coordinator.internal.BloomFilter;
import io.github.coordinator.internal.Sha256;
import io.github.coordinator.verification.golden.GoldenFiles;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Filters agree with the original's bit for bit, and contain the same clients. */
class FilterVectorsTest {
    @Test
    void everyVectorHolds() {
        List<JsonNode> vectors = GoldenFiles.vectors("bloom");
        assertThat(vectors).isNotEmpty();
        for (JsonNode vector : vectors) {
            long[] words = new long[16];
            for (JsonNode bytes : vector.get("adds")) {
                BloomFilter.add(longs(vector.get("keys")), words, HexFormat.of().parseHex(bytes.asText()));
            }
            assertThat(words).isEqualTo(longs(vector.get("bits")));
            ParticipationFilter filter = ParticipationFilter.fromWords(longs(vector.get("keys")), words);
            for (JsonNode asked : vector.get("contains")) {
                byte[] bytes = HexFormat.of().parseHex(asked.get(0).asText());
                assertThat(BloomFilter.contains(filter.keys(), filter.toWords(), bytes))
                        .isEqualTo(asked.get(1).asBoolean());
            }
        }
    }

    @Test
    void everyHealthScoreIsTheNumberOfWitnessesWhoseFilterContainsTheClient() {
        int scores = 0;
        for (JsonNode vector : GoldenFiles.vectors("quorum")) {
            if (vector.get("kind").asText().equals("health_score")) {
                byte[] id = HexFormat.of().parseHex(vector.get("id").asText());
                long score = 0;
                for (JsonNode witness : vector.get("witnesses")) {
                    score += BloomFilter.contains(
                                    filter(witness).keys(),
                                    filter(witness).toWords(),
                                    Sha256.digest().digest(id))
                            ? 1
                            : 0;
                }
                assertThat(score).isEqualTo(vector.get("score").asLong());
                scores++;
            }
        }
        assertThat(scores).isPositive();
    }

    private static ParticipationFilter filter(JsonNode witness) {
        long[] words = new long[16];
        for (JsonNode member : witness.get("members")) {
            byte[] id = HexFormat.of().parseHex(member.asText());
            BloomFilter.add(longs(witness.get("keys")), words, Sha256.digest().digest(id));
        }
        return ParticipationFilter.fromWords(longs(witness.get("keys")), words);
    }

    private static long[] longs(JsonNode numbers) {
        long[] longs = new long[numbers.size()];
        Arrays.setAll(longs, i -> GoldenFiles.number(numbers.get(i)));
        return longs;
    }
}
