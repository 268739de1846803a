package io.github.coordinator;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a run is in its state, and what it waits for. Immutable; equal by value.
 *
 * @since 0.1.0
 */
public final class Explanation {
    private final Fields fields;

    record Fields(
            RunState state,
            Optional<TransitionReason> reason,
            RunOrder order,
            boolean changeDue,
            List<Condition> conditions,
            List<String> sentences) {}

    Explanation(Fields fields) {
        this.fields = fields;
    }

    /**
     * What the run is doing.
     *
     * @return the state
     */
    public RunState state() {
        return fields.state;
    }

    /**
     * Why the run went to this state.
     *
     * @return the reason; empty in a new run
     */
    public Optional<TransitionReason> reason() {
        return fields.reason;
    }

    /**
     * What the operator asked for and has not taken effect.
     *
     * @return the pending order
     */
    public RunOrder order() {
        return fields.order;
    }

    /**
     * Whether the run waits for nothing but a tick.
     *
     * @return whether a tick at the time asked for would change something, silence and dropped pending clients aside
     */
    public boolean changeDue() {
        return fields.changeDue;
    }

    /**
     * The unmet conditions. In {@link RunState#ROUND_WITNESS} those after the first do not end the state, but say what is
     * still needed for the round to be confirmed.
     *
     * @return the conditions; none if a change is due, or the run is finished; immutable
     */
    public List<Condition> conditions() {
        return fields.conditions;
    }

    /**
     * The same for people: why the run is in its state, then the pending order if there is one, then what it waits for.
     *
     * @return sentences in English, without full stops; immutable
     */
    public List<String> sentences() {
        return fields.sentences;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Explanation that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        return String.join("; ", fields.sentences);
    }
}
