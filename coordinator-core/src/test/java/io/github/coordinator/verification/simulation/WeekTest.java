package io.github.coordinator.verification.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.Removal;
import io.github.coordinator.verification.simulation.WeekClient.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A week of virtual time with a thousand clients and an operator that does something every day. {@link Week} judges each
 * removal when it happens, and that the run never stands still.
 */
class WeekTest {
    private static final Duration WEEK = Duration.ofDays(7);

    /** Of 915 rounds of their full length that would fit into a week. */
    private static final long STEPS = 500;

    @Test
    @Tag("slow")
    void noHonestClientIsRemovedAndTheRunNeverStandsStill() {
        judge(1);
    }

    @ParameterizedTest
    @Tag("full")
    @ValueSource(longs = {2, 3, 4, 5})
    void norInOtherWeeks(long seed) {
        judge(seed);
    }

    private static void judge(long seed) {
        Week week = new Week(seed);
        week.pass(WEEK);
        System.out.println("a week with seed " + seed + ": " + week);

        assertThat(week.steps()).isGreaterThan(STEPS);
        assertThat(week.removed(Kind.HONEST).keySet()).containsOnly(Removal.Cause.EJECTED);
        assertThat(week.removed(Kind.FLAPPING)).containsKeys(Removal.Cause.DISCONNECTED, Removal.Cause.LEFT);
        assertThat(week.removed(Kind.SILENT)).containsKeys(Removal.Cause.SILENT);
        assertThat(week.removed(Kind.ZOMBIE)).containsKeys(Removal.Cause.DISCONNECTED, Removal.Cause.ABSENT);
        assertThat(week.honestClientsWithoutWork()).isEmpty();
        // On the first day, nobody is there to be reinstated.
        assertThat(week.operatorCalls()).isEqualTo(7 * Week.CALLS_PER_DAY - 2);
    }
}
