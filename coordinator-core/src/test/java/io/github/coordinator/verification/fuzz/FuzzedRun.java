package io.github.coordinator.verification.fuzz;

import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.JoinOutcome;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.SeedSource;
import io.github.coordinator.verification.model.Call;
import io.github.coordinator.verification.model.History;
import io.github.coordinator.verification.model.Invariants;
import io.github.coordinator.verification.model.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** A run to which things are done, with everything judged that comes of them. */
final class FuzzedRun {
    private final SeedSource seeds = SeedSource.fixed(1, 2, 3);
    private final List<ClientId> pending = new ArrayList<>();
    private final History history = new History();
    private Coordinator coordinator;
    private RunSnapshot snapshot;

    FuzzedRun(RunConfig config) {
        coordinator = Coordinator.start(config, () -> new LinkedHashSet<>(pending), seeds, Instant.EPOCH);
        snapshot = coordinator.snapshot();
    }

    /** Makes a call and judges it: it throws nothing, and where it is refused, nothing changes. Returns the answer. */
    Object make(Call call) {
        Object answer = call.apply(coordinator, pending);
        Step step = new Step(snapshot, List.copyOf(pending), call, answer, coordinator.snapshot());
        Invariants.check(step);
        history.follow(step);
        snapshot = step.after();
        if (call instanceof Call.Join join && answer == JoinOutcome.ACCEPTED) {
            pending.add(join.client());
        }
        return answer;
    }

    RunSnapshot snapshot() {
        return snapshot;
    }

    /** When the run next has something to do, or else the time of its last tick. */
    Instant deadline() {
        return coordinator.nextDeadline().orElse(snapshot.clock().now());
    }

    /** Goes on with a coordinator made from the snapshot of this one. */
    void restore() {
        coordinator = Coordinator.restore(snapshot, () -> new LinkedHashSet<>(pending), seeds);
        Invariants.requireSame(5, snapshot, coordinator.snapshot());
    }
}
