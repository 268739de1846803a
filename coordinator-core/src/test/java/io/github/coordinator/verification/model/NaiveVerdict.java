package io.github.coordinator.verification.model;

import io.github.coordinator.ClientId;
import io.github.coordinator.Presence;
import io.github.coordinator.TransitionReason;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.DataAssignment;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.WitnessProof;
import java.util.ArrayList;
import java.util.List;

/** What the proofs of a round come to, worked out for one member after the other. */
final class NaiveVerdict {
    private final RunConfig config;
    private final Round round;
    private final List<NaiveMember> members;
    private final List<WitnessProof> proofs;
    private final List<Integer> elected;
    private final DataAssignment data;
    private final int witnesses;
    private final int evidence;

    NaiveVerdict(NaiveRun run) {
        config = run.config;
        round = run.openRound();
        members = run.members;
        proofs = run.proofs;
        elected = Elected.seats(round);
        data = DataAssignment.of(round);
        witnesses = elected.size();
        evidence = 2 * witnesses / 3 + 1;
    }

    boolean hadWork(int seat) {
        return data.rangeOf(seat).isPresent();
    }

    private boolean attested(int seat) {
        return proofs.stream().anyMatch(proof -> proof.index() == seat);
    }

    /** The proofs of others; where there is one witness, it also judges itself. */
    private List<WitnessProof> judges(int seat) {
        return proofs.stream()
                .filter(proof -> witnesses == 1 || proof.index() != seat)
                .toList();
    }

    private long omitting(int seat) {
        return judges(seat).stream()
                .filter(proof -> !RoundInvariants.sees(
                        proof.participation(), seat, members.get(seat).client.bytes()))
                .count();
    }

    boolean tookPart(int seat) {
        int judges = judges(seat).size();
        return hadWork(seat) && judges > 0 && omitting(seat) < Math.min(evidence, judges);
    }

    boolean isOmitted(int seat) {
        return hadWork(seat) && !tookPart(seat);
    }

    List<ClientId> omitted() {
        List<ClientId> omitted = new ArrayList<>();
        for (int seat = 0; seat < members.size(); seat++) {
            if (isOmitted(seat)) {
                omitted.add(members.get(seat).client);
            }
        }
        return omitted;
    }

    boolean confirmed(int quorum) {
        int participants = 0;
        for (int seat = 0; seat < members.size(); seat++) {
            participants += tookPart(seat) ? 1 : 0;
        }
        return quorum == 0 || proofs.size() >= quorum && participants >= config.minParticipants();
    }

    /** Counts the round for or against each member. */
    void countAbsence(TransitionReason trainingEnd) {
        for (int seat = 0; seat < members.size(); seat++) {
            int needed = elected.contains(seat) ? Math.max(2, Math.min(evidence, witnesses - 1)) : evidence;
            boolean counts = hadWork(seat)
                    && trainingEnd != TransitionReason.CUT_SHORT
                    && judges(seat).size() >= needed;
            NaiveMember member = members.get(seat);
            member.absentNow = counts && omitting(seat) >= needed;
            if (counts && config.maxAbsentRounds() > 0) {
                member.absent = member.absentNow ? member.absent + 1 : 0;
            }
        }
    }

    /** Counts the election for or against each elected witness. */
    void countAttestations(TransitionReason trainingEnd) {
        boolean missesCount = trainingEnd == TransitionReason.TRAIN_TIME_OVER && (!proofs.isEmpty() || witnesses == 1);
        members.forEach(member -> member.missedNow = false);
        for (int seat : elected) {
            NaiveMember member = members.get(seat);
            if (config.maxMissedAttestations() == 0 || trainingEnd == TransitionReason.CUT_SHORT) {
                continue;
            }
            if (attested(seat)) {
                member.missed = 0;
            } else if (missesCount && member.presence == Presence.ACTIVE) {
                member.missed++;
                member.missedNow = true;
            }
        }
    }
}
