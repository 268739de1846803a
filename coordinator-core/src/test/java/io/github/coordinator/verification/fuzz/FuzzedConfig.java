package io.github.coordinator.verification.fuzz;

import io.github.coordinator.config.EarlyEnd;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.config.RunConfigBuilder;
import io.github.coordinator.config.WarmupDrop;
import io.github.coordinator.round.DataOrder;
import io.github.coordinator.round.ParticipationKind;
import java.time.Duration;
import java.util.List;

/** A few small runs, so that rare things are near; between them they have every rule about proofs, and each choice. */
final class FuzzedConfig {
    static final String RUN_ID = "run";

    /** A third of it is longer than a small epoch, so the deadline is that of the state, as long as calls are made. */
    private static final Duration SILENCE = Duration.ofMinutes(5);

    private static final List<RunConfig> ALL = List.of(
            small().maxAbsentRounds(1).build(),
            small().minClients(3)
                    .witnessNodes(2)
                    .verificationPercent(50)
                    .maxMissedAttestations(1)
                    .onWarmupDrop(WarmupDrop.KEEP)
                    .earlyEnd(EarlyEnd.NEVER)
                    .build(),
            small().participation(ParticipationKind.BLOOM)
                    .maxAbsentRounds(2)
                    .onWarmupDrop(WarmupDrop.RESTART)
                    .build(),
            small().witnessQuorum(0)
                    .epochTime(Duration.ofSeconds(30))
                    .dataOrder(DataOrder.PSYCHE)
                    .build(),
            small().maxMissedAttestations(2)
                    .minParticipants(2)
                    .earlyEnd(EarlyEnd.QUORUM)
                    .globalBatchSizeStart(2)
                    .build());

    static final int COUNT = ALL.size();

    private FuzzedConfig() {}

    static RunConfig read(Input input) {
        return ALL.get(input.below(ALL.size()));
    }

    private static RunConfigBuilder small() {
        return RunConfig.builder(RUN_ID)
                .minClients(2)
                .maxClients(5)
                .warmupTime(Duration.ofSeconds(9))
                .maxRoundTrainTime(Duration.ofSeconds(9))
                .roundWitnessTime(Duration.ofSeconds(3))
                .cooldownTime(Duration.ofSeconds(3))
                .roundsPerEpoch(3)
                .totalSteps(5)
                .healthCheckTimeout(SILENCE)
                .globalBatchSizeStart(4);
    }
}
