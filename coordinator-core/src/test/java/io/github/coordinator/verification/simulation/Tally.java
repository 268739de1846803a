package io.github.coordinator.verification.simulation;

import io.github.coordinator.MemberOutcome;
import io.github.coordinator.verification.model.Reach;
import java.util.List;

/** How often each thing happened, over all runs. A simulation in which nothing goes wrong any more would pass for ever. */
final class Tally {
    /** What is worth counting and has no type of its own. */
    enum Mark {
        RUNS,
        CALLS,
        CONFIRMED_ROUNDS,
        FAILED_ROUNDS,
        /** A run that was made to advance in the calm after the faults. */
        LIVENESS_PROVED,
        /** The same, although one client went on making trouble. */
        LIVENESS_PROVED_IN_TROUBLE,
        /** A round in the calm that nobody's trouble could keep from being confirmed. */
        CALM_ROUNDS,
        /** A run that everyone left, and that came to rest. */
        DESERTION_PROVED,
        /** A round with so few liars that they cannot make an honest client absent. */
        FEW_LIARS,
        /** A round of {@link #FEW_LIARS} in which a liar left out a client that every honest witness saw. */
        SLANDER_IN_VAIN,
        /** A tick that failed, and changed nothing. */
        FAILED_TICKS,
        /** A restart of the host that the run was told of. */
        RESTARTS,
        /** A silent client removed as silent. */
        SILENT_REMOVED,
        /** A client that is silent or a zombie removed as absent. */
        ZOMBIE_REMOVED,
        /** A zombie that hangs up at the end of every second round removed as absent. */
        HANGING_ZOMBIE_REMOVED,
        /** A client that never attests removed for that. */
        SILENT_WITNESS_REMOVED,
        /** A round in the calm that was held against a client that did not work. */
        IDLENESS_HELD,
        /** An election in the calm that was held against a client that did not attest. */
        SILENCE_HELD,
        /** A client removed as absent that no honest witness saw. */
        ABSENCE_EXPLAINED,
        /** A step that was made once more by a restored run. */
        STEPS_RESTORED,
        /** A tick before the deadline that the coordinator had given. */
        EARLY_TICKS
    }

    private final Reach reach = new Reach(
            Mark.values(),
            Disturbance.values(),
            Lie.values(),
            // The others are known by what becomes of them.
            new Habit[] {Habit.FLAPPING, Habit.HANGING_ZOMBIE, Habit.LEAVING},
            new MemberOutcome[] {MemberOutcome.OLD_SESSION});

    void count(Enum<?> what) {
        reach.count(what);
    }

    void count(JudgedStep step) {
        count(Mark.CALLS);
        reach.countAnswer(step.outcome());
        step.evaluation()
                .ifPresent(evaluated -> count(evaluated.confirmed() ? Mark.CONFIRMED_ROUNDS : Mark.FAILED_ROUNDS));
    }

    /** All that happened less often than that. */
    List<String> below(long times) {
        return reach.below(times);
    }

    @Override
    public String toString() {
        return reach.toString();
    }
}
