package io.github.coordinator;

import io.github.coordinator.round.Committee;
import io.github.coordinator.round.DataAssignment;
import io.github.coordinator.round.DataRange;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundId;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a round came to at its end. The lists are made when they are asked for, in the order of the roster. Immutable; equal by
 * value.
 *
 * @since 0.1.0
 */
public final class RoundEvaluation implements RunEvent {
    private final Fields fields;

    /** The sets are of seats, and nobody changes them any more. */
    record Fields(
            Round round,
            long step,
            boolean confirmed,
            int quorum,
            List<ClientId> clients,
            BitSet attested,
            BitSet hadWork,
            BitSet omitted) {}

    /**
     * What a client was given to do, and whether it did it.
     *
     * @param client the client
     * @param data what it was given to train on
     * @param tookPart whether its work was seen by enough of its judges
     * @since 0.1.0
     */
    public record Credit(ClientId client, DataRange data, boolean tookPart) {}

    RoundEvaluation(Fields fields) {
        this.fields = fields;
    }

    /**
     * The round.
     *
     * @return its epoch and height
     */
    public RoundId round() {
        return fields.round.id();
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
     * Whether a quorum of the elected witnesses attested the round and enough clients took part, so that its step counts and
     * its data are used up.
     *
     * @return whether the round is confirmed
     */
    public boolean confirmed() {
        return fields.confirmed;
    }

    /**
     * How many of the elected witnesses had to attest.
     *
     * @return from 0 to {@code witnessCount}
     */
    public int quorum() {
        return fields.quorum;
    }

    /**
     * How many elected witnesses attested the round.
     *
     * @return from 0 to {@code witnessCount}
     */
    public int attestedCount() {
        return fields.attested.cardinality();
    }

    /**
     * How many witnesses were elected.
     *
     * @return at least 0
     */
    public int witnessCount() {
        return fields.round.witnessCount();
    }

    /**
     * How many clients took part.
     *
     * @return at least 0
     */
    public int participantCount() {
        return fields.hadWork.cardinality() - fields.omitted.cardinality();
    }

    /**
     * The elected witnesses that attested. O(witnesses).
     *
     * @return the clients
     */
    public List<ClientId> attested() {
        return clients(fields.attested);
    }

    /**
     * The elected witnesses that did not attest. Costs an election.
     *
     * @return the clients
     */
    public List<ClientId> notAttested() {
        BitSet missing = new BitSet();
        Arrays.stream(Committee.of(fields.round).witnessSeats()).forEach(missing::set);
        missing.andNot(fields.attested);
        return clients(missing);
    }

    /**
     * The clients that had work and took part. O(clients).
     *
     * @return the clients
     */
    public List<ClientId> participants() {
        BitSet seats = (BitSet) fields.hadWork.clone();
        seats.andNot(fields.omitted);
        return clients(seats);
    }

    /**
     * The clients that had work and did not take part, by the proofs. O(clients).
     *
     * @return the clients
     */
    public List<ClientId> omitted() {
        return clients(fields.omitted);
    }

    /**
     * What each client that had work was given to do, and whether it did it. O(clients), and an order of roles.
     *
     * @return the credits, in the order of the data
     */
    public List<Credit> credits() {
        return DataAssignment.of(fields.round).shares().stream()
                .map(share ->
                        new Credit(fields.clients.get(share.index()), share.data(), !fields.omitted.get(share.index())))
                .toList();
    }

    private List<ClientId> clients(BitSet seats) {
        return seats.stream().mapToObj(fields.clients::get).toList();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RoundEvaluation that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    /** For logs: {@code epoch 2 round 5 confirmed: 3 of 4 witnesses attested}. */
    @Override
    public String toString() {
        return round() + (confirmed() ? " confirmed: " : " not confirmed: ") + attestedCount() + " of " + witnessCount()
                + " witnesses attested";
    }
}
