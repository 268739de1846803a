package io.github.coordinator.verification.model;

import io.github.coordinator.Forged;
import io.github.coordinator.internal.BloomFilter;
import io.github.coordinator.round.Participation;
import io.github.coordinator.round.ParticipationBitmap;
import io.github.coordinator.round.ParticipationFilter;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundId;
import io.github.coordinator.round.WitnessProof;
import java.util.Arrays;

/** What lies in proofs are made of. */
public final class Forgery {
    /** Any round at all, for proofs where none is open. */
    public static final Round NO_ROUND = Forged.round(0, 0, 0, 0, 1, 0, 1, 1, 0);

    private Forgery() {}

    /** The proof, with other numbers. */
    public static WitnessProof withNumbers(WitnessProof proof, long epoch, long height, int index, int position) {
        return new WitnessProof(new RoundId(epoch, height), index, position, proof.participation());
    }

    /** The proof, with another participation. */
    public static WitnessProof with(WitnessProof proof, Participation participation) {
        return new WitnessProof(proof.round(), proof.index(), proof.position(), participation);
    }

    /** A bitmap in which all of {@code clients} clients are seen. */
    public static Participation everybody(int clients) {
        return ParticipationBitmap.of(clients, seat -> true);
    }

    /** A filter with the round's keys and this word over and over: 0 passes nobody, and −1 everybody. */
    public static Participation filled(Round round, long word) {
        return ParticipationFilter.fromWords(BloomFilter.keys(round.seed()), words(word));
    }

    /** An empty filter with keys that no round gives. */
    public static Participation withForeignKeys() {
        return ParticipationFilter.fromWords(new long[] {1, 2, 3, 4, 5, 6, 7, 8}, words(0));
    }

    private static long[] words(long word) {
        long[] words = new long[ParticipationFilter.BITS / Long.SIZE];
        Arrays.fill(words, word);
        return words;
    }
}
