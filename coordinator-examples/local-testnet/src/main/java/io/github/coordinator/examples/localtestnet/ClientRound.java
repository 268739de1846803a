package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.round.DataRange;
import io.github.coordinator.round.ParticipationBitmap;
import io.github.coordinator.round.RoundPart;
import io.github.coordinator.round.WitnessProof;
import java.util.HexFormat;
import java.util.Optional;

/** A client's part in one round: its own share of the data, and the updates that it has seen. */
final class ClientRound extends RoundUpdates {
    private final RoundPart part;
    private boolean shareIsClaimed;
    private boolean isAttested;

    ClientRound(RoundPart part) {
        super(part.round());
        this.part = part;
    }

    /** The data to train on; given once. */
    Optional<DataRange> claimShare() {
        if (shareIsClaimed) {
            return Optional.empty();
        }
        shareIsClaimed = true;
        return part.data();
    }

    /** Gives the share and the proof once more. */
    void sendAgain() {
        shareIsClaimed = false;
        isAttested = false;
    }

    /** The proof of a witness; given once, and empty for others. It includes clients without a share: they have nothing to send. */
    Optional<ToServer> attest() {
        if (isAttested) {
            return Optional.empty();
        }
        isAttested = true;
        return part.proof(index -> updates.containsKey(index) || !trains(index)).map(ClientRound::message);
    }

    private static ToServer message(WitnessProof proof) {
        // The server refuses run files with another kind of participation.
        byte[] seen = ((ParticipationBitmap) proof.participation()).toBytes();
        return new ToServer.Witness(
                proof.round().epoch(),
                proof.round().height(),
                proof.index(),
                proof.position(),
                HexFormat.of().formatHex(seen));
    }
}
