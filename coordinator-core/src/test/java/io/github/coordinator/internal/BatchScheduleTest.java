package io.github.coordinator.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class BatchScheduleTest {
    @Test
    void aBatchIsOfItsLastSizeOnceItsTokensPassEveryNumber() {
        BatchSchedule schedule = new BatchSchedule(1, 9, -2L, 1L << 32);
        assertThat(schedule.sizeAt((1L << 32) - 1)).isEqualTo(9);
        assertThat(schedule.sizeAt(1L << 31)).isEqualTo(5);
        assertThat(schedule.sizeAt(1L << 32)).isEqualTo(9);
    }

    @Test
    void whatIsOutOfBoundsIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new BatchSchedule(0, 1, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new BatchSchedule(1, 0, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new BatchSchedule(1, 1, 0, 0));
    }
}
