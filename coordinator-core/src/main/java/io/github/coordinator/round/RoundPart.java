package io.github.coordinator.round;

import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/**
 * What one client does in one round: its role, its data and its proof. It follows from the round and the client's seat
 * alone. Each question costs at most 182 hashes, whatever the number of clients; with {@link DataOrder#PSYCHE}, {@link #data}
 * is O(clients). Immutable.
 *
 * @since 0.1.0
 */
public final class RoundPart {
    private final Round round;
    private final int index;

    RoundPart(Round round, int index) {
        this.round = round;
        this.index = index;
    }

    /**
     * The round.
     *
     * @return the round
     */
    public Round round() {
        return round;
    }

    /**
     * The client's place in the roster of the round.
     *
     * @return its index, from 0 to {@code clientCount − 1}
     */
    public int index() {
        return index;
    }

    /**
     * Whether the client trains or verifies.
     *
     * @return its role
     */
    public Role role() {
        return Committee.of(round).role(index);
    }

    /**
     * What the client trains on.
     *
     * @return its range; empty for a client that verifies, or where there are more trainers than data
     */
    public Optional<DataRange> data() {
        return DataAssignment.of(round).rangeOf(index);
    }

    /**
     * Whether the client is elected as a witness.
     *
     * @return whether it is to attest the round
     */
    public boolean isWitness() {
        return Committee.of(round).isWitness(index);
    }

    /**
     * The proof by which the client attests a round of {@link ParticipationKind#BITMAP}. O(clients).
     *
     * @param seen whether the client saw a result of the client at a roster index; asked once for each index, ascending
     * @return the proof; empty if the client is not elected
     * @throws IllegalStateException if proofs of this round need the ids of the clients
     */
    public Optional<WitnessProof> proof(IntPredicate seen) {
        return proof(seen, other -> {
            throw new IllegalStateException(
                    "a proof of kind " + round.participation() + " needs the ids of the clients");
        });
    }

    /**
     * The proof by which the client attests the round, of whatever kind the round asks for. O(clients).
     *
     * @param seen whether the client saw a result of the client at a roster index; asked once for each index, ascending
     * @param idOf the bytes of the id of the client at a roster index; asked in a round of {@link ParticipationKind#BLOOM}
     *     for each client that was seen
     * @return the proof; empty if the client is not elected
     */
    public Optional<WitnessProof> proof(IntPredicate seen, IntFunction<byte[]> idOf) {
        Objects.requireNonNull(seen, "seen");
        Objects.requireNonNull(idOf, "idOf");
        int position = Committee.of(round).witnessPosition(index);
        if (position >= round.witnessCount()) {
            return Optional.empty();
        }
        Participation participation = switch (round.participation()) {
            case BITMAP -> ParticipationBitmap.of(round.clientCount(), seen);
            case BLOOM -> ParticipationFilter.of(round, idOf, seen);
        };
        return Optional.of(new WitnessProof(round.id(), index, position, participation));
    }

    /** For logs: {@code seat 4 of epoch 2 round 5}. */
    @Override
    public String toString() {
        return "seat " + index + " of " + round.id();
    }
}
