package io.github.coordinator.verification.simulation;

import static io.github.coordinator.verification.simulation.Referee.broken;

import io.github.coordinator.ClientId;
import io.github.coordinator.Removal;
import io.github.coordinator.RunInput;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.RunState;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Invariants 26 and 34: who is removed as silent was silent, by the true time; and who is silent is removed. Reckons with the
 * clocks' leaps: each adds a third of the timeout at most.
 */
final class SilenceReferee {
    /** When a client was last heard, how often the clock had leapt by then, and how many states had ended. */
    private record Sign(long at, int leaps, int transitions) {}

    private final World world;
    private Map<ClientId, Sign> signs = new HashMap<>();
    private Map<ClientId, Sign> saved = new HashMap<>();
    private int transitions;
    private long settledAt = Long.MAX_VALUE;

    SilenceReferee(World world) {
        this.world = world;
    }

    void settle() {
        settledAt = world.schedule.now();
    }

    void save() {
        saved = new HashMap<>(signs);
    }

    /** What was heard since the host saved the run is forgotten. */
    void restore() {
        signs = new HashMap<>(saved);
    }

    void judge(JudgedStep step) {
        sender(step.input()).filter(client -> step.hears()).ifPresent(this::hear);
        if (step.transition().isPresent()) {
            transitions++;
        }
        RunSnapshot before = step.before().run();
        boolean isReconfigured = !step.after().run().config().equals(before.config());
        if (isReconfigured || step.input() instanceof RunInput.Restarted) {
            signs.replaceAll((client, sign) -> sign());
        }
        long timeout = before.config().healthCheckTimeout().toNanos();
        for (Removal removal : Referee.removals(step)) {
            if (removal.cause() == Removal.Cause.SILENT) {
                judgeRemoval(removal, timeout);
            }
        }
        boolean removesSilent = before.state() == RunState.ROUND_WITNESS || before.state() == RunState.COOLDOWN;
        if (timeout > 0 && removesSilent && step.transition().isPresent()) {
            Referee.clients(step.after().run()).forEach(client -> judgeMember(client, timeout));
        }
        if (step.beginsEpoch()) {
            Referee.clients(step.after().run()).stream()
                    .filter(client -> !wasMember(client, before))
                    .forEach(this::hear);
        }
    }

    /** Whether a client was a member of the last epoch. Others are heard with being taken. */
    private static boolean wasMember(ClientId client, RunSnapshot before) {
        return before.standings().stream()
                .anyMatch(standing -> standing.wasMember() && standing.client().equals(client));
    }

    private static Optional<ClientId> sender(RunInput input) {
        if (input instanceof RunInput.Join join) {
            return Optional.of(join.client());
        } else if (input instanceof RunInput.HealthCheck check) {
            return Optional.of(check.client());
        } else if (input instanceof RunInput.Ready ready) {
            return Optional.of(ready.client());
        } else if (input instanceof RunInput.Witness witness) {
            return Optional.of(witness.client());
        }
        return Optional.empty();
    }

    private Sign sign() {
        return new Sign(world.schedule.now(), world.leaps, transitions);
    }

    private void hear(ClientId client) {
        signs.put(client, sign());
    }

    private void judgeRemoval(Removal removal, long timeout) {
        Sign last = signs.get(removal.client());
        if (last == null) {
            throw broken(34, "a client was removed as silent that was never heard", removal);
        }
        long quiet = world.schedule.now() - last.at + (world.leaps - last.leaps) * (timeout / 3);
        SimulatedClient client = world.clients.get(removal.client());
        boolean isHonest = client != null && client.isUp() && client.habit() == Habit.HONEST;
        if (isHonest && world.schedule.now() >= settledAt) {
            throw broken(34, "a client was removed as silent that gives a sign of life in every third", removal);
        }
        if (quiet < timeout) {
            throw broken(34, "a client was removed as silent that was heard " + quiet + " ns before", removal);
        }
    }

    /**
     * In the calm, observed time is true time, but for the ticks that came late: one in each third, and at each transition. A
     * sign of life counts from the next tick on, which comes within a third.
     */
    private void judgeMember(ClientId client, long timeout) {
        Sign last = signs.get(client);
        if (last == null || last.at < settledAt) {
            return;
        }
        long late = (transitions - last.transitions + 4) * world.plan.latenessNanos();
        if (world.schedule.now() - last.at > timeout + timeout / 3 + late) {
            throw broken(26, client + " says nothing, and is not removed", last);
        }
    }
}
