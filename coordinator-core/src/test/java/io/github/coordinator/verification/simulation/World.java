package io.github.coordinator.verification.simulation;

import io.github.coordinator.ClientId;
import java.util.LinkedHashMap;
import java.util.Map;

/** What all parts of one simulated run share: its plan, its time, its chance, and whether faults still strike. */
final class World {
    /** The client that all liars leave out. */
    static final ClientId VICTIM = ClientId.of("c1");

    final Plan plan;
    final Sabotage sabotage;
    final Schedule schedule = new Schedule();
    final Chance chance;
    final RunLog trace;
    final Tally tally;

    /** All clients by name, in the order of their numbers. */
    final Map<ClientId, SimulatedClient> clients = new LinkedHashMap<>();

    /** How often the run may have been told of time that did not pass. */
    int leaps;

    private boolean calm;

    World(Plan plan, Sabotage sabotage, RunLog trace, Tally tally) {
        this.plan = plan;
        this.sabotage = sabotage;
        this.trace = trace;
        this.tally = tally;
        // Not the chance that drew the plan, which has been used up to some point that would shift with every new knob.
        chance = new Chance(~plan.seed());
    }

    /** From here on, nothing goes wrong any more. */
    void calmDown() {
        calm = true;
    }

    boolean isCalm() {
        return calm;
    }

    /** How a client behaves now. */
    Habit habit(SimulatedClient client) {
        boolean lasts = plan.ending() == Ending.TROUBLED && client.number == plan.clients();
        return calm && !lasts ? Habit.HONEST : plan.habits().get(client.number - 1);
    }

    /** Whether a fault strikes that could each time. */
    boolean strikes(Disturbance fault) {
        if (calm || !chance.happens(plan.rate(fault))) {
            return false;
        }
        tally.count(fault);
        return true;
    }

    void say(String who, String what) {
        trace.add(schedule.now(), who, what);
    }
}
