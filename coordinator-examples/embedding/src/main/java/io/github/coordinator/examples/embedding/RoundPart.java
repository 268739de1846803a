package io.github.coordinator.examples.embedding;

import io.github.coordinator.RunStatus;
import io.github.coordinator.round.DataAssignment;
import io.github.coordinator.round.DataRange;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.Seat;
import io.github.coordinator.round.ParticipationBitmap;
import io.github.coordinator.round.WitnessProof;
import java.util.Optional;
import java.util.function.IntPredicate;

/** A client's part in the open round, worked out from the status and its seat alone. */
public record RoundPart(Round round, Seat seat) {
    /** Empty while no round is open; the status still shows the last one in cooldown, when seats may be newer. */
    public static Optional<RoundPart> of(RunStatus status, Seat seat) {
        return Optional.ofNullable(status.round())
                .filter(round -> status.state().isRound())
                .map(round -> new RoundPart(round, seat));
    }

    /** What to train on: nothing for a client that verifies. */
    public Optional<DataRange> data() {
        return DataAssignment.of(round).rangeOf(round.indexOf(seat));
    }

    /** What to attest, with the seats from which results were seen: nothing for a client that is not elected. */
    public Optional<WitnessProof> proof(IntPredicate seen) {
        return WitnessProof.of(round, seat, ParticipationBitmap.of(round.clients(), seen));
    }
}
