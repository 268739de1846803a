package io.github.coordinator;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a run waits for, as numbers and as a sentence. Immutable; equal by value.
 *
 * @since 0.1.0
 */
public final class Condition {
    private final Fields fields;

    record Fields(Kind kind, int have, int needed, List<ClientId> missing, Optional<Instant> due, String sentence) {}

    Condition(Fields fields) {
        this.fields = fields;
    }

    /**
     * What is waited for. Further constants may come in a minor version: a switch over kinds needs a default.
     *
     * @since 0.1.0
     */
    public enum Kind {
        /** {@code init_min_clients} can be taken. */
        ENOUGH_CLIENTS,
        /** {@code max_clients} can be taken, or the extra time is over. */
        NO_ROOM_LEFT,
        /** {@code min_clients} of the members are connected. */
        ENOUGH_CONNECTED,
        /** Every member that is there is ready, or warm-up is over. */
        ALL_READY,
        /** Every elected witness that is still active has attested, and enough have, or the time for training is over. */
        ALL_ATTESTED,
        /** The quorum has attested: in training, it ends then; in the last call, the round can be confirmed then. */
        QUORUM_ATTESTED,
        /** {@code min_participants} took part, so that the round can be confirmed. */
        ENOUGH_TOOK_PART,
        /** The state's time is over; nothing else ends it. */
        TIME_OVER,
        /** The operator resumes or stops the run. */
        OPERATOR
    }

    /**
     * What is waited for.
     *
     * @return the kind
     */
    public Kind kind() {
        return fields.kind;
    }

    /**
     * How many there are.
     *
     * @return at least 0; 0 for kinds that count nothing
     */
    public int have() {
        return fields.have;
    }

    /**
     * How many are needed.
     *
     * @return more than {@link #have}; 0 for kinds that count nothing
     */
    public int needed() {
        return fields.needed;
    }

    /**
     * The members that are waited for, where it is known which they are.
     *
     * @return the members in the order of the roster; immutable
     */
    public List<ClientId> missing() {
        return fields.missing;
    }

    /**
     * When time alone ends the wait.
     *
     * @return the time, by the host's clock; empty where it does not, or no clock can tell
     */
    public Optional<Instant> due() {
        return fields.due;
    }

    /**
     * The same for people: {@code 2 of 3 clients pending, 1 more needed}. Names at most ten of the missing members.
     *
     * @return a sentence in English, without a full stop
     */
    public String sentence() {
        return fields.sentence;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Condition that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        return fields.sentence;
    }
}
