package io.github.coordinator.verification.model;

import static io.github.coordinator.verification.model.TrueHost.LATER;
import static io.github.coordinator.verification.model.TrueRun.ADA;
import static io.github.coordinator.verification.model.TrueRun.CLIENTS;
import static io.github.coordinator.verification.model.TrueRun.GRACE;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.coordinator.Forged;
import io.github.coordinator.JoinOutcome;
import io.github.coordinator.MemberOutcome;
import io.github.coordinator.PendingLimits;
import io.github.coordinator.RunInput;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Each invariant of a hosted run notices a lie about a step that was in order. */
class HostedInvariantsTest {
    private final TrueHost run = new TrueHost(TrueRun.config().build(), PendingLimits.DEFAULT);

    static void assertBroken(int invariant, String claim, HostedStep lie) {
        assertThatThrownBy(() -> HostedInvariants.check(lie))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("[" + invariant + "] does not hold: " + claim + "\n");
    }

    @Test
    void recordsThatAreNone() {
        run.beginEpoch();
        assertBroken(
                2,
                "a call that is not recorded changes nothing",
                HostedLies.answer(run.give(new RunInput.Ready(ADA, 0)), MemberOutcome.GONE));
        assertBroken(
                2,
                "a member's join begins a session and is a sign of life, no more",
                HostedLies.run(run.join(GRACE), it -> it.rosterVersion(7)));
        assertBroken(
                31,
                "a member that comes back has the seat that it had",
                HostedLies.run(run.give(new RunInput.HealthCheck(ADA)), it -> it.rosterVersion(7)));
    }

    @Test
    void sessionsThatNobodyBegan() {
        run.join(ADA);
        HostedStep again = run.join(ADA);
        assertBroken(
                31,
                "a join that is not refused begins a session",
                HostedLies.answer(again, Forged.joinResult(JoinOutcome.ACCEPTED, OptionalLong.empty())));
        assertBroken(
                31,
                "sessions are numbered in order",
                HostedLies.answer(again, Forged.joinResult(JoinOutcome.ACCEPTED, OptionalLong.of(3))));
        assertBroken(
                31,
                "the new session counts",
                HostedLies.pending(again, clients -> clients.set(0, HostedLies.pendingClient(ADA, 1, true))));
        assertBroken(
                31,
                "only a join begins a session",
                HostedLies.after(
                        again,
                        Forged.hostedSnapshot(
                                again.after().run(),
                                again.after().pendingClients(),
                                3,
                                again.after().turn(),
                                again.after().limits())));
    }

    @Test
    void theEndOfAReplacedSession() {
        run.join(ADA);
        HostedStep end = run.give(new RunInput.Disconnected(ADA, 1));
        assertBroken(
                31,
                "the end of a replaced session changes nothing",
                new HostedStep(end.before(), end.deadline(), 2, end.input(), end.answer(), end.after(), true));
    }

    @Test
    void changesThatAreNotCounted() {
        run.beginEpoch();
        assertBroken(
                2, "a change changes the revision", HostedLies.counted(run.give(new RunInput.Ready(ADA, 0)), false));
        assertBroken(
                2, "only a change changes the revision", HostedLies.counted(run.give(new RunInput.Tick(LATER)), true));
    }

    @Test
    void silenceThatGoesOnAfterARestart() {
        run.beginEpoch();
        assertBroken(
                34,
                "a restart begins the silence of all members anew",
                HostedLies.run(
                        run.give(new RunInput.Restarted(LATER)),
                        it -> it.members(all -> Lies.first(all, ada -> Lies.silent(ada, Duration.ofSeconds(1))))));
    }

    @Test
    void aDeadlineThatIsTooLate() {
        CLIENTS.forEach(run::join);
        HostedStep begun = run.give(new RunInput.Tick(LATER));
        assertBroken(
                30,
                "no tick before the deadline changes anything",
                new HostedStep(
                        begun.before(),
                        Optional.of(LATER.plusSeconds(1)),
                        0,
                        begun.input(),
                        begun.answer(),
                        begun.after(),
                        true));
    }
}
