package io.github.coordinator;

import io.github.coordinator.round.RoundId;
import java.util.List;

/** What a round came to at its end. Immutable; equal by value. */
public final class RoundEvaluation implements RunEvent {
    private final Fields fields;

    record Fields(
            RoundId round, long step, boolean confirmed, int attestedCount, int witnessCount, List<ClientId> omitted) {}

    RoundEvaluation(Fields fields) {
        this.fields = fields;
    }

    /**
     * The round.
     *
     * @return its epoch and height
     */
    public RoundId round() {
        return fields.round;
    }

    /**
     * The step that the round was meant to make.
     *
     * @return the step, counted from 1
     */
    public long step() {
        return fields.step;
    }

    /**
     * Whether a quorum of the elected witnesses attested the round, so that its step counts and its data are used up.
     *
     * @return whether the round is confirmed
     */
    public boolean confirmed() {
        return fields.confirmed;
    }

    /**
     * How many elected witnesses attested the round.
     *
     * @return from 0 to {@code witnessCount}
     */
    public int attestedCount() {
        return fields.attestedCount;
    }

    /**
     * How many witnesses were elected.
     *
     * @return at least 0
     */
    public int witnessCount() {
        return fields.witnessCount;
    }

    /**
     * The clients that a quorum of the proofs leaves out.
     *
     * @return the clients in the order of the roster; immutable
     */
    public List<ClientId> omitted() {
        return fields.omitted;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RoundEvaluation that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    /** For logs: {@code epoch 2 round 5 confirmed: 3 of 4 witnesses attested}. */
    @Override
    public String toString() {
        return fields.round + (fields.confirmed ? " confirmed: " : " not confirmed: ") + fields.attestedCount + " of "
                + fields.witnessCount + " witnesses attested";
    }
}
