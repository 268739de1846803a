package io.github.coordinator.verification.simulation;

import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.Presence;
import io.github.coordinator.RunEvent;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.TickResult;
import io.github.coordinator.round.SeedSource;
import io.github.coordinator.verification.model.Call;
import io.github.coordinator.verification.model.Invariants;
import io.github.coordinator.verification.model.JoinedClients;
import io.github.coordinator.verification.model.Step;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The coordinator of a host and its pending clients. Every call goes through here, and before the referee. */
final class JudgedCoordinator {
    private final World world;
    private final Referee referee;
    private final SeedSource seeds;

    private JoinedClients pending = new JoinedClients();
    private Coordinator coordinator;
    private RunSnapshot snapshot;
    private RunSnapshot saved;

    /** When the coordinator wants its next tick, as it said when it was last asked. */
    private Optional<Instant> deadline = Optional.empty();

    JudgedCoordinator(World world, Referee referee, Instant start) {
        this.world = world;
        this.referee = referee;
        long secret = world.chance.any();
        seeds = (epoch, height) -> new Chance(secret + 1_000_003 * epoch + height).any();
        coordinator = Coordinator.start(world.plan.config(), pending, seeds, start);
        snapshot = coordinator.snapshot();
        saved = snapshot;
    }

    /** The coordinator itself, for questions; whatever is done to it must be done by {@link #make}. */
    Coordinator coordinator() {
        return coordinator;
    }

    JoinedClients pending() {
        return pending;
    }

    RunSnapshot snapshot() {
        return snapshot;
    }

    /** Asks the coordinator when it wants its next tick. */
    Optional<Instant> askDeadline() {
        deadline = coordinator.nextDeadline();
        return deadline;
    }

    /** Saves the run, to go on from here after a crash. */
    void save() {
        saved = snapshot;
    }

    /**
     * Goes on from what was saved. The list of those who want in was not: the host knows that its members did, and waits
     * for all others to come again.
     */
    void restore() {
        RunSnapshot found = world.sabotage.tamperedWith(saved);
        pending = new JoinedClients();
        for (RunSnapshot.Member member : found.members()) {
            if (member.presence() == Presence.ACTIVE) {
                pending.add(member.client());
            }
        }
        coordinator = Coordinator.restore(found, pending, seeds);
        snapshot = coordinator.snapshot();
        Invariants.requireSame(5, found, snapshot);
    }

    /** Ticks, and takes the removed clients off the pending clients. */
    List<RunEvent> tick(Instant now) {
        Optional<Instant> promised = deadline;
        RunSnapshot before = snapshot;
        List<RunEvent> events = ((TickResult) make(new Call.Tick(now))).events();
        referee.judgeDeadline(promised, before, snapshot, events);
        pending.apply(events);
        if (!events.isEmpty()) {
            save();
        }
        return events;
    }

    /** Makes a call, and has it judged. What a call throws is its answer, and the referee's to condemn. */
    Object make(Call call) {
        List<ClientId> asked = List.copyOf(pending.pending());
        Object answer;
        try {
            answer = call.apply(coordinator, List.of());
        } catch (RuntimeException thrown) {
            answer = thrown;
        }
        Step step = new Step(snapshot, asked, call, answer, coordinator.snapshot());
        snapshot = step.after();
        if (world.plan.savesEachCall()) {
            save();
        }
        if (world.trace.isOn()) {
            world.say("host", call + " -> " + answer);
        }
        referee.judge(step, coordinator, seeds);
        return answer;
    }
}
