package io.github.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
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
        assertThat(Arrays.stream(OperatorOutcome.values()).filter(OperatorOutcome::accepted))
                .containsExactly(OperatorOutcome.RECORDED);
    }

    @Test
    void theseSayThatItIsSoAlready() {
        assertThat(Stream.of(
                                JoinOutcome.values(),
                                WitnessOutcome.values(),
                                MemberOutcome.values(),
                                OperatorOutcome.values())
                        .flatMap(Arrays::stream)
                        .filter(outcome -> ((Outcome) outcome).kind() == Outcome.Kind.NOTHING_TO_DO))
                .containsExactly(
                        JoinOutcome.ALREADY_MEMBER,
                        WitnessOutcome.DUPLICATE,
                        MemberOutcome.OLD_SESSION,
                        MemberOutcome.ALREADY_READY,
                        OperatorOutcome.STOPPING,
                        OperatorOutcome.ALREADY_PAUSED,
                        OperatorOutcome.NOT_PAUSED,
                        OperatorOutcome.ALREADY_EJECTED,
                        OperatorOutcome.NOT_EJECTED);
    }
}
