package io.github.coordinator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The run went from one state to another. Immutable; equal by value.
 *
 * @since 0.1.0
 */
public final class Transition implements RunEvent {
    private final Fields fields;

    private record Fields(RunState from, RunState to, TransitionReason reason, Instant at) {}

    Transition(RunState from, RunState to, TransitionReason reason, Instant at) {
        fields = new Fields(from, to, reason, at);
    }

    /**
     * The state that ended.
     *
     * @return the state before the tick
     */
    public RunState from() {
        return fields.from;
    }

    /**
     * The state that began.
     *
     * @return the state after the tick
     */
    public RunState to() {
        return fields.to;
    }

    /**
     * Why it ended.
     *
     * @return the first reason that holds
     */
    public TransitionReason reason() {
        return fields.reason;
    }

    /**
     * When it ended.
     *
     * @return the time of the tick
     */
    public Instant at() {
        return fields.at;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Transition that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    /** For logs: {@code WARMUP → ROUND_TRAIN: ALL_READY}. */
    @Override
    public String toString() {
        return fields.from + " → " + fields.to + ": " + fields.reason;
    }
}
