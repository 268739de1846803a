package io.github.coordinator.verification.simulation;

import io.github.coordinator.config.RunConfig;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What kind of run it is, drawn from its seed. Not every run has every fault: where everything goes wrong at once, nothing
 * ever gets far, and one fault hides another. So each run draws which faults are on, and each of them how much.
 *
 * @param seed the seed of everything that happens in the run
 * @param config the configuration of the run
 * @param clients how many clients there are
 * @param habits how each of them behaves while faults strike; the last one goes on where the ending is troubled
 * @param rates how often each fault strikes: with what probability a message, or how often in the time of the faults
 * @param pace when the host ticks
 * @param pollNanos how often it does, where it polls; else 0
 * @param savesEachCall whether the host saves its state after every call, or only after ticks and what its operator said
 * @param faultyCalls after how many calls the faults stop at the latest
 * @param faultyNanos after how much time the faults stop at the latest
 * @param ending what comes then
 */
record Plan(
        long seed,
        RunConfig config,
        int clients,
        List<Habit> habits,
        Map<Disturbance, Double> rates,
        Pace pace,
        long pollNanos,
        boolean savesEachCall,
        int faultyCalls,
        long faultyNanos,
        Ending ending) {
    /** How long a message takes at most where nothing goes wrong. */
    static final long LATENCY_NANOS = 20_000_000;

    /** How long a message can be on its way at all. */
    static final long LONGEST_DELAY_NANOS = 800_000_000;

    /** How late a timer of the host can be where nothing goes wrong. */
    static final long TIMER_NANOS = 10_000_000;

    private static final long SHORTEST_HEARTBEAT_NANOS = 200_000_000;

    /** Each as often as it stands here. */
    private static final List<Ending> ENDINGS = List.of(
            Ending.CALM,
            Ending.CALM,
            Ending.CALM,
            Ending.CALM,
            Ending.TROUBLED,
            Ending.TROUBLED,
            Ending.CHAOS,
            Ending.CHAOS,
            Ending.CHAOS,
            Ending.DESERTED);

    static Plan draw(long seed) {
        Chance chance = new Chance(seed);
        Ending ending = chance.oneOf(ENDINGS);
        int clients = drawClients(chance, ending);
        RunConfig config = RunConfigDraw.draw(chance, clients, ending);
        Map<Disturbance, Double> rates = drawRates(chance);
        Pace pace = chance.oneOf(Pace.EAGER, Pace.THRIFTY, Pace.THRIFTY, Pace.POLLING);
        return new Plan(
                seed,
                config,
                clients,
                HabitDraw.draw(chance, config, clients, ending, rates.keySet()),
                rates,
                pace,
                pace == Pace.POLLING
                        ? Math.max(TIMER_NANOS, sumOfDurations(config).toNanos() / 8)
                        : 0,
                chance.happens(0.5),
                chance.between(15, 60 + 3 * clients),
                Math.max(SHORTEST_HEARTBEAT_NANOS, sumOfDurations(config).toNanos()) * chance.between(2, 6),
                ending);
    }

    /** Mostly a handful, where the corner cases are; once in a while a crowd. Trouble needs two others. */
    private static int drawClients(Chance chance, Ending ending) {
        if (chance.happens(0.0007)) {
            return 100;
        }
        return Math.min(chance.between(1, 12), chance.between(2, 12)) + (ending == Ending.TROUBLED ? 2 : 0);
    }

    private static Map<Disturbance, Double> drawRates(Chance chance) {
        Map<Disturbance, Double> rates = new EnumMap<>(Disturbance.class);
        double share = chance.oneOf(0.0, 0.2, 0.4, 0.7);
        for (Disturbance fault : Disturbance.values()) {
            if (chance.happens(
                    switch (fault) {
                        // Liars are a world of their own, and need the rest of it to work now and then to get anywhere.
                        case LYING_WITNESS -> 0.5;
                        case ODD_CLIENT -> 0.5;
                        default -> share;
                    })) {
                rates.put(
                        fault,
                        fault.way == Disturbance.Way.EACH_TIME
                                ? chance.oneOf(0.01, 0.05, 0.2)
                                : chance.oneOf(1.0, 2.0, 5.0));
            }
        }
        return rates;
    }

    double rate(Disturbance fault) {
        return rates.getOrDefault(fault, 0.0);
    }

    /** How often a client gives a sign of life: more than once in a round. */
    long heartbeatNanos() {
        return heartbeatNanos(roundTime(config));
    }

    static long heartbeatNanos(Duration round) {
        return Math.max(SHORTEST_HEARTBEAT_NANOS, round.toNanos() / 2);
    }

    /** How the client behaves that goes on when the faults have stopped, if one does. */
    Habit lastingHabit() {
        return ending == Ending.TROUBLED ? habits.get(clients - 1) : Habit.HONEST;
    }

    private static Duration roundTime(RunConfig config) {
        return config.maxRoundTrainTime().plus(config.roundWitnessTime());
    }

    static Duration sumOfDurations(RunConfig config) {
        return config.waitingForMembersExtraTime()
                .plus(config.warmupTime())
                .plus(roundTime(config))
                .plus(config.cooldownTime());
    }

    /**
     * How long the step may stay the same once nothing goes wrong any more: twice the sum of the state durations, as the
     * invariant has it, and what the coordinator cannot help. On the way from the middle of a round that fails to the end
     * of the next that does not, the host makes eight ticks, each of them as late as its timer is, and clients that were
     * removed find out at their next sign of life and join again. One that makes trouble spoils a few rounds.
     */
    long patienceNanos() {
        long once = 2 * sumOfDurations(config).toNanos() + 8 * latenessNanos() + 2 * heartbeatNanos();
        return lastingHabit() == Habit.HONEST ? once : (3 + RunConfigDraw.HIGHEST_LIMIT) * once;
    }

    /** How late a tick can be, and a message before it. */
    long latenessNanos() {
        return pollNanos + TIMER_NANOS + 2 * LATENCY_NANOS;
    }
}
