package io.github.coordinator.examples.internetscale;

import io.github.coordinator.Removal;
import io.github.coordinator.RoundEvaluation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What happened, round by round and epoch by epoch. */
final class Chronicle {
    /** A round that was evaluated; {@code removals} counts those of the same tick, with a number for every cause. */
    record RoundRow(
            long epoch,
            long height,
            double hours,
            boolean confirmed,
            int attested,
            int omitted,
            int clients,
            int waiting,
            double trainSeconds,
            boolean endedByTime,
            Map<Removal.Cause, Integer> removals) {}

    /** An epoch that is over; {@code removals} counts all from warm-up to cooldown. */
    record EpochRow(int clients, Map<Removal.Cause, Integer> removals) {}

    private final List<RoundRow> rounds = new ArrayList<>();
    private final List<EpochRow> epochs = new ArrayList<>();
    private Map<Removal.Cause, Integer> removalsOfEpoch = noRemovals();
    private int clientsOfEpoch;
    private double trainSeconds;
    private boolean endedByTime;
    private int crowdRound = -1;

    private static Map<Removal.Cause, Integer> noRemovals() {
        Map<Removal.Cause, Integer> counts = new EnumMap<>(Removal.Cause.class);
        for (Removal.Cause cause : Removal.Cause.values()) {
            counts.put(cause, 0);
        }
        return counts;
    }

    List<RoundRow> rounds() {
        return rounds;
    }

    List<EpochRow> epochs() {
        return epochs;
    }

    /** Which of the rounds the crowd arrived in, counted from 0; −1 before that. */
    int crowdRound() {
        return crowdRound;
    }

    void crowdArrives() {
        crowdRound = rounds.size();
    }

    void epochBegan(int clients) {
        removalsOfEpoch = noRemovals();
        clientsOfEpoch = clients;
    }

    void trained(double seconds, boolean byTime) {
        trainSeconds = seconds;
        endedByTime = byTime;
    }

    void removed(Removal removal) {
        removalsOfEpoch.merge(removal.cause(), 1, Integer::sum);
    }

    /** A round is over, and its tick made these removals. */
    void evaluated(RoundEvaluation round, List<Removal> removals, int clients, int waiting, double hours) {
        Map<Removal.Cause, Integer> counts = noRemovals();
        removals.forEach(removal -> counts.merge(removal.cause(), 1, Integer::sum));
        rounds.add(new RoundRow(
                round.round().epoch(),
                round.round().height(),
                hours,
                round.confirmed(),
                round.attestedCount(),
                round.omitted().size(),
                clients,
                waiting,
                trainSeconds,
                endedByTime,
                counts));
    }

    void epochEnded() {
        epochs.add(new EpochRow(clientsOfEpoch, removalsOfEpoch));
    }
}
