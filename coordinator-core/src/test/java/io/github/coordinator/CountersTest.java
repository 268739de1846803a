package io.github.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.SeedSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counters go on from where no other test comes, past the limits of 8, 16 and 32 bits. */
class CountersTest {
    private static final RunConfig CONFIG = RunConfig.builder("run")
            .minClients(1)
            .witnessQuorum(0)
            .warmupTime(Duration.ofSeconds(1))
            .maxRoundTrainTime(Duration.ofSeconds(1))
            .roundWitnessTime(Duration.ofSeconds(1))
            .cooldownTime(Duration.ofSeconds(1))
            .epochTime(Duration.ofDays(1))
            .totalSteps(0xFFFF_FFFFL)
            .globalBatchSizeStart(2)
            .build();

    private Coordinator run =
            Coordinator.start(CONFIG, () -> Set.of(ClientId.of("ada")), SeedSource.fixed(5), Instant.EPOCH);

    @ParameterizedTest
    @ValueSource(longs = {0xFF, 0xFFFF, 0x7FFF_FFFF, 0xFFFF_FFFFL})
    void goOn(long limit) {
        // No run has more than 0xFFFF_FFFF steps, and two are made before this one pauses.
        long step = Math.min(limit + 1, CONFIG.totalSteps() - 2);
        tickUntil(RunState.ROUND_WITNESS);
        run = Coordinator.restore(
                allAt(limit, step, run.snapshot()), () -> Set.of(ClientId.of("ada")), SeedSource.fixed(5));

        tickUntil(RunState.ROUND_TRAIN);
        assertThat(run.status().round().orElseThrow().height()).isEqualTo(limit + 1);
        assertThat(run.status().round().orElseThrow().firstDataIndex()).isEqualTo(2 * step);
        assertThat(run.status().step()).isEqualTo(step + 1);

        run.pause();
        tickUntil(RunState.PAUSED);
        assertThat(run.status().epoch()).isEqualTo(limit + 1);
        assertThat(run.status().rosterVersion()).isEqualTo(limit + 1);
    }

    /** The same run at {@code step}, with {@code limit} as epoch, height and roster version. */
    private static RunSnapshot allAt(long limit, long step, RunSnapshot snapshot) {
        long used = 2 * (step - 1);
        return new SnapshotEdit(snapshot)
                .epoch(limit)
                .step(step)
                .nextDataIndex(used)
                .rosterVersion(limit)
                .round(Forged.round(limit, limit, snapshot.round().orElseThrow().seed(), used, 2, limit, 1, 1, 0))
                .build();
    }

    private void tickUntil(RunState state) {
        for (int i = 0; i < 10 && run.status().state() != state; i++) {
            run.tick(run.snapshot().clock().now().plusSeconds(1));
        }
        assertThat(run.status().state()).isEqualTo(state);
    }
}
