package io.github.coordinator.examples.internetscale;

import io.github.coordinator.JoinOutcome;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * The clients that come and go. Departures are a Poisson process for each client that is online, whether it has a seat or waits for
 * one; almost everyone comes back after a while.
 */
final class Churn {
    /** The ways to go, and how often each is taken, per client and hour. */
    private enum Departure {
        DISCONNECT(0.04),
        LEAVE(0.005),
        HANG(0.01),
        EJECTION(0.000_1);

        final double perHour;

        Departure(double perHour) {
            this.perHour = perHour;
        }
    }

    private static final double PER_HOUR = Departure.DISCONNECT.perHour
            + Departure.LEAVE.perHour
            + Departure.HANG.perHour
            + Departure.EJECTION.perHour;

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration LONGEST_ROUND = Scenario.MAX_ROUND_TRAIN_TIME.plus(Scenario.ROUND_WITNESS_TIME);

    private final Fleet fleet;
    private final Host host;
    private final Agenda agenda;
    private final SplittableRandom random;
    private int arrived;
    private int seatsKept;

    Churn(Fleet fleet, Host host, Agenda agenda, SplittableRandom random) {
        this.fleet = fleet;
        this.host = host;
        this.agenda = agenda;
        this.random = random;
        planDeparture();
    }

    /** How many members came back before the tick that would have removed them. */
    int seatsKept() {
        return seatsKept;
    }

    /** So many clients that have not been here yet join, evenly over the given time. */
    void arrive(int howMany, Duration within) {
        if (howMany > 0) {
            Duration pause = within.dividedBy(howMany);
            agenda.in(pause, () -> {
                join(arrived++);
                arrive(howMany - 1, within.minus(pause));
            });
        }
    }

    /** What a removed client does: one that is still connected joins again; one that is gone comes back later anyway. */
    void removed(int client) {
        if (fleet.isOnline(client)) {
            agenda.in(Duration.ofMinutes(1), () -> {
                if (fleet.isOnline(client)) {
                    join(client);
                }
            });
        }
    }

    private void planDeparture() {
        agenda.in((long) (exponential(HOUR) / (PER_HOUR * fleet.size())), () -> {
            int client = random.nextInt(fleet.size());
            if (fleet.isOnline(client)) {
                depart(client, someDeparture());
            }
            planDeparture();
        });
    }

    private Departure someDeparture() {
        double choice = random.nextDouble() * PER_HOUR;
        for (Departure departure : Departure.values()) {
            choice -= departure.perHour;
            if (choice < 0) {
                return departure;
            }
        }
        return Departure.DISCONNECT;
    }

    private void depart(int client, Departure how) {
        switch (how) {
            case DISCONNECT -> {
                fleet.becomes(client, Fleet.Condition.AWAY);
                host.disconnect(client);
                boolean isBlip = random.nextInt(5) < 2;
                comeBackIn(
                        isBlip
                                ? random.nextLong(2 * Agenda.SECOND, Agenda.SECOND * 60)
                                : exponential(HOUR.dividedBy(2)),
                        client);
            }
            case LEAVE -> {
                fleet.becomes(client, Fleet.Condition.AWAY);
                host.leave(client);
                // Not before the round is over in which it keeps its seat.
                comeBackIn(LONGEST_ROUND.toNanos() + exponential(HOUR.multipliedBy(3)), client);
            }
            case HANG -> {
                fleet.becomes(client, Fleet.Condition.SILENT);
                comeBackIn(exponential(HOUR), client);
            }
            case EJECTION -> {
                fleet.becomes(client, Fleet.Condition.EJECTED);
                host.eject(client);
            }
        }
    }

    private void comeBackIn(long nanos, int client) {
        agenda.in(nanos, () -> join(client));
    }

    private void join(int client) {
        JoinOutcome outcome = host.join(client);
        switch (outcome) {
            // ALREADY_MEMBER: it hung, and goes on before anyone noticed.
            case ACCEPTED, ALREADY_MEMBER -> fleet.becomes(client, Fleet.Condition.ONLINE);
            case SEAT_KEPT -> {
                fleet.becomes(client, Fleet.Condition.ONLINE);
                seatsKept++;
            }
            case WRONG_RUN, EJECTED, FINISHED, FULL ->
                throw new IllegalStateException(fleet.id(client) + " was refused: " + outcome);
        }
    }

    private long exponential(Duration mean) {
        // StrictMath gives the same on every machine.
        return (long) (mean.toNanos() * -StrictMath.log(1 - random.nextDouble()));
    }
}
