package io.github.coordinator;

import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundPart;
import io.github.coordinator.round.Seat;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a run knows of one client, and why it is not doing what one might expect. Immutable; equal by value.
 *
 * @since 0.1.0
 */
public final class ClientExplanation {
    private final Fields fields;

    record Fields(
            ClientId client,
            Situation situation,
            OptionalInt place,
            Optional<Presence> presence,
            Optional<Seat> seat,
            Optional<Round> round,
            boolean ready,
            boolean attested,
            Optional<Duration> silentFor,
            Counts counts,
            Optional<Removal> removal,
            List<String> sentences) {}

    ClientExplanation(Fields fields) {
        this.fields = fields;
    }

    /**
     * Where the client stands. Further constants may come in a minor version: a switch over situations needs a default.
     *
     * @since 0.1.0
     */
    public enum Situation {
        /** It is a member of the epoch. */
        MEMBER,
        /** It waits for the next epoch. */
        PENDING,
        /** It waits, but not for the next epoch: it was removed in the last one, and enough others are there. */
        PASSED_OVER,
        /** It waits, but its connection is gone. The next tick in {@link RunState#WAITING_FOR_MEMBERS} drops it. */
        DISCONNECTED,
        /** It waits, but gives no sign of life. The next tick in {@link RunState#WAITING_FOR_MEMBERS} drops it. */
        SILENT,
        /** The operator barred it. */
        EJECTED,
        /** It was a member, and has not joined again. */
        NOT_PENDING
    }

    /**
     * The client.
     *
     * @return its id
     */
    public ClientId client() {
        return fields.client;
    }

    /**
     * Where the client stands.
     *
     * @return its situation
     */
    public Situation situation() {
        return fields.situation;
    }

    /**
     * Its place among those that the next epoch can take, in the order in which it takes them.
     *
     * @return the place, from 1; empty unless the client is {@link Situation#PENDING}
     */
    public OptionalInt place() {
        return fields.place;
    }

    /**
     * Whether it is still there, as a member.
     *
     * @return its presence; empty if it is not on the roster
     */
    public Optional<Presence> presence() {
        return fields.presence;
    }

    /**
     * Where it sits.
     *
     * @return its seat; empty if it has none
     */
    public Optional<Seat> seat() {
        return fields.seat;
    }

    /**
     * What it does in the open round: its role, its data, and whether it is a witness.
     *
     * @return its part; empty if it has none
     */
    public Optional<RoundPart> part() {
        return fields.round.flatMap(round -> fields.seat.flatMap(round::partOf));
    }

    /**
     * Whether it is ready for the first round.
     *
     * @return whether it said so in the warm-up that goes on
     */
    public boolean ready() {
        return fields.ready;
    }

    /**
     * Whether it attested the open round.
     *
     * @return whether its proof was accepted and still counts
     */
    public boolean attested() {
        return fields.attested;
    }

    /**
     * How long ago it gave its last sign of life, in the time that the run has observed.
     *
     * @return the duration; empty where the rule is off or nothing is known
     */
    public Optional<Duration> silentFor() {
        return fields.silentFor;
    }

    /**
     * What is held against it.
     *
     * @return its counts
     */
    public Counts counts() {
        return fields.counts;
    }

    /**
     * Its removal since the epoch took its members; there is at most one.
     *
     * @return the removal; empty if it was not removed
     */
    public Optional<Removal> removal() {
        return fields.removal;
    }

    /**
     * The same for people.
     *
     * @return sentences in English, without full stops; immutable
     */
    public List<String> sentences() {
        return fields.sentences;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ClientExplanation that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        return fields.client + ": " + String.join("; ", fields.sentences);
    }
}
