package io.github.coordinator.examples.benchmarks;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.config.RunConfigBuilder;
import java.time.Duration;
import java.util.Map;

/** Configurations of runs that never end by themselves, so that a benchmark can go on for as long as it likes. */
final class Configs {
    static final String RUN_ID = "benchmark";
    static final int WITNESSES = 32;

    /** How long a state lasts that nothing but time ends. */
    static final Duration STATE_TIME = Duration.ofHours(1);

    private Configs() {}

    static RunConfig config(int clients) {
        return builder(clients).build();
    }

    /** A builder with every rule that removes members. */
    static RunConfigBuilder withAllRules(int clients) {
        return builder(clients)
                .healthCheckTimeout(STATE_TIME.multipliedBy(9))
                .maxAbsentRounds(3)
                .maxMissedAttestations(3);
    }

    static RunConfigBuilder builder(int clients) {
        return RunConfig.builder(RUN_ID)
                .minClients(clients / 2)
                .initMinClients(clients)
                .waitingForMembersExtraTime(Duration.ZERO)
                .warmupTime(STATE_TIME)
                .maxRoundTrainTime(STATE_TIME)
                .roundWitnessTime(STATE_TIME)
                .cooldownTime(STATE_TIME)
                .roundsPerEpoch(Integer.MAX_VALUE)
                .totalSteps(4_294_967_295L)
                .witnessNodes(WITNESSES)
                .globalBatchSizeStart(4 * clients)
                .sequenceLength(2_048)
                .model(Map.of("LLM", Map.of("architecture", "HfLlama", "max_seq_len", 2_048L)));
    }
}
