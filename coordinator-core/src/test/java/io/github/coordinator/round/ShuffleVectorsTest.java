package io.github.coordinator.round;

import static io.github.coordinator.verification.golden.GoldenFiles.number;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.coordinator.verification.golden.GoldenFiles;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The swap-or-not shuffle agrees with the original bit for bit, in each of the ways in which it can be asked. */
class ShuffleVectorsTest {
    @Test
    void everyVectorHoldsInEveryDirection() {
        int wholeOrders = 0;
        int singles = 0;
        for (JsonNode vector : GoldenFiles.vectors("shuffle")) {
            if (vector.has("perm")) {
                assertWholeOrder(shuffle(vector), vector.get("perm"));
                wholeOrders++;
            } else {
                SwapOrNotShuffle shuffle = shuffle(vector);
                long index = number(vector.get("index"));
                long result = number(vector.get("result"));
                assertThat(shuffle.positionOf(index)).isEqualTo(result);
                assertThat(shuffle.indexAt(result)).isEqualTo(index);
                singles++;
            }
        }
        assertThat(wholeOrders).isPositive();
        assertThat(singles).isPositive();
    }

    private static SwapOrNotShuffle shuffle(JsonNode vector) {
        byte[] seed = HexFormat.of().parseHex(vector.get("seed").asText());
        return new SwapOrNotShuffle(seed, number(vector.get("count")));
    }

    private static void assertWholeOrder(SwapOrNotShuffle shuffle, JsonNode perm) {
        int[] order = shuffle.order();
        assertThat(order).hasSize(perm.size());
        for (int index = 0; index < order.length; index++) {
            int position = perm.get(index).asInt();
            assertThat(shuffle.positionOf(index)).isEqualTo(position);
            assertThat(shuffle.indexAt(position)).isEqualTo(index);
            assertThat(order[position]).isEqualTo(index);
        }
        for (int howMany : new int[] {0, 1, order.length / 2, order.length}) {
            assertThat(shuffle.firstIndices(howMany)).isEqualTo(Arrays.copyOf(order, howMany));
        }
    }
}
