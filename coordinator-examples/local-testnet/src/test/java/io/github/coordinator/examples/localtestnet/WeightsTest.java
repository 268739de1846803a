package io.github.coordinator.examples.localtestnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class WeightsTest {
    @Test
    void theMeanOfChangesIsAdded() {
        Weights start = Weights.of(1, 2);
        assertThat(start.plusMeanOf(List.of(Weights.of(1, 0), Weights.of(3, -4))))
                .isEqualTo(Weights.of(3, 0));
        assertThat(start.plusMeanOf(List.of())).isEqualTo(start);
        assertThat(Weights.of(3, 0).minus(start)).isEqualTo(Weights.of(2, -2));
    }

    @Test
    void theHashNamesTheContent() {
        assertThat(Weights.of(1, 2).hash())
                .hasSize(64)
                .isEqualTo(Weights.fromBytes(Weights.of(1, 2).toBytes()).hash())
                .isNotEqualTo(Weights.of(2, 1).hash());
    }

    @Test
    void aNumberThatIsNoneIsFound() {
        assertThat(Weights.of(1, -3e38f).areFinite()).isTrue();
        assertThat(Weights.of(1, Float.NaN).areFinite()).isFalse();
        assertThat(Weights.of(Float.NEGATIVE_INFINITY, 1).areFinite()).isFalse();
    }

    @Test
    void theNormIsClippedAndTheDirectionKept() {
        Weights change = Weights.of(3, -4);
        assertThat(change.clippedTo(5)).isEqualTo(change);
        assertThat(change.clippedTo(2.5)).isEqualTo(Weights.of(1.5f, -2));
        assertThat(Weights.of(0, 0).clippedTo(1)).isEqualTo(Weights.of(0, 0));
        assertThat(Weights.of(3e38f, 3e38f).clippedTo(1).toArray()).containsOnly((float) Math.sqrt(0.5));
    }

    @Test
    void bytesThatAreNoFloatsAreRefused() {
        assertThatThrownBy(() -> Weights.fromBytes(new byte[7])).isInstanceOf(IllegalArgumentException.class);
    }
}
