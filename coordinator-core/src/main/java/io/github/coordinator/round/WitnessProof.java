package io.github.coordinator.round;

import java.util.Objects;

/**
 * What an elected witness attests: which round it speaks of, as which member, and who took part. All of it are claims of a
 * remote client. The coordinator checks each of them, so a proof may hold any numbers. A client makes its proof with
 * {@link RoundPart#proof}.
 *
 * @param round the round
 * @param index the witness's roster index
 * @param position its position in the order of witnesses
 * @param participation the clients whose results it saw
 * @since 0.1.0
 */
public record WitnessProof(RoundId round, int index, int position, Participation participation) {
    /**
     * Checks that nothing is missing.
     *
     * @param round not null
     * @param index any number
     * @param position any number
     * @param participation not null
     * @throws NullPointerException if round or participation is null
     */
    public WitnessProof {
        Objects.requireNonNull(round, "round");
        Objects.requireNonNull(participation, "participation");
    }
}
