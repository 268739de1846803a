package io.github.coordinator.verification.simulation;

import io.github.coordinator.RoundEvaluation;
import io.github.coordinator.verification.model.Reach;
import io.github.coordinator.verification.model.Step;
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
        /** A run that everyone left, and that came to rest. */
        DESERTION_PROVED,
        /** A round with so few liars that they cannot make an honest client absent. */
        FEW_LIARS,
        /** A round of {@link #FEW_LIARS} in which a liar left out a client that every honest witness saw. */
        SLANDER_IN_VAIN,
        /** A step that was made once more by a restored coordinator. */
        STEPS_RESTORED,
        /** A tick before the deadline that the coordinator had given. */
        EARLY_TICKS
    }

    private final Reach reach = new Reach(Mark.values(), Disturbance.values(), Lie.values());

    void count(Enum<?> what) {
        reach.count(what);
    }

    void count(Step step) {
        count(Mark.CALLS);
        reach.countAnswer(step.answer());
        for (RoundEvaluation evaluated : step.evaluations()) {
            count(evaluated.confirmed() ? Mark.CONFIRMED_ROUNDS : Mark.FAILED_ROUNDS);
        }
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
