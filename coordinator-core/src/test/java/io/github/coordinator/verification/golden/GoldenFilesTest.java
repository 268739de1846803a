package io.github.coordinator.verification.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which lines of the vectors are read, shown by lines that were made up. */
class GoldenFilesTest {
    private static boolean isToBeMatched(String vector) throws JsonProcessingException {
        return GoldenFiles.isToBeMatched(new ObjectMapper().readTree(vector));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'count': 10, 'index': 11, 'result': 'panic: index < index_count'}",
                "{'seed': '1', 'next_range': [['1', '0'], ['0', 'panic: attempt to calculate the remainder']]}",
                "{'total_nodes': '0', 'verification_percent': 0, 'err': 'InvalidCommitteeSelection'}",
                "{'total_nodes': 0, 'verification_percent': 0, 'witness': [], 'committee': []}",
                "{'count': 0, 'perm': []}",
                "{'total_nodes': '10', 'verification_percent': 101, 'err': 'InvalidCommitteeSelection'}",
                "{'kind': 'assign', 'clients': ['01'], 'verification_percent': 255, 'result': []}"
            })
    void passesOverWhatCannotBeMatched(String vector) throws JsonProcessingException {
        assertThat(isToBeMatched(vector.replace('\'', '"'))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'count': 10, 'index': 9, 'result': '3'}",
                "{'total_nodes': '1', 'verification_percent': 100, 'witness': [[0, true]]}",
                "{'total_nodes': '1', 'witness_nodes': 2, 'err': 'InvalidCommitteeSelection'}",
                "{'seed': '1', 'len': 0, 'perm': []}"
            })
    void readsTheOthers(String vector) throws JsonProcessingException {
        assertThat(isToBeMatched(vector.replace('\'', '"'))).isTrue();
    }
}
