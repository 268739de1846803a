package io.github.coordinator.examples.internetscale;

import io.github.coordinator.Exit;
import io.github.coordinator.RunEvent;
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
            Map<Exit.Cause, Integer> drops) {}

    /** An epoch that is over; drops are all from warm-up to cooldown. */
    record EpochRow(int clients, Map<Exit.Cause, Integer> drops) {}

    private final List<RoundRow> rounds = new ArrayList<>();
    private final List<EpochRow> epochs = new ArrayList<>();
    private Map<Exit.Cause, Integer> dropsOfEpoch = noDrops();
    private int clientsOfEpoch;
    private double trainSeconds;
    private boolean endedByTime;
    private int crowdRound = -1;

    private static Map<Exit.Cause, Integer> noDrops() {
        Map<Exit.Cause, Integer> drops = new EnumMap<>(Exit.Cause.class);
        for (Exit.Cause cause : Exit.Cause.values()) {
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

    void dropped(Exit exit) {
        dropsOfEpoch.merge(exit.cause(), 1, Integer::sum);
    }

    /** A round is over, and these are the drops that came with it. */
    void evaluated(RunEvent.RoundEvaluated round, List<Exit> exits, int clients, int waiting, double hours) {
        Map<Exit.Cause, Integer> drops = noDrops();
        exits.forEach(exit -> drops.merge(exit.cause(), 1, Integer::sum));
        rounds.add(new RoundRow(
                round.epoch(),
                round.height(),
                hours,
                round.confirmed(),
                round.attested(),
                round.absent().size(),
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
