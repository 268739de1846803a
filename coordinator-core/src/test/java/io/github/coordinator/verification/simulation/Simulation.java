package io.github.coordinator.verification.simulation;

import io.github.coordinator.ClientId;
import io.github.coordinator.RunInput;
import io.github.coordinator.RunState;
import java.util.EnumSet;
import java.util.Set;

/** One run: first whatever the plan has in store, then its ending. The same seed gives the same run to the byte. */
final class Simulation {
    /** Far more than any run needs: a run that makes this many is caught in a loop. */
    private static final int MOST_EVENTS = 3_000_000;

    /** How many calls a run is watched for after its end. */
    private static final int CALLS_AFTER_THE_END = 10;

    private static final Set<RunState> RESTING =
            EnumSet.of(RunState.WAITING_FOR_MEMBERS, RunState.PAUSED, RunState.FINISHED);

    private final World world;
    private final SimulatedNetwork network;
    private final Referee referee;
    private final SimulatedHost host;
    private int events;

    private Simulation(Plan plan, Sabotage sabotage, RunLog trace, Tally tally) {
        world = new World(plan, sabotage, trace, tally);
        network = new SimulatedNetwork(world);
        referee = new Referee(world);
        host = new SimulatedHost(world, network, referee);
        for (int number = 1; number <= plan.clients(); number++) {
            SimulatedClient client = client(number, plan.habits().get(number - 1));
            world.clients.put(client.id, client);
            client.startLater(world.chance.between(0, plan.heartbeatNanos()));
        }
        new Weather(world, network, host).begin();
    }

    private SimulatedClient client(int number, Habit habit) {
        if (habit != Habit.HONEST && habit != Habit.LIAR) {
            world.tally.count(Disturbance.ODD_CLIENT);
        }
        return switch (habit) {
            case HONEST -> new SimulatedClient(number, world, network);
            case LIAR -> new LyingClient(number, world, network);
            case SILENT, ZOMBIE, HANGING_ZOMBIE, SILENT_WITNESS, FLAPPING, LEAVING ->
                new OddClient(number, world, network, host);
        };
    }

    /**
     * Makes a run.
     *
     * @throws AssertionError if an invariant is broken; the message begins with its number in brackets
     */
    static void run(Plan plan, Sabotage sabotage, RunLog trace, Tally tally) {
        Simulation simulation = new Simulation(plan, sabotage, trace, tally);
        tally.count(Tally.Mark.RUNS);
        simulation.run();
    }

    private void run() {
        Plan plan = world.plan;
        if (world.trace.isOn()) {
            world.say("plan", plan.toString());
        }
        int end = plan.faultyCalls();
        while (referee.calls() < end && world.schedule.now() < plan.faultyNanos()) {
            next();
            if (state() == RunState.FINISHED) {
                end = Math.min(end, referee.calls() + CALLS_AFTER_THE_END);
            }
        }
        switch (plan.ending()) {
            case CHAOS -> {}
            case CALM, TROUBLED -> endCalmly();
            case DESERTED -> endDeserted();
        }
    }

    private RunState state() {
        return host.snapshot().state();
    }

    private void next() {
        if (!world.schedule.runNext()) {
            throw Referee.broken(25, "nothing will ever happen again", host.snapshot());
        }
        if (++events > MOST_EVENTS) {
            throw Referee.broken(25, "the run goes round in circles", host.snapshot());
        }
    }

    /** Lets that much time pass. */
    private void pass(long nanos) {
        boolean[] over = new boolean[1];
        world.schedule.after(nanos, () -> over[0] = true);
        while (!over[0]) {
            next();
        }
    }

    /** Faults stop, and what is left of them passes: late messages arrive, and a host that is down comes up and misses some. */
    private void settle() {
        world.say("world", "the faults stop");
        world.calmDown();
        host.wake();
        pass(Plan.LONGEST_DELAY_NANOS + Plan.LATENCY_NANOS);
        pass((SimulatedHost.GRACE_HEARTBEATS + 1) * world.plan.heartbeatNanos());
        referee.settle();
    }

    private void endCalmly() {
        world.clients.values().forEach(SimulatedClient::start);
        settle();
        for (ClientId client : host.everybody()) {
            if (!world.clients.containsKey(client)) {
                host.loseConnectionNow(client);
            }
        }
        host.operate(new RunInput.Resume());
        host.tick();
        if (state() == RunState.FINISHED) {
            return;
        }
        boolean troubled = world.plan.lastingHabit() != Habit.HONEST;
        // Some steps in a row show more than one, but in a large world each takes long to simulate.
        int advances = world.plan.clients() > 20 ? 1 : troubled ? 6 : 2;
        for (int i = 0; i < advances && state() != RunState.FINISHED; i++) {
            advance();
        }
        world.tally.count(troubled ? Tally.Mark.LIVENESS_PROVED_IN_TROUBLE : Tally.Mark.LIVENESS_PROVED);
    }

    /** Invariant 25, and 27 where one client makes trouble. */
    private void advance() {
        long step = host.snapshot().step();
        long deadline = world.schedule.now() + world.plan.patienceNanos();
        while (host.snapshot().step() == step && state() != RunState.FINISHED) {
            next();
            if (world.schedule.now() > deadline) {
                throw Referee.broken(25, "nothing goes wrong, but the run does not advance", host.snapshot());
            }
        }
        world.say("world", "the run has advanced");
    }

    private void endDeserted() {
        world.clients.values().forEach(SimulatedClient::crash);
        settle();
        host.everybody().forEach(host::loseConnectionNow);
        long deadline = world.schedule.now() + world.plan.patienceNanos();
        while (!RESTING.contains(state())) {
            next();
            if (world.schedule.now() > deadline) {
                throw Referee.broken(25, "nobody is left, but the run does not come to rest", host.snapshot());
            }
        }
        pass(world.plan.patienceNanos());
        if (!RESTING.contains(state())) {
            throw Referee.broken(25, "nobody is left, but the run goes on", host.snapshot());
        }
        world.tally.count(Tally.Mark.DESERTION_PROVED);
    }
}
