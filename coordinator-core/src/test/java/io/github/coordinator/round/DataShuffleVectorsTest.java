package io.github.coordinator.round;

import static io.github.coordinator.verification.golden.GoldenFiles.number;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.coordinator.Forged;
import io.github.coordinator.round.PsycheDeal.DealtOrder;
import io.github.coordinator.verification.golden.GoldenFiles;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@link DataOrder#PSYCHE} is the original's order: the generator draws the same numbers, and the shuffle does the same with them. */
class DataShuffleVectorsTest {
    @Test
    void everyDrawHolds() {
        int draws = 0;
        int drawsBelow = 0;
        for (JsonNode vector : GoldenFiles.vectors("lcg")) {
            long seed = number(vector.get("seed"));
            DealtOrder deal = new DealtOrder(seed);
            for (JsonNode drawn : vector.get("next_u64")) {
                assertThat(deal.next()).isEqualTo(number(drawn));
                draws++;
            }
            DealtOrder another = new DealtOrder(seed);
            for (JsonNode range : vector.get("next_range")) {
                long bound = number(range.get(0));
                long drawn = number(range.get(1));
                if (bound > 0 && bound <= Integer.MAX_VALUE) {
                    assertThat(another.below((int) bound)).isEqualTo((int) drawn);
                    drawsBelow++;
                } else {
                    // Nothing is dealt to so many, but the next draw follows this one.
                    assertThat(Long.remainderUnsigned(another.next(), bound)).isEqualTo(drawn);
                }
            }
        }
        assertThat(draws).isPositive();
        assertThat(drawsBelow).isPositive();
    }

    @Test
    void everyOrderHolds() {
        int dealt = 0;
        for (JsonNode vector : GoldenFiles.vectors("deterministic_shuffle")) {
            JsonNode perm = vector.get("perm");
            assertThat(perm).hasSize(vector.get("len").asInt());
            // A round without clients does not exist.
            if (!perm.isEmpty()) {
                assertOneDatumEach(number(vector.get("seed")), perm);
                dealt++;
            }
        }
        assertThat(dealt).isPositive();
    }

    /** In a round that has a datum for each client, the data are the places of the order. */
    private static void assertOneDatumEach(long seed, JsonNode perm) {
        Round round = Forged.round(0, 0, seed, 0, perm.size(), 0, perm.size(), 0, 0).toBuilder()
                .dataOrder(DataOrder.PSYCHE)
                .build();
        DataAssignment assignment = DataAssignment.of(round);
        List<DataAssignment.Share> shares = assignment.shares();
        assertThat(shares).hasSize(perm.size());
        for (int place = 0; place < perm.size(); place++) {
            int index = perm.get(place).asInt();
            DataRange datum = new DataRange(place, place);
            assertThat(shares.get(place)).isEqualTo(new DataAssignment.Share(index, datum));
            assertThat(assignment.rangeOf(index)).isEqualTo(Optional.of(datum));
        }
    }
}
