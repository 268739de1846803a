package io.github.coordinator;

import io.github.coordinator.round.ParticipationBitmap;
import java.util.BitSet;
import java.util.List;

/** What the proofs of a round say about each seat. A proof is no judge of its own sender, unless it is the only witness. */
final class Sightings {
    private final int clients;
    private final int[] witnesses;
    private final List<ParticipationBitmap> bitmaps;

    /** {@code witnesses} has the seat of the sender of each bitmap. */
    Sightings(int clients, int[] witnesses, List<ParticipationBitmap> bitmaps) {
        this.clients = clients;
        this.witnesses = witnesses;
        this.bitmaps = bitmaps;
    }

    int proofCount() {
        return witnesses.length;
    }

    /** The seats that at least that many proofs leave out. O(clients / 64 · proofs). */
    BitSet omittedBy(int proofs) {
        return ParticipationBitmap.omittedByAtLeast(proofs, clients, bitmaps);
    }

    /** How many proofs of others there are about a seat. O(proofs). */
    int judgesOf(int seat) {
        int judges = 0;
        for (int witness : witnesses) {
            judges += witness == seat ? 0 : 1;
        }
        return judges;
    }

    /** How many proofs of others leave a seat out. O(proofs). */
    int othersOmitting(int seat) {
        int omitting = 0;
        for (int i = 0; i < witnesses.length; i++) {
            omitting += witnesses[i] != seat && !bitmaps.get(i).includes(seat) ? 1 : 0;
        }
        return omitting;
    }
}
