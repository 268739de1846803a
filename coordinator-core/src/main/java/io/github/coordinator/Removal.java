package io.github.coordinator;

import io.github.coordinator.round.RoundId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A member lost its seat. Recorded once, and kept until the next epoch takes its members. The host tells the client.
 * Immutable; equal by value.
 *
 * @since 0.1.0
 */
public final class Removal implements RunEvent {
    private final Fields fields;

    private record Fields(
            ClientId client,
            Cause cause,
            RunState during,
            long epoch,
            @Nullable RoundId round,
            Instant at) {}

    Removal(ClientId client, Cause cause, RunState during, long epoch, @Nullable RoundId round, Instant at) {
        fields = new Fields(client, cause, during, epoch, round, at);
    }

    /**
     * Why a member was removed. Where several causes hold, the first of them. Further constants may come in a minor version:
     * a switch over causes needs a default.
     *
     * @since 0.1.0
     */
    public enum Cause {
        /** The operator barred it from the run. */
        EJECTED,
        /** It said goodbye. */
        LEFT,
        /** Its connection was gone, and it did not join again in time. */
        DISCONNECTED,
        /** It gave no sign of life for {@code health_check_timeout}, in observed time. */
        SILENT,
        /** The witnesses did not see its work in {@code max_absent_rounds} rounds in a row that count for it. */
        ABSENT,
        /** It did not attest in {@code max_missed_attestations} of its elections in a row that count. */
        NOT_ATTESTING
    }

    /**
     * The client that was removed.
     *
     * @return its id
     */
    public ClientId client() {
        return fields.client;
    }

    /**
     * Why it was removed.
     *
     * @return the cause
     */
    public Cause cause() {
        return fields.cause;
    }

    /**
     * The state in which the run was.
     *
     * @return the state before the tick that removed the member
     */
    public RunState during() {
        return fields.during;
    }

    /**
     * The epoch in which it was removed.
     *
     * @return the epoch, counted from 0
     */
    public long epoch() {
        return fields.epoch;
    }

    /**
     * The round at whose end, or after whose end, it was removed.
     *
     * @return the round; empty during warm-up, before the first round of the epoch
     */
    public Optional<RoundId> round() {
        return Optional.ofNullable(fields.round);
    }

    /**
     * When it was removed.
     *
     * @return the time of the tick
     */
    public Instant at() {
        return fields.at;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Removal that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    /** For logs: {@code client-3 removed: DISCONNECTED}. */
    @Override
    public String toString() {
        return fields.client + " removed: " + fields.cause;
    }
}
