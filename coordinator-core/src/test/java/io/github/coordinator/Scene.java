package io.github.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.config.RunConfigBuilder;
import io.github.coordinator.round.SeedSource;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/** A coordinator with its clock and its pending clients, for tests by example. */
final class Scene {
    static final Duration STATE_TIME = Duration.ofSeconds(10);
    static final ClientId ADA = ClientId.of("ada");
    static final ClientId BOB = ClientId.of("bob");
    static final ClientId CYD = ClientId.of("cyd");

    final Set<ClientId> pending = new LinkedHashSet<>();
    final Coordinator run;
    SeedSource seeds = SeedSource.fixed(7);
    Instant now = Instant.EPOCH;

    Scene(RunConfigBuilder config) {
        run = Coordinator.start(
                config.build(), () -> pending, (epoch, height) -> seeds.seed(epoch, height), Instant.EPOCH);
    }

    /** Three clients begin an epoch, two continue it. Each state takes {@link #STATE_TIME}, waiting no time. */
    static RunConfigBuilder config() {
        return RunConfig.builder("run")
                .minClients(2)
                .initMinClients(3)
                .waitingForMembersExtraTime(Duration.ZERO)
                .warmupTime(STATE_TIME)
                .maxRoundTrainTime(STATE_TIME)
                .roundWitnessTime(STATE_TIME)
                .cooldownTime(STATE_TIME)
                .roundsPerEpoch(2)
                .totalSteps(100)
                .witnessNodes(1)
                .witnessQuorum(0)
                .globalBatchSizeStart(8);
    }

    /** Ticks without letting time pass. */
    TickResult tick() {
        TickResult result = run.tick(now);
        result.removals().forEach(removal -> pending.remove(removal.client()));
        return result;
    }

    /** Ticks when the state's time is over. */
    TickResult tickWhenDue() {
        now = now.plus(STATE_TIME);
        return tick();
    }

    /** Ticks when the state's time is over, which must lead to a state. */
    TickResult tickInto(RunState expected) {
        TickResult result = tickWhenDue();
        assertThat(result.status().state()).isEqualTo(expected);
        return result;
    }

    /** Ada, bob and cyd warm up. */
    TickResult warmUp() {
        pending.add(ADA);
        pending.add(BOB);
        pending.add(CYD);
        TickResult result = tick();
        assertThat(result.status().state()).isEqualTo(RunState.WARMUP);
        return result;
    }

    /** Ada, bob and cyd train in the first round. */
    TickResult train() {
        warmUp();
        return tickInto(RunState.ROUND_TRAIN);
    }

    /** Every elected witness attests that it saw everybody. */
    void attest() {
        run.roster().clients().forEach(this::attest);
    }

    /** One client attests that it saw everybody, if it is elected. */
    void attest(ClientId client) {
        run.seat(client)
                .flatMap(seat -> run.status().round().flatMap(round -> round.partOf(seat)))
                .flatMap(part -> part.proof(seen -> true))
                .ifPresent(proof -> run.witness(client, proof));
    }
}
