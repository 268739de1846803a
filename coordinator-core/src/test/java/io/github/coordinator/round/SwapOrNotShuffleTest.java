package io.github.coordinator.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIndexOutOfBoundsException;

import org.junit.jupiter.api.Test;

class SwapOrNotShuffleTest {
    @Test
    void theFirstOfAnOrderAreThoseOfTheWhole() {
        SwapOrNotShuffle shuffle = new SwapOrNotShuffle(new byte[32], 5);
        assertThat(shuffle.firstIndices(0)).isEmpty();
        assertThat(shuffle.firstIndices(5)).isEqualTo(shuffle.order());
        SwapOrNotShuffle largest = new SwapOrNotShuffle(new byte[32], Integer.MAX_VALUE);
        assertThat(largest.firstIndices(1)).containsExactly((int) largest.indexAt(0));
    }

    @Test
    void whatIsOutOfBoundsIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SwapOrNotShuffle(new byte[31], 5));
        assertThatIllegalArgumentException().isThrownBy(() -> new SwapOrNotShuffle(new byte[32], 0));
        SwapOrNotShuffle shuffle = new SwapOrNotShuffle(new byte[32], 5);
        assertThatIndexOutOfBoundsException().isThrownBy(() -> shuffle.positionOf(5));
        assertThatIndexOutOfBoundsException().isThrownBy(() -> shuffle.positionOf(6));
        assertThatIndexOutOfBoundsException().isThrownBy(() -> shuffle.indexAt(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> shuffle.firstIndices(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> shuffle.firstIndices(6));
        SwapOrNotShuffle huge = new SwapOrNotShuffle(new byte[32], 1L << 40);
        assertThatIllegalArgumentException().isThrownBy(() -> huge.firstIndices(1));
        assertThatIllegalArgumentException().isThrownBy(huge::order);
    }
}
