package io.github.coordinator.verification.model;

import io.github.coordinator.ClientId;
import io.github.coordinator.HostedRun;
import io.github.coordinator.HostedRunSnapshot;
import io.github.coordinator.PendingClient;
import io.github.coordinator.PendingLimits;
import io.github.coordinator.RunAnswer;
import io.github.coordinator.RunInput;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.SeedSource;
import java.time.Instant;
import java.util.Optional;

/** A hosted run in which everything is in order, step by step, for tests that lie about one. */
final class TrueHost {
    static final Instant LATER = Instant.EPOCH.plusSeconds(1);

    private final HostedRun run;

    TrueHost(RunConfig config, PendingLimits limits) {
        run = HostedRun.start(config, SeedSource.fixed(5), Instant.EPOCH, limits);
    }

    /** Gives an input, and checks that the truth about it passes. */
    HostedStep give(RunInput input) {
        HostedRunSnapshot before = run.snapshot();
        long session = HostedStep.clientOf(input)
                .flatMap(client -> HostedStep.pending(before, client))
                .map(PendingClient::session)
                .orElse(0L);
        Optional<Instant> deadline = run.nextDeadline();
        long revision = run.revision();
        RunAnswer answer = run.apply(input);
        HostedStep step =
                new HostedStep(before, deadline, session, input, answer, run.snapshot(), run.revision() != revision);
        HostedInvariants.check(step);
        return step;
    }

    HostedStep join(ClientId client) {
        return give(new RunInput.Join("run", client));
    }

    HostedStep check(ClientId client) {
        return give(new RunInput.HealthCheck(client));
    }

    HostedStep beginEpoch() {
        TrueRun.CLIENTS.forEach(this::join);
        return give(new RunInput.Tick(LATER));
    }
}
