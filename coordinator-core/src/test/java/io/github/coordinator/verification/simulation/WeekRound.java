package io.github.coordinator.verification.simulation;

import io.github.coordinator.RoundEvaluation;
import io.github.coordinator.round.Committee;
import io.github.coordinator.round.DataAssignment;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.Seat;
import io.github.coordinator.round.WitnessProof;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A round of a {@link Week}: who has work in it, who is to attest, and who did. */
final class WeekRound {
    private final Round round;
    private final List<WeekClient> members;
    private final List<WeekClient> witnesses;
    private final Set<WeekClient> attested = new HashSet<>();

    WeekRound(Round round, List<WeekClient> members) {
        this.round = round;
        this.members = members;
        witnesses = Arrays.stream(Committee.of(round).witnessSeats())
                .mapToObj(members::get)
                .toList();
    }

    List<WeekClient> members() {
        return members;
    }

    List<WeekClient> witnesses() {
        return witnesses;
    }

    boolean isSecond() {
        return round.height() % 2 == 1;
    }

    boolean hasAttested(WeekClient witness) {
        return attested.contains(witness);
    }

    void attested(WeekClient witness) {
        attested.add(witness);
    }

    /** The true proof of an elected witness. */
    WitnessProof proof(WeekClient witness, long now) {
        Seat seat = new Seat(round.rosterVersion(), members.indexOf(witness));
        return round.partOf(seat)
                .orElseThrow()
                .proof(index -> members.get(index).hasFinished(now))
                .orElseThrow();
    }

    /** Writes down what each member did. A round in which too few attested is not held against anybody, nor in favour. */
    void close(RoundEvaluation evaluation, long now, int evidence) {
        for (DataAssignment.Share share : DataAssignment.of(round).shares()) {
            WeekClient client = members.get(share.index());
            int judges = evaluation.attestedCount() - (attested.contains(client) ? 1 : 0);
            if (!client.hasFinished(now)) {
                client.idleRounds++;
            } else if (judges >= evidence) {
                client.idleRounds = 0;
            }
        }
        for (WeekClient witness : witnesses) {
            witness.missedElections = attested.contains(witness) ? 0 : witness.missedElections + 1;
        }
    }
}
