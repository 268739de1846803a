package io.github.coordinator;

import io.github.coordinator.config.ParticipationKind;
import io.github.coordinator.round.Committee;
import io.github.coordinator.round.Round;
import io.github.coordinator.witness.Participation;
import io.github.coordinator.witness.ParticipationBitmap;
import io.github.coordinator.witness.ParticipationFilter;
import io.github.coordinator.witness.WitnessProof;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The committee of one round and the proofs it has given. Seats are those of the round's roster for its whole life. */
final class RoundTally {
    private final Round round;
    private final ParticipationKind kind;
    private final int[] witnessSeats;
    private final BitSet elected = new BitSet();
    private final @Nullable WitnessProof[] proofs;
    private final long[] filterKeys;
    private int attested;
    private int awaited;

    RoundTally(Round round, ParticipationKind kind) {
        this.round = round;
        this.kind = kind;
        witnessSeats = Committee.of(round).witnessSeats();
        for (int seat : witnessSeats) {
            elected.set(seat);
        }
        proofs = new WitnessProof[witnessSeats.length];
        filterKeys = kind == ParticipationKind.BLOOM ? ParticipationFilter.keysOf(round) : new long[0];
        awaited = witnessSeats.length;
    }

    /** Continues a round with the proofs that were accepted, each of which has to pass as it did then. */
    static RoundTally restore(Round round, ParticipationKind kind, List<WitnessProof> proofs) {
        RoundTally tally = new RoundTally(round, kind);
        for (WitnessProof proof : proofs) {
            if (proof.index() < 0 || !tally.offer(proof.index(), proof).accepted()) {
                throw new IllegalArgumentException("not the snapshot of a run: nobody gave the proof " + proof);
            }
        }
        return tally;
    }

    Round round() {
        return round;
    }

    int witnesses() {
        return witnessSeats.length;
    }

    int attested() {
        return attested;
    }

    /** Whether a proof is in from every elected witness that is still active. */
    boolean awaitsNobody() {
        return awaited == 0;
    }

    List<WitnessProof> proofs() {
        List<WitnessProof> accepted = new ArrayList<>(attested);
        for (WitnessProof proof : proofs) {
            if (proof != null) {
                accepted.add(proof);
            }
        }
        return accepted;
    }

    /** Checks what an active member at the given seat claims, and records the proof if all of it holds. */
    WitnessOutcome offer(int seat, WitnessProof proof) {
        if (proof.epoch() != round.epoch()) {
            return WitnessOutcome.WRONG_EPOCH;
        }
        if (proof.height() != round.height()) {
            return WitnessOutcome.WRONG_ROUND;
        }
        if (proof.index() != seat) {
            return WitnessOutcome.WRONG_INDEX;
        }
        if (!elected.get(seat)) {
            return WitnessOutcome.NOT_ELECTED;
        }
        int position = proof.position();
        if (position < 0 || position >= witnessSeats.length || witnessSeats[position] != seat) {
            return WitnessOutcome.WRONG_POSITION;
        }
        if (proofs[position] != null) {
            return WitnessOutcome.DUPLICATE;
        }
        WitnessOutcome outcome = check(proof.participation());
        if (outcome.accepted()) {
            proofs[position] = proof;
            attested++;
            awaited--;
        }
        return outcome;
    }

    private WitnessOutcome check(Participation participation) {
        if (participation instanceof ParticipationBitmap != (kind == ParticipationKind.BITMAP)) {
            return WitnessOutcome.WRONG_PARTICIPATION_KIND;
        }
        if (participation instanceof ParticipationBitmap bitmap) {
            return bitmap.clients() == round.clients() ? WitnessOutcome.ACCEPTED : WitnessOutcome.WRONG_BITMAP_SIZE;
        }
        ParticipationFilter filter = (ParticipationFilter) participation;
        if (!filter.hasKeys(filterKeys)) {
            return WitnessOutcome.FOREIGN_FILTER_KEYS;
        }
        return filter.isSaturated() ? WitnessOutcome.SATURATED_FILTER : WitnessOutcome.ACCEPTED;
    }

    /** The member at that seat is gone: nothing more is to be had from it. */
    void lose(int seat) {
        if (isAwaitable(seat)) {
            awaited--;
        }
    }

    /** The member at that seat is back. */
    void regain(int seat) {
        if (isAwaitable(seat)) {
            awaited++;
        }
    }

    private boolean isAwaitable(int seat) {
        return elected.get(seat) && proofs[positionOf(seat)] == null;
    }

    /** The member at that seat was barred: its word no longer counts. */
    void withdraw(int seat) {
        if (elected.get(seat) && proofs[positionOf(seat)] != null) {
            proofs[positionOf(seat)] = null;
            attested--;
        }
    }

    /** Walks the committee, which is small, and asked only when a witness comes or goes. */
    private int positionOf(int electedSeat) {
        int position = 0;
        while (witnessSeats[position] != electedSeat) {
            position++;
        }
        return position;
    }

    /** Whom at least that many of the accepted proofs leave out, by seat. */
    BitSet absent(int quorum, Members members) {
        if (attested < quorum) {
            return new BitSet();
        }
        List<ParticipationBitmap> bitmaps = new ArrayList<>(attested);
        for (WitnessProof proof : proofs()) {
            bitmaps.add(bitmapOf(proof.participation(), members));
        }
        return ParticipationBitmap.omittedByAtLeast(quorum, round.clients(), bitmaps);
    }

    private ParticipationBitmap bitmapOf(Participation participation, Members members) {
        if (participation instanceof ParticipationBitmap bitmap) {
            return bitmap;
        }
        ParticipationFilter filter = (ParticipationFilter) participation;
        return filter.toBitmap(round.clients(), seat -> members.client(seat).bytes());
    }
}
