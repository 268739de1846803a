package io.github.coordinator.examples.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.TickResult;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.DataRange;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundPart;
import io.github.coordinator.round.SeedSource;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a reader of the README tries first. */
class QuickStartTest {
    @Test
    void aRoundIsConfirmed() {
        RunConfig config = RunConfig.builder("demo")
                .minClients(1)
                .warmupTime(Duration.ofMinutes(5))
                .maxRoundTrainTime(Duration.ofMinutes(10))
                .roundWitnessTime(Duration.ofSeconds(30))
                .cooldownTime(Duration.ofMinutes(2))
                .roundsPerEpoch(20)
                .totalSteps(1_000)
                .globalBatchSizeStart(64)
                .build();

        Set<ClientId> pending = new LinkedHashSet<>();
        Coordinator coordinator = Coordinator.start(config, () -> pending, SeedSource.fixed(7), Instant.EPOCH);
        ClientId ada = ClientId.of("ada");
        if (coordinator.join("demo", ada).accepted()) {
            pending.add(ada);
        }
        TickResult result = coordinator.tick(Instant.EPOCH); // WAITING_FOR_MEMBERS → WARMUP
        while (result.status().round().isEmpty()) {
            result = coordinator.tick(result.nextDeadline().orElseThrow()); // → ROUND_TRAIN
        }
        Round round = result.status().round().orElseThrow();
        RoundPart part = round.partOf(coordinator.seat(ada).orElseThrow()).orElseThrow();
        coordinator.witness(ada, part.proof(index -> true).orElseThrow()); // ada saw the results of all
        while (result.evaluation().isEmpty()) {
            result = coordinator.tick(result.nextDeadline().orElseThrow()); // → ROUND_WITNESS → ROUND_TRAIN
        }

        assertThat(part.data()).contains(new DataRange(0, 63));
        assertThat(result.evaluation().orElseThrow().confirmed()).isTrue();
        assertThat(result.status().step()).isEqualTo(2);
    }
}
