package io.github.coordinator.round;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIndexOutOfBoundsException;

import org.junit.jupiter.api.Test;

class CommitteeTest {
    @Test
    void whatIsOutOfBoundsIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Committee.of(1, 3, -1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Committee.of(1, 3, 1, -1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Committee.of(1, 3, 1, 4, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Committee.of(1, 3, 1, 0, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> Committee.of(1, 3, 1, 0, 101));
        assertThatIllegalArgumentException().isThrownBy(() -> Committee.of(1, 3, 1, 0, 255));
        assertThatIllegalArgumentException().isThrownBy(() -> Committee.of(1, 0, 1, 0, 0));
        Committee committee = Committee.of(1, 3, 1, 0, 0);
        assertThatIndexOutOfBoundsException().isThrownBy(() -> committee.role(3));
        assertThatIndexOutOfBoundsException().isThrownBy(() -> committee.witnessPosition(-1));
    }
}
