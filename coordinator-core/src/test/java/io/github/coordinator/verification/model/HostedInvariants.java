package io.github.coordinator.verification.model;

import static io.github.coordinator.verification.model.Invariants.require;

import io.github.coordinator.ClockWentBack;
import io.github.coordinator.JoinOutcome;
import io.github.coordinator.JoinResult;
import io.github.coordinator.Outcome;
import io.github.coordinator.PendingClient;
import io.github.coordinator.RunInput;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.TickResult;
import java.time.Instant;

/** The invariants of a hosted run that a single step shows. Here are those of sessions, seats, revision and deadline. */
final class HostedInvariants {
    private HostedInvariants() {}

    /**
     * Judges a step.
     *
     * @throws AssertionError if an invariant is broken; the message begins with its number in brackets
     */
    static void check(HostedStep step) {
        checkRefusal(step);
        PendingInvariants.check(step);
        ChoiceInvariants.check(step);
        checkSeats(step);
        checkSessions(step);
        checkRevision(step);
        checkRestart(step);
        checkDeadline(step);
    }

    private static void checkRefusal(HostedStep step) {
        boolean unchanged = step.before().equals(step.after());
        if (outcome(step) instanceof Outcome outcome && !outcome.accepted() && outcome != JoinOutcome.ALREADY_MEMBER) {
            require(2, unchanged, "a call that is not recorded changes nothing", step);
        }
        if (outcome(step) == JoinOutcome.ALREADY_MEMBER) {
            RunSnapshot before = step.before().run();
            boolean isSame =
                    ProgressInvariants.sameButForTime(before, step.after().run());
            require(2, isSame, "a member's join begins a session and is a sign of life, no more", step);
        }
    }

    private static Object outcome(HostedStep step) {
        return HostedBench.outcome(step.answer());
    }

    /** Only a tick moves a member. */
    private static void checkSeats(HostedStep step) {
        if (!(step.input() instanceof RunInput.Tick)) {
            boolean sameSeats = Step.clients(step.before().run())
                            .equals(Step.clients(step.after().run()))
                    && step.before().run().rosterVersion() == step.after().run().rosterVersion();
            require(31, sameSeats, "a member that comes back has the seat that it had", step);
        }
    }

    private static void checkSessions(HostedStep step) {
        long last = step.before().lastSession();
        if (step.answer() instanceof JoinResult join) {
            boolean refused = join.outcome().kind() == Outcome.Kind.REFUSED;
            require(31, join.session().isEmpty() == refused, "a join that is not refused begins a session", step);
            if (!refused) {
                PendingClient pending = HostedStep.pending(step.after(), ((RunInput.Join) step.input()).client())
                        .orElseThrow();
                require(31, join.session().getAsLong() == last + 1, "sessions are numbered in order", step);
                require(31, pending.session() == last + 1 && pending.connected(), "the new session counts", step);
            }
        }
        boolean begins =
                step.answer() instanceof JoinResult join && join.session().isPresent();
        require(31, step.after().lastSession() == (begins ? last + 1 : last), "only a join begins a session", step);
        if (step.input() instanceof RunInput.Disconnected end && end.session() != step.currentSession()) {
            require(31, step.before().equals(step.after()), "the end of a replaced session changes nothing", step);
        }
    }

    /** A change is counted, and what changed nothing is not, but for calls that are recorded again. */
    private static void checkRevision(HostedStep step) {
        boolean sayingSoAgainIsRecorded = step.input() instanceof RunInput.HealthCheck
                || step.input() instanceof RunInput.Pause
                || step.input() instanceof RunInput.Checkpoint
                || step.input() instanceof RunInput.Reconfigure
                || step.input() instanceof RunInput.Restarted;
        boolean wentBack = step.answer() instanceof TickResult result
                && result.events().stream().anyMatch(ClockWentBack.class::isInstance);
        boolean isRecorded = outcome(step) instanceof Outcome outcome && outcome.accepted();
        boolean mayCountWithoutAChange = wentBack || (isRecorded && sayingSoAgainIsRecorded);
        require(2, step.counted() || !step.changed(), "a change changes the revision", step);
        require(
                2,
                step.changed() || !step.counted() || mayCountWithoutAChange,
                "only a change changes the revision",
                step);
    }

    private static void checkRestart(HostedStep step) {
        if (step.input() instanceof RunInput.Restarted) {
            RunSnapshot after = step.after().run();
            boolean isZero =
                    after.members().stream().allMatch(each -> each.silentFor().isZero())
                            && after.standings().stream()
                                    .allMatch(each -> each.silentFor().isZero());
            require(34, isZero, "a restart begins the silence of all members anew", step);
        }
    }

    private static void checkDeadline(HostedStep step) {
        if (step.input() instanceof RunInput.Tick tick) {
            Instant now = tick.now();
            boolean isEarly = step.deadline().map(now::isBefore).orElse(true);
            boolean wentBack = now.isBefore(step.before().run().clock().now());
            require(30, !isEarly || wentBack || !step.changed(), "no tick before the deadline changes anything", step);
        }
    }
}
