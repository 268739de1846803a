package io.github.coordinator.verification.exhaustive;

import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.JoinOutcome;
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

/** A coordinator, and a host around it that keeps its source as a host should. */
final class SearchHost {
    static final SeedSource SEEDS = (epoch, height) -> 31 * epoch + height + 7;

    private final JoinedClients source = new JoinedClients();
    private final Coordinator coordinator;
    private RunSnapshot run;
    private List<ClientId> pending;

    /** Goes on with a run. */
    SearchHost(RunSnapshot run, List<ClientId> pending) {
        this.run = run;
        this.pending = pending;
        pending.forEach(source::add);
        coordinator = Coordinator.restore(run, source, SEEDS);
    }

    Step make(Call call) {
        Optional<Instant> deadline = coordinator.nextDeadline();
        Object answer = call.apply(coordinator, List.of());
        if (call instanceof Call.Join join && ((JoinOutcome) answer).accepted()) {
            source.add(join.client());
        } else if (call instanceof Call.Disconnect gone) {
            source.remove(gone.client());
        } else if (call instanceof Call.Leave gone) {
            source.remove(gone.client());
        } else if (call instanceof Call.Eject gone) {
            source.remove(gone.client());
        } else if (answer instanceof TickResult result) {
            source.apply(result.removals());
        }
        Step step = new Step(run, pending, call, answer, coordinator.snapshot());
        Invariants.checkDeadline(deadline, step);
        run = step.after();
        pending = List.copyOf(source.pending());
        return step;
    }

    RunSnapshot run() {
        return run;
    }

    List<ClientId> pending() {
        return pending;
    }
}
