package io.github.coordinator.verification.exhaustive;

import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.JoinOutcome;
import io.github.coordinator.PendingClients;
import io.github.coordinator.RunEvent;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.round.SeedSource;
import io.github.coordinator.verification.model.Call;
import io.github.coordinator.verification.model.Step;
import java.util.List;

/** A coordinator, and a host around it that keeps its source as a host should. */
final class SearchHost {
    static final SeedSource SEEDS = (epoch, height) -> 31 * epoch + height + 7;

    private final PendingClients source = new PendingClients();
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
        Object answer = call.apply(coordinator, List.of());
        if (call instanceof Call.Join join && ((JoinOutcome) answer).accepted()) {
            source.add(join.client());
        } else if (call instanceof Call.Disconnect gone) {
            source.remove(gone.client());
        } else if (call instanceof Call.Leave gone) {
            source.remove(gone.client());
        } else if (call instanceof Call.Eject gone) {
            source.remove(gone.client());
        } else if (answer instanceof List<?> events) {
            source.apply(events.stream().map(RunEvent.class::cast).toList());
        }
        Step step = new Step(run, pending, call, answer, coordinator.snapshot());
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
