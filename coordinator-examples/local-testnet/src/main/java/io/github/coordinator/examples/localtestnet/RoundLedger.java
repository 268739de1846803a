package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.ClientId;
import io.github.coordinator.round.Committee;
import io.github.coordinator.round.ParticipationBitmap;
import io.github.coordinator.round.Round;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the server keeps of the open round: the updates that it relayed, and what the witnesses said of them. Whose updates
 * count is decided here, once and for everyone: those that a quorum of the witnesses has seen.
 */
final class RoundLedger extends RoundUpdates {
    private final List<ClientId> roster;
    private final int[] witnessSeats;
    private final Map<Integer, ParticipationBitmap> proofs = new HashMap<>();

    /**
     * Opens the round.
     *
     * @param round the round
     * @param roster its clients by index; when the round is over, the coordinator's own roster has moved on
     */
    RoundLedger(Round round, List<ClientId> roster) {
        super(round);
        this.roster = roster;
        witnessSeats = Committee.of(round).witnessSeats();
    }

    /** Takes a proof that the coordinator accepted, and so has checked. */
    void attest(int index, ParticipationBitmap seen) {
        proofs.put(index, seen);
    }

    /** Whose updates count, ascending. Where no quorum is asked for, all that came in. */
    List<Integer> contributors(int quorum) {
        List<Integer> contributors = new ArrayList<>();
        for (int index : updates.keySet()) {
            long seenBy = proofs.values().stream()
                    .filter(seen -> seen.includes(index))
                    .count();
            if (seenBy >= quorum) {
                contributors.add(index);
            }
        }
        return contributors;
    }

    List<String> names(List<Integer> indices) {
        return indices.stream().map(index -> roster.get(index).toString()).toList();
    }

    /** The elected witnesses that attested the round, or those that did not, in the order of the committee. */
    List<String> witnesses(boolean attested) {
        List<String> names = new ArrayList<>();
        for (int seat : witnessSeats) {
            if (proofs.containsKey(seat) == attested) {
                names.add(roster.get(seat).toString());
            }
        }
        return names;
    }
}
