package io.github.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Which answers say that something was done; the others are refusals, after which nothing has changed. */
class OutcomesTest {
    @Test
    void onlyTheseAreAcceptances() {
        assertThat(Arrays.stream(JoinOutcome.values()).filter(JoinOutcome::accepted))
                .containsExactly(JoinOutcome.ACCEPTED, JoinOutcome.SEAT_KEPT);
        assertThat(Arrays.stream(WitnessOutcome.values()).filter(WitnessOutcome::accepted))
                .containsExactly(WitnessOutcome.ACCEPTED);
        assertThat(Arrays.stream(MemberOutcome.values()).filter(MemberOutcome::accepted))
                .containsExactly(MemberOutcome.RECORDED);
        assertThat(Arrays.stream(PauseOutcome.values()).filter(PauseOutcome::accepted))
                .containsExactly(PauseOutcome.RECORDED);
    }
}
