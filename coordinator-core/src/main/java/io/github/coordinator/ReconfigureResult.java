package io.github.coordinator;

import io.github.coordinator.config.ConfigProblem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@link Coordinator#reconfigure}. Immutable; equal by value.
 *
 * @since 0.1.0
 */
public final class ReconfigureResult implements RunAnswer {
    private final Fields fields;

    private record Fields(OperatorOutcome outcome, List<ConfigProblem> problems) {}

    ReconfigureResult(OperatorOutcome outcome, List<ConfigProblem> problems) {
        fields = new Fields(outcome, List.copyOf(problems));
    }

    /**
     * What became of the call.
     *
     * @return the outcome
     */
    public OperatorOutcome outcome() {
        return fields.outcome;
    }

    /**
     * All that keeps the run from taking up the configuration.
     *
     * @return the problems; empty unless the outcome is {@link OperatorOutcome#CONFIG_REFUSED}; immutable
     */
    public List<ConfigProblem> problems() {
        return fields.problems;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ReconfigureResult that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        return fields.outcome + (fields.problems.isEmpty() ? "" : " " + fields.problems);
    }
}
