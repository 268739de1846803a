package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.round.DataRange;
import io.github.coordinator.round.ParticipationBitmap;
import io.github.coordinator.round.RoundPart;
import io.github.coordinator.round.WitnessProof;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A client's part in one round: its own share of the data, and as a witness the updates that it has seen. */
final class ClientRound {
    private final RoundPart part;

    /** What a witness has seen; null for others, to which no update is relayed. */
    private final @Nullable RoundUpdates seen;

    private boolean shareIsClaimed;
    private boolean isAttested;

    ClientRound(RoundPart part) {
        this.part = part;
        seen = part.isWitness() ? new RoundUpdates(part.round()) : null;
    }

    boolean isOf(long epoch, long height) {
        return part.round().epoch() == epoch && part.round().height() == height;
    }

    /** The data to train on; given once. */
    Optional<DataRange> claimShare() {
        if (shareIsClaimed) {
            return Optional.empty();
        }
        shareIsClaimed = true;
        return part.data();
    }

    /** Lets {@link #claimShare} and {@link #attest} give the share and the proof once more. */
    void sendAgain() {
        shareIsClaimed = false;
        isAttested = false;
    }

    /** A witness has seen an update. */
    void see(int index, Weights change) {
        if (seen != null) {
            boolean unused = seen.offer(index, change);
        }
    }

    /** Whether this client is a witness that has seen an update of each client with data. */
    boolean isComplete() {
        return seen != null && seen.areComplete();
    }

    /** The updates of those clients, in that order; empty if one of them was not seen. */
    Optional<List<Weights>> changesOf(List<Integer> contributors) {
        return Optional.ofNullable(seen)
                .map(updates -> updates.changesOf(contributors))
                .filter(changes -> changes.size() == contributors.size());
    }

    /** The proof of a witness; given once, and empty for others. It includes clients without a share: they have nothing to send. */
    Optional<ToServer> attest() {
        RoundUpdates updates = seen;
        if (updates == null || isAttested) {
            return Optional.empty();
        }
        isAttested = true;
        return part.proof(index -> updates.updates.containsKey(index) || !updates.trains(index))
                .map(ClientRound::message);
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
