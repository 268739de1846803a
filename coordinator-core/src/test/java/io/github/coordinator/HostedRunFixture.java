package io.github.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.SeedSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A small hosted run and its clock, for tests by example. */
abstract class HostedRunFixture {
    static final Duration STATE_TIME = Duration.ofSeconds(10);
    static final Duration EPOCH_TIME = Duration.ofSeconds(50);
    static final ClientId ADA = ClientId.of("ada");
    static final ClientId BOB = ClientId.of("bob");
    static final ClientId CYD = ClientId.of("cyd");
    static final ClientId DAN = ClientId.of("dan");

    final RunConfig config = RunConfig.builder("run")
            .minClients(2)
            .initMinClients(3)
            .maxClients(3)
            .waitingForMembersExtraTime(Duration.ZERO)
            .warmupTime(STATE_TIME)
            .maxRoundTrainTime(STATE_TIME)
            .roundWitnessTime(STATE_TIME)
            .cooldownTime(STATE_TIME)
            .epochTime(EPOCH_TIME)
            .totalSteps(100)
            .witnessNodes(1)
            .witnessQuorum(0)
            .globalBatchSizeStart(8)
            .build();
    SeedSource seeds = SeedSource.fixed(7);
    HostedRun run = HostedRun.start(config, (epoch, height) -> seeds.seed(epoch, height), Instant.EPOCH);
    Instant now = Instant.EPOCH;

    JoinResult join(ClientId client) {
        return run.join("run", client);
    }

    long session(ClientId client) {
        return join(client).session().orElseThrow();
    }

    TickResult tick() {
        return run.tick(now);
    }

    TickResult tickAfter(Duration time) {
        now = now.plus(time);
        return tick();
    }

    void tickInto(RunState expected) {
        assertThat(tickAfter(STATE_TIME).status().state()).isEqualTo(expected);
    }

    /** Ada, bob and cyd join in that order, with sessions 1, 2 and 3, and the epoch takes them. */
    void warmUp() {
        join(ADA);
        join(BOB);
        join(CYD);
        assertThat(tick().status().state()).isEqualTo(RunState.WARMUP);
    }

    void train() {
        warmUp();
        tickInto(RunState.ROUND_TRAIN);
    }

    List<ClientId> pending() {
        return run.pendingClients().stream().map(PendingClient::client).toList();
    }

    /** Gives an input that is to change nothing. */
    RunAnswer changingNothing(RunInput input) {
        HostedRunSnapshot before = run.snapshot();
        long revision = run.revision();
        RunAnswer answer = run.apply(input);
        assertThat(run.snapshot()).isEqualTo(before);
        assertThat(run.revision()).isEqualTo(revision);
        return answer;
    }

    RunAnswer endOf(ClientId client, long session) {
        return run.apply(new RunInput.Disconnected(client, session));
    }
}
