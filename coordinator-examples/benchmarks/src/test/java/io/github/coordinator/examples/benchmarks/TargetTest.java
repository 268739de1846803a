package io.github.coordinator.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TargetTest {
    private static final Work WORK = Work.TABLE.get(0);

    private static Measurement measured(double nanos, double hashes, double bytes) {
        return new Measurement(WORK, nanos, hashes, bytes);
    }

    @Test
    void aTargetIsHeldInEachOfItsUnits() {
        Target target = Target.hashesWithoutAllocation(0.5);
        assertThat(target).hasToString("≤ 0.5 h, 0 bytes");
        assertThat(target.heldBy(measured(30, 0.5, 0))).isTrue();
        assertThat(target.heldBy(measured(30, 0.51, 0))).isFalse();
        assertThat(target.heldBy(measured(30, 0.5, 1))).isFalse();
    }

    @Test
    void millisecondsAreMadeOfNanoseconds() {
        Target target = Target.millis(300);
        assertThat(target).hasToString("≤ 300 ms");
        assertThat(target.heldBy(measured(300e6, 1, 1))).isTrue();
        assertThat(target.heldBy(measured(301e6, 1, 1))).isFalse();
    }

    @Test
    void bytesAreWholeOnes() {
        assertThat(Target.bytes(0).heldBy(measured(1, 1, 0.004))).isTrue();
        assertThat(Target.bytes(0).heldBy(measured(1, 1, 16))).isFalse();
    }

    @Test
    void numbersAreShortAndGrouped() {
        assertThat(Table.number(0)).isEqualTo("0");
        assertThat(Table.number(0.0412)).isEqualTo("0.041");
        assertThat(Table.number(1.5)).isEqualTo("1.5");
        assertThat(Table.number(28.04)).isEqualTo("28");
        assertThat(Table.number(4_500.4)).isEqualTo("4,500");
        assertThat(Table.number(Double.NaN)).isEmpty();
    }
}
