package io.github.coordinator.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class DataRangeTest {
    @Test
    void aRangeHasBothItsEnds() {
        assertThat(new DataRange(3, 5).size()).isEqualTo(3);
        assertThat(new DataRange(3, 3).size()).isEqualTo(1);
    }

    @Test
    void whatIsOutOfBoundsIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new DataRange(-1, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> new DataRange(3, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> new DataRange(0, Long.MAX_VALUE));
        assertThat(new DataRange(0, Long.MAX_VALUE - 1).size()).isEqualTo(Long.MAX_VALUE);
    }
}
