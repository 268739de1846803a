package io.github.coordinator.model;

/**
 * The invariants of a run, as far as a single step shows them. The numbers are those of the list of invariants that the
 * project keeps; each failure begins with the one that is broken. What takes more than one step to see is up to
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
        ProofInvariants.check(step);
        RoundInvariants.check(step);
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

    static void require(int invariant, boolean holds, String claim, Object culprit) {
        if (!holds) {
            throw new AssertionError("[" + invariant + "] does not hold: " + claim + "\n  " + culprit);
        }
    }
}
