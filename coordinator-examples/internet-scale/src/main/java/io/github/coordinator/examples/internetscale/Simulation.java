package io.github.coordinator.examples.internetscale;

import io.github.coordinator.Removal;
import io.github.coordinator.RunState;
import io.github.coordinator.TickResult;
import io.github.coordinator.Transition;
import io.github.coordinator.round.Committee;
import io.github.coordinator.round.Round;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The run in virtual time. What the clients do is planned on the agenda; between its entries the host ticks whenever the
 * coordinator says that a tick can change something, and this class does with the result what a host has to.
 */
final class Simulation {
    /** The clients at the beginning connect within this time, all before the run stops waiting for more. */
    private static final Duration FIRST_ARRIVALS = Duration.ofSeconds(25);

    private static final Duration CROWD_ARRIVALS = Duration.ofMinutes(1);

    /** When clients say that they have loaded the model. */
    private static final Duration LOADING_TIME = Duration.ofSeconds(20);

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Scenario scenario;
    private final Agenda agenda = new Agenda();
    private final Chronicle chronicle = new Chronicle();
    private final Costs costs = new Costs();
    private final Memory memory = new Memory();
    private final Progress progress;
    private final Fairness fairness;
    private final Seating seating;
    private final Fleet fleet;
    private final Host host;
    private final Churn churn;
    private final Witnesses witnesses;
    private long trainingBegan;

    Simulation(Scenario scenario, Progress progress) {
        this.scenario = scenario;
        this.progress = progress;
        // Each part has chance of its own, so that a change to one does not change what the others draw.
        SplittableRandom random = new SplittableRandom(scenario.seed());
        fleet = new Fleet(scenario.everyone(), random.split());
        seating = new Seating(fleet);
        fairness = new Fairness(fleet.size());
        host = new Host(scenario, fleet, seating, costs);
        churn = new Churn(fleet, host, agenda, random.split());
        witnesses = new Witnesses(fleet, seating, host, agenda, random.split());
    }

    void run() {
        churn.arrive(scenario.clients(), FIRST_ARRIVALS);
        giveSignsOfLife(0);
        while (host.state() != RunState.FINISHED) {
            if (!agenda.nextUntil(host.nextTick())) {
                follow(host.tick(agenda.now()));
            }
        }
    }

    private void giveSignsOfLife(long minute) {
        host.healthChecks(minute);
        agenda.in(MINUTE, () -> giveSignsOfLife(minute + 1));
    }

    private void follow(TickResult result) {
        int clientsBefore = seating.size();
        remove(result.removals());
        result.evaluation().ifPresent(round -> {
            chronicle.evaluated(round, result.removals(), clientsBefore, host.waiting(), hours());
            progress.rounds(result.status().step() - 1, round.round().epoch(), seating.size());
        });
        result.transition().ifPresent(this::changed);
        if (seating.size() != result.status().memberCount()) {
            throw new IllegalStateException(
                    seating.size() + " seats are taken, and the coordinator says " + result.status());
        }
    }

    private void remove(List<Removal> removals) {
        BitSet leaving = new BitSet();
        for (Removal removal : removals) {
            int client = fleet.numberOf(removal.client());
            leaving.set(client);
            fairness.unseated(client);
            churn.removed(client);
            chronicle.removed(removal);
        }
        if (!removals.isEmpty()) {
            seating.remove(leaving);
        }
    }

    private void changed(Transition change) {
        switch (change.to()) {
            case WARMUP -> beginEpoch();
            case ROUND_TRAIN -> beginRound(host.status().round().orElseThrow());
            case ROUND_WITNESS -> {
                Duration trained = Duration.ofNanos(agenda.now() - trainingBegan);
                chronicle.trained(
                        (double) trained.toNanos() / Agenda.SECOND,
                        trained.compareTo(Scenario.MAX_ROUND_TRAIN_TIME) >= 0);
            }
            case COOLDOWN -> checkSeats();
            case WAITING_FOR_MEMBERS -> endEpoch();
            case PAUSED, FINISHED -> {}
        }
    }

    private void beginEpoch() {
        seating.fill(host.roster());
        for (int seat = 0; seat < seating.size(); seat++) {
            fairness.seated(seating.clientAt(seat));
        }
        chronicle.epochBegan(seating.size());
        agenda.in(LOADING_TIME, host::ready);
    }

    private void beginRound(Round round) {
        trainingBegan = agenda.now();
        if (chronicle.crowdRound() < 0 && host.status().step() == scenario.crowdStep()) {
            chronicle.crowdArrives();
            churn.arrive(scenario.crowd(), CROWD_ARRIVALS);
        }
        int[] seats = Committee.of(round).witnessSeats();
        fairness.elected(seating, seats);
        witnesses.begin(round, seats);
    }

    private void endEpoch() {
        for (int seat = 0; seat < seating.size(); seat++) {
            fairness.unseated(seating.clientAt(seat));
        }
        seating.clear();
        chronicle.epochEnded();
        memory.measure();
    }

    private void checkSeats() {
        if (!seating.agreesWith(host.roster())) {
            throw new IllegalStateException("the seats that follow from the removals are not those of the roster");
        }
    }

    private double hours() {
        return agenda.now() / (3600.0 * Agenda.SECOND);
    }

    Scenario scenario() {
        return scenario;
    }

    Chronicle chronicle() {
        return chronicle;
    }

    Costs costs() {
        return costs;
    }

    Memory memory() {
        return memory;
    }

    Fairness fairness() {
        return fairness;
    }

    int seatsKept() {
        return churn.seatsKept();
    }
}
