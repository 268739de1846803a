package io.github.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.SeedSource;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A timeout of which no third can be measured is short, but not off. */
class ShortestTimeoutTest {
    private static final ClientId ADA = ClientId.of("ada");
    private static final ClientId BOB = ClientId.of("bob");

    @ParameterizedTest(name = "{0} ns")
    @ValueSource(longs = {1, 2, 3})
    void removesTheSilentAndNobodyElse(long nanos) {
        RunConfig config = RunConfig.builder("demo")
                .minClients(1)
                .warmupTime(Duration.ofHours(1))
                .maxRoundTrainTime(Duration.ofHours(1))
                .roundWitnessTime(Duration.ofHours(1))
                .cooldownTime(Duration.ofHours(1))
                .roundsPerEpoch(1)
                .totalSteps(1)
                .globalBatchSizeStart(2)
                .healthCheckTimeout(Duration.ofNanos(nanos))
                .build();
        Set<ClientId> pending = new LinkedHashSet<>(List.of(ADA, BOB));
        Coordinator coordinator = Coordinator.start(config, () -> pending, SeedSource.fixed(1), Instant.EPOCH);
        coordinator.tick(Instant.EPOCH);
        for (long now = 1; now <= nanos; now++) {
            assertThat(coordinator.removals()).isEmpty();
            coordinator.healthCheck(ADA);
            coordinator.tick(Instant.EPOCH.plusNanos(now));
        }
        assertThat(coordinator.removals()).extracting(Removal::client).containsExactly(BOB);
        assertThat(coordinator.removals()).extracting(Removal::cause).containsExactly(Removal.Cause.SILENT);
    }
}
