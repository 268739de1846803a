package io.github.coordinator.round;

import static io.github.coordinator.verification.golden.GoldenFiles.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.coordinator.verification.golden.GoldenFiles;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The election agrees with the original bit for bit. */
class CommitteeVectorsTest {
    @Test
    void everyVectorHolds() {
        int elected = 0;
        int refused = 0;
        for (JsonNode vector : GoldenFiles.vectors("committee")) {
            int total = (int) number(vector.get("total_nodes"));
            int configured = vector.get("witness_nodes").asInt();
            int witnesses = configured == 0 ? Math.min(32, total) : configured;
            int tieBreakers = vector.get("tie_breakers").asInt();
            int percent = vector.get("verification_percent").asInt();
            long seed = number(vector.get("seed"));
            if (vector.has("err")) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> Committee.of(seed, total, witnesses, tieBreakers, percent));
                refused++;
            } else {
                assertElection(Committee.of(seed, total, witnesses, tieBreakers, percent), vector, total, witnesses);
                elected++;
            }
        }
        assertThat(elected).isPositive();
        if (GoldenFiles.areOurOwn()) {
            assertThat(refused).isPositive();
        }
    }

    private static void assertElection(Committee committee, JsonNode vector, int total, int witnesses) {
        int[] seats = committee.witnessSeats();
        int[] trainers = committee.trainerSeats();
        assertThat(seats).hasSize(witnesses);
        assertThat(committee.trainers()).isEqualTo(vector.get("trainer_nodes").asInt());
        for (int index = 0; index < total; index++) {
            int position = vector.get("witness").get(index).get(0).asInt();
            boolean witness = vector.get("witness").get(index).get(1).asBoolean();
            assertThat(committee.witnessPosition(index)).isEqualTo(position);
            assertThat(committee.isWitness(index)).isEqualTo(witness);
            if (witness) {
                assertThat(seats[position]).isEqualTo(index);
            }
            String role = vector.get("committee").get(index).get(0).asText();
            // Ours has no tie breakers of its own: in a vector that has some, they verify.
            assertThat(committee.role(index)).isEqualTo(role.equals("Trainer") ? Role.TRAINER : Role.VERIFIER);
            assertThat(committee.rolePosition(index))
                    .isEqualTo(vector.get("committee").get(index).get(1).asInt());
            assertThat(Arrays.binarySearch(trainers, index) >= 0).isEqualTo(role.equals("Trainer"));
        }
    }
}
