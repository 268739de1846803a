package io.github.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.round.Seat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Sessions, places and goodbyes of pending clients and members, by example. */
class HostedRunTest extends HostedRunFixture {
    @Test
    void aSessionIsTheNumberOfTheJoinAmongThoseThatWereNotRefused() {
        assertThat(join(ADA)).hasToString("ACCEPTED session 1");
        assertThat(join(BOB)).hasToString("ACCEPTED session 2");
        assertThat(join(ADA)).hasToString("ACCEPTED session 3");
        JoinResult refused = (JoinResult) changingNothing(new RunInput.Join("another run", CYD));
        assertThat(refused.session()).isEmpty();
        assertThat(refused).hasToString("WRONG_RUN");
        assertThat(join(CYD)).hasToString("ACCEPTED session 4");
        assertThat(run.snapshot().lastSession()).isEqualTo(4);
        assertThat(run.pendingClients())
                .extracting(PendingClient::toString)
                .containsExactly("ada session 3", "bob session 2", "cyd session 4");
    }

    /** The fault: the client is connected, and the run thinks it is gone. */
    @Test
    void aMemberIsThereThoughItsOldConnectionEndsAfterItsNewOneBegan() {
        train();
        JoinResult again = join(ADA);
        assertThat(again.outcome()).isEqualTo(JoinOutcome.ALREADY_MEMBER);
        assertThat(again.session()).hasValue(4);
        assertThat(changingNothing(new RunInput.Disconnected(ADA, 1))).isEqualTo(MemberOutcome.OLD_SESSION);
        assertThat(run.healthCheck(ADA)).isEqualTo(MemberOutcome.RECORDED);
        tickInto(RunState.ROUND_WITNESS);
        assertThat(tickAfter(STATE_TIME).removals()).isEmpty();
        assertThat(run.roster().clients()).contains(ADA);

        assertThat(endOf(ADA, 4)).isEqualTo(MemberOutcome.RECORDED);
        tickInto(RunState.ROUND_WITNESS);
        assertThat(tickAfter(STATE_TIME).removals())
                .extracting(Removal::toString)
                .containsExactly("ada removed: DISCONNECTED");
    }

    @Test
    void aPendingClientIsThereThoughItsOldConnectionEndsAfterItsNewOneBegan() {
        long old = session(ADA);
        long current = session(ADA);
        assertThat(changingNothing(new RunInput.Disconnected(ADA, old))).isEqualTo(MemberOutcome.OLD_SESSION);
        assertThat(run.pendingCount()).isEqualTo(1);
        assertThat(endOf(ADA, current)).isEqualTo(MemberOutcome.RECORDED);
        assertThat(run.pendingCount()).isZero();
    }

    @Test
    void theEndOfASessionIsTakenOnce() {
        warmUp();
        long pendingSession = session(DAN);
        assertThat(endOf(DAN, pendingSession)).isEqualTo(MemberOutcome.RECORDED);
        assertThat(changingNothing(new RunInput.Disconnected(DAN, pendingSession)))
                .isEqualTo(MemberOutcome.NOT_A_MEMBER);
        assertThat(endOf(ADA, 1)).isEqualTo(MemberOutcome.RECORDED);
        assertThat(changingNothing(new RunInput.Disconnected(ADA, 1))).isEqualTo(MemberOutcome.GONE);
    }

    @Test
    void theOldConnectionOfAClientThatWasRemovedAndJoinedAgainChangesNothing() {
        warmUp();
        endOf(ADA, 1);
        assertThat(tick().removals()).extracting(Removal::client).containsExactly(ADA);
        assertThat(pending()).containsExactly(BOB, CYD);
        assertThat(changingNothing(new RunInput.Disconnected(ADA, 1))).isEqualTo(MemberOutcome.NOT_A_MEMBER);
        assertThat(changingNothing(new RunInput.HealthCheck(ADA))).isEqualTo(MemberOutcome.NOT_A_MEMBER);

        assertThat(join(ADA)).hasToString("ACCEPTED session 4");
        assertThat(pending()).containsExactly(BOB, CYD, ADA);
        assertThat(changingNothing(new RunInput.Disconnected(ADA, 1))).isEqualTo(MemberOutcome.OLD_SESSION);
        assertThat(run.pendingCount()).isEqualTo(3);
    }

    @Test
    void theConnectionOfAnEjectedClientChangesNothingWhenItEnds() {
        warmUp();
        assertThat(run.eject(ADA)).isEqualTo(OperatorOutcome.RECORDED);
        assertThat(changingNothing(new RunInput.Disconnected(ADA, 1))).isEqualTo(MemberOutcome.GONE);
        tick();
        assertThat(changingNothing(new RunInput.Disconnected(ADA, 1))).isEqualTo(MemberOutcome.NOT_A_MEMBER);
    }

