package io.github.coordinator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.HostedRun;
import io.github.coordinator.HostedRunSnapshot;
import io.github.coordinator.PendingClient;
import io.github.coordinator.PendingLimits;
import io.github.coordinator.RunAnswer;
import io.github.coordinator.RunInput;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.SeedSource;
import io.github.coordinator.verification.model.Invariants;
import io.github.coordinator.verification.model.Reach;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A server with a hosted run, which keeps the pending clients and their sessions itself. */
final class HostedHost extends ScenarioHost {
    private final SeedSource seeds;
    private @Nullable HostedRunSnapshot kept;
    private HostedRun run;

    HostedHost(RunConfig config, SeedSource seeds, PendingLimits limits, boolean restoring, Reach reach) {
        super(restoring, reach);
        this.seeds = seeds;
        run = HostedRun.start(config, seeds, now(), limits);
    }

    @Override
    Coordinator coordinator() {
        return Coordinator.restore(run.snapshot().run(), Set::of, seeds);
    }

    @Override
    Optional<Instant> nextDeadline() {
        return run.nextDeadline();
    }

    @Override
    String pending() {
        return run.pendingClients().isEmpty()
                ? "nobody"
                : run.pendingClients().stream().map(HostedHost::wording).collect(Collectors.joining(" "));
    }

    private static String wording(PendingClient pending) {
        return pending.client() + (pending.connected() ? "" : "(disconnected)");
    }

    @Override
    long session(ClientId client) {
        return run.pendingClients().stream()
                .filter(pending -> pending.client().equals(client))
                .mapToLong(PendingClient::session)
                .findFirst()
                .orElse(0);
    }

    @Override
    Object state() {
        return run.snapshot();
    }

    @Override
    RunAnswer apply(RunInput input) {
        return run.apply(input);
    }

    @Override
    void restoreAndCompare() {
        HostedRun original = run;
        Coordinator before = coordinator();
        run = HostedRun.restore(original.snapshot(), seeds);
        Invariants.requireSameAnswers(before, coordinator());
        assertThat(run.snapshot()).isEqualTo(original.snapshot());
        assertThat(run.nextDeadline()).isEqualTo(original.nextDeadline());
        assertThat(run.pendingCount()).isEqualTo(original.pendingCount());
    }

    @Override
    void keep() {
        kept = run.snapshot();
    }

    @Override
    void goBack() {
        run = HostedRun.restore(Objects.requireNonNull(kept, "there is no snapshot to restore"), seeds);
    }
}
