package io.github.coordinator.verification.model;

import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import java.time.Instant;
import java.util.Optional;

/**
 * The invariants of a run, as far as a single step shows them. The numbers are those of the list in {@code RULES.md},
 * beside the scenarios; each failure begins with the one that is broken. What takes more than one step to see is up to
 * {@link History}; that equal runs stay equal is up to whoever has two of them, with {@link #requireSame}.
 */
public final class Invariants {
    private Invariants() {}

    /**
     * Judges a step.
     *
     * @param step what was done and what came of it
     * @throws AssertionError if an invariant is broken; the message begins with its number in brackets
     */
    public static void check(Step step) {
        ProgressInvariants.check(step);
        TimeInvariants.check(step);
        MemberInvariants.check(step);
        PresenceInvariants.check(step);
        SilenceInvariants.check(step);
        ProofInvariants.check(step);
        RoundInvariants.check(step);
        CountInvariants.check(step);
    }

    /**
     * Judges a tick by the deadline that the coordinator had named just before it.
     *
     * @param deadline the answer of {@link Coordinator#nextDeadline}
     * @param step what was done and what came of it; nothing is judged but ticks
     * @throws AssertionError if the tick came before the deadline and changed more than time
     */
    public static void checkDeadline(Optional<Instant> deadline, Step step) {
        if (step.call() instanceof Call.Tick tick) {
            boolean isEarly = deadline.map(tick.now()::isBefore).orElse(true);
            boolean wasEnough = step.before().clock().enoughAnchor().isPresent();
            boolean isEnough = step.after().clock().enoughAnchor().isPresent();
            boolean isSame = wasEnough == isEnough && ProgressInvariants.sameButForTime(step.before(), step.after());
            require(30, !isEarly || step.wentBack() || isSame, "a tick before its deadline changes nothing", step);
        }
    }

    /**
     * Judges two coordinators that must be alike, one of them restored from the other's snapshot or given the same calls.
     *
     * @param invariant 4 for the same calls, 5 for a restoration
     * @param expected what came of the step for the one: a snapshot or an answer
     * @param actual what came of it for the other
     * @throws AssertionError if they differ
     */
    public static void requireSame(int invariant, Object expected, Object actual) {
        if (!expected.equals(actual) || !expected.toString().equals(actual.toString())) {
            throw new AssertionError(
                    "[" + invariant + "] two runs that must be the same differ:\n  " + expected + "\n  " + actual);
        }
    }

    /**
     * Judges a coordinator that was restored from another's snapshot, by its answers to every question.
     *
     * @param original the one
     * @param restored the other
     * @throws AssertionError if an answer differs
     */
    public static void requireSameAnswers(Coordinator original, Coordinator restored) {
        requireSame(5, original.snapshot(), restored.snapshot());
        requireSame(5, original.status(), restored.status());
        requireSame(5, original.roster(), restored.roster());
        requireSame(5, original.removals(), restored.removals());
        requireSame(5, original.config(), restored.config());
        requireSame(5, original.nextDeadline(), restored.nextDeadline());
        for (ClientId client : original.roster().clients()) {
            requireSame(5, original.seat(client), restored.seat(client));
        }
    }

    /**
     * Judges a claim.
     *
     * @param invariant the number of the invariant that it belongs to
     * @param holds whether it is true
     * @param claim what should be true
     * @param culprit what shows that it is not
     * @throws AssertionError if it is not true
     */
    public static void require(int invariant, boolean holds, String claim, Object culprit) {
        if (!holds) {
            throw new AssertionError("[" + invariant + "] does not hold: " + claim + "\n  " + culprit);
        }
    }
}
