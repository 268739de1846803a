package io.github.coordinator.witness;

import io.github.coordinator.round.Committee;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.Seat;
import java.util.Objects;
import java.util.Optional;

/**
 * What an elected witness attests: which round it speaks of, as whom, and who took part. All of it are claims of a remote
 * client, and the coordinator checks each; a proof may therefore hold any numbers.
 *
 * @param epoch the epoch of the round
 * @param height the round within the epoch
 * @param index the witness's roster index
 * @param position its position in the order of witnesses
 * @param participation whom it saw take part
 */
public record WitnessProof(long epoch, long height, int index, int position, Participation participation) {
    /**
     * Checks that there is a participation.
     *
     * @param epoch as above
     * @param height as above
     * @param index as above
     * @param position as above
     * @param participation as above
     */
    public WitnessProof {
        Objects.requireNonNull(participation, "participation");
    }

    /**
     * The proof that a client has to give, if it is elected. Costs as much as {@link Committee#witnessPosition}.
     *
     * @param round the round, from the status that the coordinator broadcast
     * @param seat the client's seat in that round's roster
     * @param participation whom the client saw take part
     * @return its proof; nothing if it is no witness of this round
     * @throws IllegalArgumentException if the seat belongs to another version of the roster
     */
    public static Optional<WitnessProof> of(Round round, Seat seat, Participation participation) {
        int index = round.indexOf(seat);
        int position = Committee.of(round).witnessPosition(index);
        return position < round.witnesses()
                ? Optional.of(new WitnessProof(round.epoch(), round.height(), index, position, participation))
                : Optional.empty();
    }
}