    @Test
    void aPendingClientThatComesBackHasThePlaceThatItHad() {
        endOf(ADA, session(ADA));
        join(BOB);
        join(CYD);
        join(DAN);
        join(ADA);
        assertThat(pending()).containsExactly(ADA, BOB, CYD, DAN);
        tick();
        assertThat(run.roster().clients()).containsExactly(ADA, BOB, CYD);
    }

    @Test
    void aPendingClientKeepsItsPlaceForAsLongAsARoundGoesOn() {
        train();
        long session = session(DAN);
        join(ClientId.of("eve"));
        endOf(DAN, session);
        tickInto(RunState.ROUND_WITNESS);
        tickInto(RunState.ROUND_TRAIN);
        assertThat(run.pendingClients().get(3)).hasToString("dan session 4 disconnected");
        assertThat(run.pendingCount()).isEqualTo(4);
        assertThat(join(DAN).outcome()).isEqualTo(JoinOutcome.ACCEPTED);
        assertThat(pending()).containsExactly(ADA, BOB, CYD, DAN, ClientId.of("eve"));
    }

    @Test
    void aMemberThatComesBackHasItsSeatAndItsPlaceAmongThePendingClients() {
        train();
        Optional<Seat> seat = run.seat(ADA);
        assertThat(seat).isPresent();
        endOf(ADA, 1);
        assertThat(run.pendingClients().get(0).connected()).isFalse();
        assertThat(tick().changed()).isFalse();
        assertThat(join(ADA)).hasToString("SEAT_KEPT session 4");
        assertThat(run.seat(ADA)).isEqualTo(seat);
        assertThat(pending()).containsExactly(ADA, BOB, CYD);
        tickInto(RunState.ROUND_WITNESS);
        TickResult end = tickAfter(STATE_TIME);
        assertThat(end.removals()).isEmpty();
        assertThat(end.roster()).isEmpty();
    }

    @Test
    void aDisconnectedClientIsDroppedByTheNextTickThatWaits() {
        long session = session(ADA);
        join(BOB);
        assertThat(run.nextDeadline()).isEmpty();
        endOf(ADA, session);
        assertThat(run.nextDeadline()).hasValue(now);
        long revision = run.revision();
        tick();
        assertThat(pending()).containsExactly(BOB);
        assertThat(run.revision()).isGreaterThan(revision);
        assertThat(run.nextDeadline()).isEmpty();
        changingNothing(new RunInput.Tick(now));
    }

    @Test
    void aDisconnectedClientIsNotTaken() {
        long session = session(ADA);
        join(BOB);
        join(CYD);
        endOf(ADA, session);
        join(DAN);
        tick();
        assertThat(run.roster().clients()).containsExactly(BOB, CYD, DAN);
        assertThat(pending()).containsExactly(BOB, CYD, DAN);
    }

    @Test
    void aDisconnectedClientIsNotCounted() {
        long session = session(ADA);
        join(BOB);
        join(CYD);
        endOf(ADA, session);
        assertThat(run.pendingCount()).isEqualTo(2);
        assertThat(tick().status().state()).isEqualTo(RunState.WAITING_FOR_MEMBERS);
    }

    @Test
    void aPendingClientLeaves() {
        warmUp();
        join(DAN);
        assertThat(run.leave(DAN)).isEqualTo(MemberOutcome.RECORDED);
        assertThat(pending()).containsExactly(ADA, BOB, CYD);
        assertThat(changingNothing(new RunInput.Leave(DAN))).isEqualTo(MemberOutcome.NOT_A_MEMBER);
        assertThat(join(DAN).outcome()).isEqualTo(JoinOutcome.ACCEPTED);
    }

    @Test
    void aDisconnectedPendingClientLeaves() {
        warmUp();
        endOf(DAN, session(DAN));
        assertThat(run.leave(DAN)).isEqualTo(MemberOutcome.RECORDED);
        assertThat(pending()).containsExactly(ADA, BOB, CYD);
        assertThat(run.pendingCount()).isEqualTo(3);
    }

    @Test
    void aMemberLeaves() {
        warmUp();
        assertThat(run.leave(ADA)).isEqualTo(MemberOutcome.RECORDED);
        assertThat(pending()).containsExactly(BOB, CYD);
        assertThat(changingNothing(new RunInput.Leave(ADA))).isEqualTo(MemberOutcome.GONE);
        assertThat(tick().removals()).extracting(Removal::cause).containsExactly(Removal.Cause.LEFT);
    }

    @Test
    void theOperatorEjectsAPendingClient() {
        warmUp();
        endOf(DAN, session(DAN));
        assertThat(run.eject(DAN)).isEqualTo(OperatorOutcome.RECORDED);
        assertThat(pending()).containsExactly(ADA, BOB, CYD);
        assertThat(run.pendingCount()).isEqualTo(3);
        assertThat(changingNothing(new RunInput.Eject(DAN))).isEqualTo(OperatorOutcome.ALREADY_EJECTED);
        assertThat(changingNothing(new RunInput.Join("run", DAN))).hasToString("EJECTED");
    }
}
