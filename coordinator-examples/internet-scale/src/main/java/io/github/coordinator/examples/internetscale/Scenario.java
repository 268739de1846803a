package io.github.coordinator.examples.internetscale;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.SeedSource;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * What the run is like. Everything follows from these three numbers, so that the same three give the same run.
 *
 * @param clients how many clients there are at the beginning
 * @param rounds how many rounds have to be confirmed; those that are not come on top
 * @param seed the source of all chance
 */
record Scenario(int clients, int rounds, long seed) {
    static final String RUN_ID = "internet-scale";
    static final int WITNESSES = 32;

    /** A client gives a sign of life every so many minutes, a little more often than the timeout asks. */
    static final int MINUTES_BETWEEN_SIGNS = 4;

    static final Duration HEALTH_CHECK_TIMEOUT = Duration.ofMinutes(15);
    static final Duration WAITING_TIME = Duration.ofSeconds(30);
    static final Duration WARMUP_TIME = Duration.ofSeconds(30);
    static final Duration MAX_ROUND_TRAIN_TIME = Duration.ofMinutes(2);
    static final Duration ROUND_WITNESS_TIME = Duration.ofSeconds(10);

    /** Few enough that a small run has several epochs too, since newcomers wait for the next one. */
    int roundsPerEpoch() {
        return Math.max(5, Math.min(50, rounds / 20));
    }

    int minClients() {
        return clients / 2;
    }

    /** Less than come with the crowd, so that some of it has to wait. */
    int maxClients() {
        return clients + clients / 5;
    }

    /** How many join within a minute, in the middle of an epoch. */
    int crowd() {
        return clients / 10 * 3;
    }

    /** All clients that there ever are. */
    int everyone() {
        return clients + crowd();
    }

    /** The step during which the crowd arrives. */
    int crowdStep() {
        return rounds * 2 / 5 + 1;
    }

    RunConfig config() {
        return RunConfig.builder(RUN_ID)
                .minClients(minClients())
                .initMinClients(clients / 4 * 3)
                .maxClients(maxClients())
                .waitingForMembersExtraTime(WAITING_TIME)
                .warmupTime(WARMUP_TIME)
                .maxRoundTrainTime(MAX_ROUND_TRAIN_TIME)
                .roundWitnessTime(ROUND_WITNESS_TIME)
                .cooldownTime(Duration.ofSeconds(30))
                .roundsPerEpoch(roundsPerEpoch())
                .totalSteps(rounds)
                .witnessNodes(WITNESSES)
                .healthCheckTimeout(HEALTH_CHECK_TIMEOUT)
                .maxAbsentRounds(8)
                .globalBatchSizeStart(4 * clients)
                .build();
    }

    SeedSource seeds() {
        return SeedSource.keyed(
                ByteBuffer.allocate(16).putLong(seed).putLong(~seed).array(), RUN_ID);
    }
}
