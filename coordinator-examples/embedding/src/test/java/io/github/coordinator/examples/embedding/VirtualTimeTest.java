package io.github.coordinator.examples.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.PendingClients;
import io.github.coordinator.RunState;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.SeedSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {
    @Test
    void aRoundThatNobodyAttestsMakesNoStep() {
        RunConfig config = RunConfig.builder("demo")
                .minClients(1)
                .warmupTime(Duration.ofMinutes(1))
                .maxRoundTrainTime(Duration.ofMinutes(10))
                .roundWitnessTime(Duration.ofSeconds(30))
                .cooldownTime(Duration.ofMinutes(2))
                .roundsPerEpoch(20)
                .totalSteps(1000)
                .globalBatchSizeStart(64)
                .build();
        Instant start = Instant.parse("2030-01-01T12:00:00Z");
        PendingClients pending = new PendingClients();
        Coordinator coordinator = Coordinator.start(config, pending, SeedSource.fixed(7), start);
        ClientId ada = ClientId.of("ada");
        assertThat(coordinator.join("demo", ada).accepted()).isTrue();
        pending.add(ada);

        Instant now = start;
        List<RunState> states = new ArrayList<>();
        while (coordinator.status().state() != RunState.COOLDOWN) {
            pending.apply(coordinator.tick(now));
            states.add(coordinator.status().state());
            now = coordinator.nextDeadline().orElseThrow();
        }

        assertThat(states)
                .containsExactly(RunState.WARMUP, RunState.ROUND_TRAIN, RunState.ROUND_WITNESS, RunState.COOLDOWN);
        assertThat(coordinator.status().stateBegan()).isEqualTo(start.plus(Duration.parse("PT11M30S")));
        assertThat(coordinator.status().step()).isEqualTo(1);
    }
}
