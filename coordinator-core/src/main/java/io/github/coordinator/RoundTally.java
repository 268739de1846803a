package io.github.coordinator;

import io.github.coordinator.internal.BloomFilter;
import io.github.coordinator.internal.Sha256;
import io.github.coordinator.round.Committee;
import io.github.coordinator.round.Participation;
import io.github.coordinator.round.ParticipationBitmap;
import io.github.coordinator.round.ParticipationFilter;
import io.github.coordinator.round.ParticipationKind;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.WitnessProof;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The committee of one round and the proofs it has given. Seats are those of the round's roster for its whole life. */
final class RoundTally {
    private static final int NO_POSITION = -1;

    private final Round round;
    private final int quorum;
    private final int[] witnessSeats;
    private final @Nullable WitnessProof[] proofs;
    private final long[] filterKeys;
    private int attested;
    private int awaited;
    private int outOfReach;

    RoundTally(Round round, int quorum) {
        this.round = round;
        this.quorum = quorum;
        witnessSeats = Committee.of(round).witnessSeats();
        proofs = new WitnessProof[witnessSeats.length];
        filterKeys = round.participation() == ParticipationKind.BLOOM ? BloomFilter.keys(round.seed()) : new long[0];
        awaited = witnessSeats.length;
    }

    /** Continues a round with the proofs that were accepted, each of which has to pass as it did then. */
    static RoundTally restore(Round round, int quorum, List<WitnessProof> proofs) {
        RoundTally tally = new RoundTally(round, quorum);
        for (WitnessProof proof : proofs) {
            if (proof.index() < 0 || !tally.offer(proof.index(), proof).accepted()) {
                throw new IllegalArgumentException(
                        "not the snapshot of a run: no member can have given the proof " + proof);
            }
        }
        return tally;
    }

    Round round() {
        return round;
    }

    int witnessCount() {
        return witnessSeats.length;
    }

    /** How many witnesses must attest for the round to be confirmed; 0 where none is required. */
    int quorum() {
        return quorum;
    }

    int attestedCount() {
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
        return Collections.unmodifiableList(accepted);
    }

    /** Checks what an active member at the given seat claims, and records the proof if all of it holds. */
    WitnessOutcome offer(int seat, WitnessProof proof) {
        if (proof.round().epoch() != round.epoch()) {
            return WitnessOutcome.WRONG_EPOCH;
        }
        if (!proof.round().equals(round.id())) {
            return WitnessOutcome.WRONG_ROUND;
        }
        if (proof.index() != seat) {
            return WitnessOutcome.WRONG_INDEX;
        }
        int position = proof.position();
        if (position < 0 || position >= witnessSeats.length || witnessSeats[position] != seat) {
            return positionOf(seat) != NO_POSITION ? WitnessOutcome.WRONG_POSITION : WitnessOutcome.NOT_ELECTED;
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
        return switch (round.participation()) {
            case BITMAP ->
                participation instanceof ParticipationBitmap bitmap
                        ? check(bitmap)
                        : WitnessOutcome.WRONG_PARTICIPATION_KIND;
            case BLOOM ->
                participation instanceof ParticipationFilter filter
                        ? check(filter)
                        : WitnessOutcome.WRONG_PARTICIPATION_KIND;
        };
    }

    private WitnessOutcome check(ParticipationBitmap bitmap) {
        return bitmap.clientCount() == round.clientCount() ? WitnessOutcome.ACCEPTED : WitnessOutcome.WRONG_BITMAP_SIZE;
    }

    private WitnessOutcome check(ParticipationFilter filter) {
        if (!Arrays.equals(filter.keys(), filterKeys)) {
            return WitnessOutcome.FOREIGN_FILTER_KEYS;
        }
        return BloomFilter.bitsSet(filter.toWords()) > ParticipationFilter.MAX_BITS_SET
                ? WitnessOutcome.SATURATED_FILTER
                : WitnessOutcome.ACCEPTED;
    }

    /** The member at that seat is gone in one way, after it had been there, or gone in another way. */
    void lose(int seat, Presence before, Presence how) {
        int position = positionOf(seat);
        if (position == NO_POSITION) {
            return;
        }
        boolean hasAttested = proofs[position] != null;
        if (before == Presence.ACTIVE && !hasAttested) {
            awaited--;
        }
        if (how == Presence.EJECTED && hasAttested) {
            proofs[position] = null;
            attested--;
            outOfReach++;
        } else if (how != Presence.DISCONNECTED && !hasAttested && mayAttest(before)) {
            outOfReach++;
        }
    }

    private static boolean mayAttest(Presence presence) {
        return presence == Presence.ACTIVE || presence == Presence.DISCONNECTED;
    }

    /** The member at that seat, which was disconnected, is back. */
    void regain(int seat) {
        if (misses(seat)) {
            awaited++;
        }
    }

    /** Whether the member at that seat is elected, and there is no proof of it. */
    boolean misses(int seat) {
        int position = positionOf(seat);
        return position != NO_POSITION && proofs[position] == null;
    }

    /** The elected seats of which there is no proof, in the order of the roster. */
    IntStream missingSeats() {
        return IntStream.range(0, witnessSeats.length)
                .filter(position -> proofs[position] == null)
                .map(position -> witnessSeats[position])
                .sorted();
    }

    /** How many elected witnesses have attested or may still attest. */
    int reachableCount() {
        return witnessSeats.length - outOfReach;
    }

    /** Walks the committee, which is small, and asked only when a member comes or goes, or a proof is refused. */
    private int positionOf(int seat) {
        for (int position = 0; position < witnessSeats.length; position++) {
            if (witnessSeats[position] == seat) {
                return position;
            }
        }
        return NO_POSITION;
    }

    /** The elected seats, by position. */
    int[] witnessSeats() {
        return witnessSeats;
    }

    /** The elected seats that attested. */
    BitSet attestedSeats() {
        BitSet seats = new BitSet();
        for (WitnessProof proof : proofs()) {
            seats.set(proof.index());
        }
        return seats;
    }

    /** What the accepted proofs say of each seat. */
    Sightings sightings(Members members) {
        List<ParticipationBitmap> bitmaps = new ArrayList<>(attested);
        int[] witnesses = new int[attested];
        for (WitnessProof proof : proofs()) {
            witnesses[bitmaps.size()] = proof.index();
            bitmaps.add(bitmapOf(proof.participation(), members));
        }
        return new Sightings(round.clientCount(), witnesses, bitmaps);
    }

    private ParticipationBitmap bitmapOf(Participation participation, Members members) {
        if (participation instanceof ParticipationBitmap bitmap) {
            return bitmap;
        }
        ParticipationFilter filter = (ParticipationFilter) participation;
        MessageDigest sha256 = Sha256.digest();
        long[] words = filter.toWords();
        return ParticipationBitmap.of(
                round.clientCount(),
                seat -> BloomFilter.contains(
                        filterKeys, words, sha256.digest(members.client(seat).bytes())));
    }
}
