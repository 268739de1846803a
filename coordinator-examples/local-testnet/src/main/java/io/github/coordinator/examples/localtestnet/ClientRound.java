package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.round.DataAssignment;
import io.github.coordinator.round.DataRange;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.Seat;
import io.github.coordinator.witness.ParticipationBitmap;
import io.github.coordinator.witness.WitnessProof;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** A client's part in one round: its own share of the data, and the updates that it has seen. */
final class ClientRound {
    private final Round round;
    private final Seat seat;
    private final DataAssignment assignment;
    private final Set<Integer> trainers = new HashSet<>();
    private final Map<Integer, Weights> seen = new HashMap<>();
    private boolean shareIsClaimed;
    private boolean isAttested;

    ClientRound(Round round, Seat seat) {
        this.round = round;
        this.seat = seat;
        assignment = DataAssignment.of(round);
        assignment.shares().forEach(share -> trainers.add(share.index()));
    }

    boolean isOf(long epoch, long height) {
        return round.epoch() == epoch && round.height() == height;
    }

    /** The data to train on; given once. */
    Optional<DataRange> claimShare() {
        if (shareIsClaimed) {
            return Optional.empty();
        }
        shareIsClaimed = true;
        return assignment.rangeOf(round.indexOf(seat));
    }

    void see(int index, Weights change) {
        seen.put(index, change);
    }

    boolean hasSeenAll() {
        return seen.keySet().containsAll(trainers);
    }

    /** The proof of a witness; given once, and to nobody else. Who had no share of the data is not called absent for it. */
    Optional<ToServer> attest() {
        if (isAttested) {
            return Optional.empty();
        }
        isAttested = true;
        ParticipationBitmap bitmap =
                ParticipationBitmap.of(round.clients(), index -> seen.containsKey(index) || !trainers.contains(index));
        return WitnessProof.of(round, seat, bitmap)
                .map(proof -> new ToServer.Witness(
                        proof.epoch(),
                        proof.height(),
                        proof.index(),
                        proof.position(),
                        HexFormat.of().formatHex(bitmap.toBytes())));
    }

    /** The updates of those clients, in that order, as far as they have been seen. */
    List<Weights> changesOf(List<Integer> contributors) {
        return contributors.stream().map(seen::get).filter(Objects::nonNull).toList();
    }
}
