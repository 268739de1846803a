package io.github.coordinator;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.DataAssignment;
import io.github.coordinator.round.DataAssignment.Share;
import java.util.BitSet;

/**
 * What the proofs of a round that ended come to: which members took part, whether the round is confirmed, and against which
 * members it is held. All sets are of seats, and none is written to
 * once it is made. Changes nothing.
 */
final class RoundVerdict {
    private final RunConfig config;
    private final RoundTally tally;
    private final Members members;
    private final TransitionReason trainingEnd;
    private final Sightings sightings;
    private final int witnessCount;

    /** How many judges must leave a client out: more than two thirds of the elected. */
    private final int evidence;

    private final BitSet attested;
    private final BitSet hadWork;
    private final BitSet omitted;
    private final boolean confirmed;

    /**
     * Judges a round. O(members / 64 · witnesses + witnesses²); with filters a hash for each member and witness; where not
     * everyone has work, a whole order of roles.
     */
    RoundVerdict(RunConfig config, RoundTally tally, Members members, TransitionReason trainingEnd) {
        this.config = config;
        this.tally = tally;
        this.members = members;
        this.trainingEnd = trainingEnd;
        sightings = tally.sightings(members);
        witnessCount = tally.witnessCount();
        evidence = config.evidenceQuorum(witnessCount);
        attested = tally.attestedSeats();
        hadWork = seatsWithWork();
        omitted = omittedSeats();
        confirmed = isConfirmed();
    }

    private BitSet seatsWithWork() {
        DataAssignment data = DataAssignment.of(tally.round());
        if (data.everyoneHasWork()) {
            return members.everyone();
        }
        BitSet seats = new BitSet();
        for (Share share : data.shares()) {
            seats.set(share.index());
        }
        return seats;
    }

    /** A client that had work is omitted unless it has a judge, and fewer than min(evidence, judges) leave it out. */
    private BitSet omittedSeats() {
        int proofs = sightings.proofCount();
        if (proofs == 0) {
            return hadWork;
        }
        BitSet seats = (BitSet) hadWork.clone();
        seats.and(sightings.omittedBy(Math.min(evidence, proofs)));
        if (witnessCount > 1) {
            for (int seat = attested.nextSetBit(0); seat >= 0; seat = attested.nextSetBit(seat + 1)) {
                int judges = sightings.judgesOf(seat);
                boolean tookPart = judges > 0 && sightings.othersOmitting(seat) < Math.min(evidence, judges);
                seats.set(seat, hadWork.get(seat) && !tookPart);
            }
        }
        return seats;
    }

    private boolean isConfirmed() {
        return tally.quorum() == 0
                || (tally.attestedCount() >= tally.quorum() && participantCount() >= config.minParticipants());
    }

    /** How many members had work and took part. */
    int participantCount() {
        return hadWork.cardinality() - omitted.cardinality();
    }

    RoundEvaluation evaluation(long step) {
        return new RoundEvaluation(new RoundEvaluation.Fields(
                tally.round(), step, confirmed, tally.quorum(), members.clients(), attested, hadWork, omitted));
    }

    /** The members that lack the model if the round is confirmed: those that had work and did not take part. */
    BitSet omitted() {
        return omitted;
    }

    /** Counts the round, and returns the members that were absent too often. */
    BitSet countAbsence() {
        if (trainingEnd == TransitionReason.CUT_SHORT || config.maxAbsentRounds() == 0) {
            return new BitSet();
        }
        BitSet counting = new BitSet();
        BitSet held = new BitSet();
        if (sightings.proofCount() >= evidence) {
            counting.or(hadWork);
            held.or(hadWork);
            held.and(sightings.omittedBy(evidence));
        }
        int evidenceAgainstWitness = Math.max(2, Math.min(evidence, witnessCount - 1));
        for (int seat : tally.witnessSeats()) {
            boolean counts = hadWork.get(seat) && sightings.judgesOf(seat) >= evidenceAgainstWitness;
            counting.set(seat, counts);
            held.set(seat, counts && sightings.othersOmitting(seat) >= evidenceAgainstWitness);
        }
        return members.countAbsence(counting, held);
    }

    /** Counts the election, and returns the members that did not attest too often. */
    BitSet countAttestations() {
        if (trainingEnd == TransitionReason.CUT_SHORT || config.maxMissedAttestations() == 0) {
            return new BitSet();
        }
        BitSet counting = (BitSet) attested.clone();
        BitSet missed = new BitSet();
        boolean missesCount =
                trainingEnd == TransitionReason.TRAIN_TIME_OVER && (!attested.isEmpty() || witnessCount == 1);
        if (missesCount) {
            for (int seat : tally.witnessSeats()) {
                missed.set(seat, members.isActive(seat) && !attested.get(seat));
            }
        }
        counting.or(missed);
        return members.countAttestations(counting, missed);
    }
}
