package io.github.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that restarts, by example. */
class HostedRestartTest extends HostedRunFixture {
    private void restart(Instant time) {
        HostedRunSnapshot snapshot = run.snapshot();
        run = HostedRun.restore(snapshot, seeds);
        assertThat(run.snapshot()).isEqualTo(snapshot);
        assertThat(run.restarted(time)).isEqualTo(OperatorOutcome.RECORDED);
        now = time;
    }

    /** Far later, at once, or earlier by a clock that is wrong. */
    @ParameterizedTest
    @ValueSource(longs = {100_000, 15, 3, -100_000})
    void theTimeAwayCountsForNothingAndTheStateBeginsItsTimeAnew(long restartedAt) {
        train();
        tickAfter(Duration.ofSeconds(5));
        restart(Instant.ofEpochSecond(restartedAt));
        assertThat(run.status().stateBegan()).isEqualTo(now);
        assertThat(run.nextDeadline()).hasValue(now.plus(STATE_TIME));
        assertThat(tick().changed()).isFalse();
        assertThat(tickAfter(STATE_TIME.minusNanos(1)).changed()).isFalse();
        assertThat(tickAfter(Duration.ofNanos(1)).status().state()).isEqualTo(RunState.ROUND_WITNESS);
    }

    /** The epoch has lasted 15 of 50 seconds when the server stops, and each round takes 20. */
    @ParameterizedTest
    @ValueSource(longs = {100_000, 15, 3, -100_000})
    void theEpochsTimeGoesOnWhereItWas(long restartedAt) {
        train();
        tickAfter(Duration.ofSeconds(5));
        restart(Instant.ofEpochSecond(restartedAt));
        tickInto(RunState.ROUND_WITNESS);
        tickInto(RunState.ROUND_TRAIN);
        tickInto(RunState.ROUND_WITNESS);
        assertThat(tickAfter(STATE_TIME).transition().orElseThrow().reason())
                .isEqualTo(TransitionReason.EPOCH_TIME_OVER);
    }

    @Test
    void aClockThatGoesBackBeforeAndAfterARestartAddsNothing() {
        train();
        tickAfter(Duration.ofSeconds(5));
        assertThat(tickAfter(Duration.ofMinutes(-1)).events()).hasSize(1);
        restart(now.minusSeconds(5));
        assertThat(tickAfter(Duration.ofSeconds(-1)).events()).hasSize(1);
        assertThat(run.nextDeadline()).hasValue(now.plus(STATE_TIME));
        tickInto(RunState.ROUND_WITNESS);
        tickInto(RunState.ROUND_TRAIN);
        tickInto(RunState.ROUND_WITNESS);
        assertThat(tickAfter(STATE_TIME).transition().orElseThrow().reason())
                .isEqualTo(TransitionReason.EPOCH_TIME_OVER);
    }

    @Test
    void clientsThatDidNotJoinAgainInTheGraceTimeAreReportedAsDisconnected() {
        train();
        join(DAN);
        restart(Instant.ofEpochSecond(1_000));
        List<PendingClient> before = run.pendingClients();
        assertThat(join(ADA)).hasToString("ALREADY_MEMBER session 5");
        assertThat(join(CYD)).hasToString("ALREADY_MEMBER session 6");
        tickAfter(Duration.ofSeconds(5));

        assertThat(before)
                .extracting(client -> run.disconnected(client.client(), client.session()))
                .containsExactly(
                        MemberOutcome.OLD_SESSION,
                        MemberOutcome.RECORDED,
                        MemberOutcome.OLD_SESSION,
                        MemberOutcome.RECORDED);
        assertThat(run.pendingCount()).isEqualTo(2);
        tickAfter(Duration.ofSeconds(5));
        assertThat(tickAfter(STATE_TIME).removals())
                .extracting(Removal::toString)
                .containsExactly("bob removed: DISCONNECTED");
        assertThat(run.roster().clients()).containsExactly(ADA, CYD);
    }

    @Test
    void aRestoredRunGoesOnWithTheSessions() {
        warmUp();
        endOf(DAN, session(DAN));
        endOf(ADA, 1);
        run = HostedRun.restore(run.snapshot(), seeds);
        assertThat(run.pendingCount()).isEqualTo(2);
        assertThat(changingNothing(new RunInput.Disconnected(DAN, 3))).isEqualTo(MemberOutcome.OLD_SESSION);
        assertThat(join(DAN)).hasToString("ACCEPTED session 5");
        assertThat(join(ADA)).hasToString("SEAT_KEPT session 6");
        assertThat(pending()).containsExactly(ADA, BOB, CYD, DAN);
    }
}
