package io.github.coordinator.examples.benchmarks;

import io.github.coordinator.ClientId;
import io.github.coordinator.HostedRun;
import io.github.coordinator.MemberOutcome;
import io.github.coordinator.RunState;
import io.github.coordinator.config.RunConfig;
import java.time.Instant;
import java.util.List;

/** The members of a run: each joins with a session, is pending, and is a member once the epoch has begun. */
final class HostedMembership implements Membership<ClientId> {
    private final HostedRun run;

    /** The configuration is the program's, as the texts and protocols of the other side are. */
    HostedMembership(RunConfig config) {
        run = HostedRun.start(config, OpenRun.SEED_SOURCE, Instant.EPOCH);
    }

    @Override
    public void admit(List<ClientId> clients) {
        for (ClientId client : clients) {
            run.join(Configs.RUN_ID, client);
        }
        run.tick(Instant.EPOCH);
        if (run.status().state() != RunState.WARMUP || run.status().memberCount() != clients.size()) {
            throw new IllegalStateException("not all clients are members");
        }
    }

    @Override
    public int hear(List<ClientId> clients) {
        int heard = 0;
        for (ClientId client : clients) {
            heard += run.healthCheck(client) == MemberOutcome.RECORDED ? 1 : 0;
        }
        return heard;
    }

    @Override
    public void tick() {
        run.tick(Instant.EPOCH);
    }
}
