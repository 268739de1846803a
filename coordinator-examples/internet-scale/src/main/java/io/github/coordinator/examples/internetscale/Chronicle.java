package io.github.coordinator.examples.internetscale;

import io.github.coordinator.Removal;
import io.github.coordinator.RoundEvaluation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What happened, round by round and epoch by epoch. */
final class Chronicle {
    /** A round that has been evaluated; drops are those of the tick that did it, with a number for every cause. */
    record RoundRow(
            long epoch,
            long height,
            double hours,
            boolean confirmed,
            int attested,
            int absent,
            int clients,
            int waiting,
            double trainSeconds,
            boolean endedByTime,
            Map<Removal.Cause, Integer> drops) {}

    /** An epoch that is over; drops are all from warm-up to cooldown. */
    record EpochRow(int clients, Map<Removal.Cause, Integer> drops) {}

    private final List<RoundRow> rounds = new ArrayList<>();
    private final List<EpochRow> epochs = new ArrayList<>();
    private Map<Removal.Cause, Integer> dropsOfEpoch = noDrops();
    private int clientsOfEpoch;
    private double trainSeconds;
    private boolean endedByTime;
    private int crowdRound = -1;

    private static Map<Removal.Cause, Integer> noDrops() {
        Map<Removal.Cause, Integer> drops = new EnumMap<>(Removal.Cause.class);
        for (Removal.Cause cause : Removal.Cause.values()) {
            drops.put(cause, 0);
        }
        return drops;
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
        dropsOfEpoch = noDrops();
        clientsOfEpoch = clients;
    }

    void trained(double seconds, boolean byTime) {
        trainSeconds = seconds;
        endedByTime = byTime;
    }

    void dropped(Removal removal) {
        dropsOfEpoch.merge(removal.cause(), 1, Integer::sum);
    }

    /** A round is over, and these are the drops that came with it. */
    void evaluated(RoundEvaluation round, List<Removal> removals, int clients, int waiting, double hours) {
        Map<Removal.Cause, Integer> drops = noDrops();
        removals.forEach(removal -> drops.merge(removal.cause(), 1, Integer::sum));
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
                drops));
    }

    void epochEnded() {
        epochs.add(new EpochRow(clientsOfEpoch, dropsOfEpoch));
    }
}
