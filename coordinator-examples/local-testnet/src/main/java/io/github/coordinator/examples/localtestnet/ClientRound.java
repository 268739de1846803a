package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.round.DataRange;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.Seat;
import io.github.coordinator.round.ParticipationBitmap;
import io.github.coordinator.round.WitnessProof;
import java.util.HexFormat;
import java.util.Optional;

/** A client's part in one round: its own share of the data, and the updates that it has seen. */
final class ClientRound extends RoundUpdates {
    private final Seat seat;
    private boolean shareIsClaimed;
    private boolean isAttested;

    ClientRound(Round round, Seat seat) {
        super(round);
        this.seat = seat;
    }

    /** The data to train on; given once. */
    Optional<DataRange> claimShare() {
        if (shareIsClaimed) {
            return Optional.empty();
        }
        shareIsClaimed = true;
        return assignment.rangeOf(round.indexOf(seat));
    }

    /** The proof of a witness; given once, and to nobody else. Who had no share of the data is not called absent for it. */
    Optional<ToServer> attest() {
        if (isAttested) {
            return Optional.empty();
        }
        isAttested = true;
        ParticipationBitmap bitmap =
                ParticipationBitmap.of(round.clients(), index -> updates.containsKey(index) || !trains(index));
        return WitnessProof.of(round, seat, bitmap)
                .map(proof -> new ToServer.Witness(
                        proof.epoch(),
                        proof.height(),
                        proof.index(),
                        proof.position(),
                        HexFormat.of().formatHex(bitmap.toBytes())));
    }
}
