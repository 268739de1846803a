package io.github.coordinator;

import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a {@link HostedRun} to a join. Immutable; equal by value.
 *
 * @since 0.1.0
 */
public final class JoinResult implements RunAnswer {
    private final JoinOutcome outcome;
    private final OptionalLong session;

    JoinResult(JoinOutcome outcome, OptionalLong session) {
        this.outcome = outcome;
        this.session = session;
    }

    /**
     * What became of the join.
     *
     * @return the outcome
     */
    public JoinOutcome outcome() {
        return outcome;
    }

    /**
     * Whether a session begins with this join: also where the outcome is {@link JoinOutcome#ALREADY_MEMBER}, and the new
     * connection of a member replaces its old one. Go by this, and not by the outcome.
     *
     * @return whether {@link #session} is present
     */
    public boolean accepted() {
        return session.isPresent();
    }

    /**
     * The session that begins with this join: its number among all joins of the run that were not refused, from 1. The host
     * keeps it with the connection, and names it when that connection ends.
     *
     * @return the session; empty if the join was refused
     */
    public OptionalLong session() {
        return session;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JoinResult that && outcome == that.outcome && session.equals(that.session);
    }

    @Override
    public int hashCode() {
        return Objects.hash(outcome, session);
    }

    @Override
    public String toString() {
        return session.isPresent() ? outcome + " session " + session.getAsLong() : outcome.toString();
    }
}
