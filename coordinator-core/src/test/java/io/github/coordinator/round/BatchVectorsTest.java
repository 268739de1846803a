package io.github.coordinator.round;

import static io.github.coordinator.verification.golden.GoldenFiles.number;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.coordinator.Forged;
import io.github.coordinator.internal.BatchSchedule;
import io.github.coordinator.verification.golden.GoldenFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Batch sizes, the data index of each step, and who gets which data agree with the original. */
class BatchVectorsTest {
    @Test
    void everyVectorHolds() {
        Map<String, Integer> kinds = new TreeMap<>();
        for (JsonNode vector : GoldenFiles.vectors("batches")) {
            String kind = vector.get("kind").asText();
            kinds.merge(kind, 1, Integer::sum);
            switch (kind) {
                case "batch_size" ->
                    assertThat(schedule(vector).sizeAfter(number(vector.get("tokens"))))
                            .isEqualTo(vector.get("size").asInt());
                case "data_index_for_step" -> assertDataIndices(vector);
                case "assign" -> assertAssignment(vector);
                default -> throw new AssertionError("no such kind: " + kind);
            }
        }
        assertThat(kinds).containsOnlyKeys("assign", "batch_size", "data_index_for_step");
    }

    private static BatchSchedule schedule(JsonNode vector) {
        JsonNode sequenceLength = vector.get("max_seq_len");
        return new BatchSchedule(
                vector.get("start").asInt(),
                vector.get("end").asInt(),
                number(vector.get("warmup_tokens")),
                sequenceLength == null ? 1 : number(sequenceLength));
    }

    /** The coordinator adds up one batch after another; so does this. */
    private static void assertDataIndices(JsonNode vector) {
        BatchSchedule schedule = schedule(vector);
        int totalSteps = vector.get("total_steps").asInt();
        long dataIndex = 0;
        for (int step = 1; step <= totalSteps; step++) {
            assertThat(dataIndex)
                    .isEqualTo(number(vector.get("index_for_step_0_to_52").get(step)));
            dataIndex += schedule.sizeAt(dataIndex);
        }
    }

    private static void assertAssignment(JsonNode vector) {
        JsonNode clients = vector.get("clients");
        if (clients.isEmpty()) {
            return;
        }
        Round uniform = Forged.round(
                0,
                0,
                number(vector.get("random_seed")),
                number(vector.get("data_index")),
                vector.get("batch_size").asInt(),
                0,
                clients.size(),
                0,
                vector.get("verification_percent").asInt());
        assertThat(schedule(vector).sizeAt(uniform.firstDataIndex())).isEqualTo(uniform.batchSize());
        assertPsycheOrder(uniform.toBuilder().dataOrder(DataOrder.PSYCHE).build(), clients, vector.get("result"));
        assertUniformOrder(uniform, vector.get("result"));
    }

    private static void assertPsycheOrder(Round round, JsonNode clients, JsonNode result) {
        DataAssignment assignment = DataAssignment.of(round);
        List<String> ours = new ArrayList<>();
        for (DataAssignment.Share share : assignment.shares()) {
            DataRange data = share.data();
            ours.add(data.first() + " " + data.last() + " "
                    + clients.get(share.index()).asText());
            assertThat(assignment.rangeOf(share.index())).isEqualTo(Optional.of(data));
        }
        List<String> theirs = new ArrayList<>();
        for (JsonNode share : result) {
            theirs.add(share.get(0).asText() + " " + share.get(1).asText() + " "
                    + share.get(2).asText());
        }
        assertThat(ours).isEqualTo(theirs);
    }

    /** The batch is cut in the same way, and the share at each place goes to the trainer at that place in the order of roles. */
    private static void assertUniformOrder(Round round, JsonNode result) {
        Committee committee = Committee.of(round);
        DataAssignment assignment = DataAssignment.of(round);
        List<DataAssignment.Share> shares = assignment.shares();
        assertThat(shares).hasSize(result.size());
        for (int place = 0; place < shares.size(); place++) {
            DataAssignment.Share share = shares.get(place);
            JsonNode cut = result.get(place);
            assertThat(share.data()).isEqualTo(new DataRange(number(cut.get(0)), number(cut.get(1))));
            assertThat(committee.rolePosition(share.index())).isEqualTo(committee.firstTrainer() + place);
            assertThat(assignment.rangeOf(share.index())).contains(share.data());
        }
    }
}
