package io.github.coordinator.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.Forged;
import org.junit.jupiter.api.Test;

class DataAssignmentTest {
    @Test
    void whereNobodyTrainsNobodyGetsData() {
        DataAssignment assignment = DataAssignment.of(Forged.round(0, 0, 9, 0, 7, 0, 3, 0, 100));
        assertThat(assignment.shares()).isEmpty();
        assertThat(assignment.rangeOf(0)).isEmpty();
    }
}
