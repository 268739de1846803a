package io.github.coordinator.verification.simulation;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.config.RunConfigBuilder;
import io.github.coordinator.round.ParticipationKind;
import java.time.Duration;

/** Configurations for simulated runs: small, so that what is rare is near, and varied in everything that decides. */
final class RunConfigDraw {
    static final String RUN_ID = "simulated";

    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration MIDDLE = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(5);
    private static final Duration LEAST = Duration.ofNanos(1);

    private RunConfigDraw() {}

    static RunConfig draw(Chance chance, int clients, Ending ending) {
        int min = chance.happens(0.3)
                ? chance.between((clients + 1) / 2, clients)
                : chance.between(1, chance.between(1, clients));
        int initial = chance.happens(0.5) ? min : chance.between(min, clients);
        RunConfigBuilder builder = RunConfig.builder(RUN_ID)
                .minClients(min)
                .initMinClients(initial)
                .totalSteps(chance.happens(0.3) ? chance.between(1, 4) : 1_000)
                .verificationPercent(chance.oneOf(0, 0, 34, 50))
                .globalBatchSizeStart(chance.between(1, 9))
                .globalBatchSizeEnd(5)
                .globalBatchSizeWarmupTokens(chance.oneOf(0, 64))
                .sequenceLength(4)
                .maxMissedAttestations(chance.oneOf(0, 1, 1, 2))
                .maxAbsentRounds(chance.oneOf(0, 1, 1, 2));
        // A filter is good for 88 clients, and a crowd in which everyone witnesses is slow to simulate.
        boolean crowd = clients > 88;
        if (!crowd && chance.happens(0.25)) {
            builder.participation(ParticipationKind.BLOOM);
        }
        if (chance.happens(0.8)) {
            builder.maxClients(chance.between(initial, clients + 2));
        }
        drawWitnesses(builder, chance, crowd ? chance.between(1, Math.min(min, 7)) : chance.oneOf(0, min, min));
        drawTimes(builder, chance, ending);
        return builder.build();
    }

    private static void drawWitnesses(RunConfigBuilder builder, Chance chance, int most) {
        int witnesses = most == 0 ? 0 : chance.between(chance.between(1, most), most);
        builder.witnessNodes(witnesses);
        if (chance.happens(0.1)) {
            builder.witnessQuorum(0);
        } else if (witnesses > 0 && chance.happens(0.2)) {
            builder.witnessQuorum(chance.between(witnesses / 2 + 1, witnesses));
        }
    }

    private static void drawTimes(RunConfigBuilder builder, Chance chance, Ending ending) {
        boolean hasty = ending == Ending.CHAOS && chance.happens(0.1);
        Duration train = hasty ? chance.oneOf(LEAST, SHORT) : chance.oneOf(SHORT, MIDDLE, LONG);
        Duration witness = hasty ? chance.oneOf(LEAST, SHORT) : chance.oneOf(SHORT, MIDDLE);
        builder.maxRoundTrainTime(train)
                .roundWitnessTime(witness)
                .waitingForMembersExtraTime(chance.oneOf(Duration.ZERO, SHORT, MIDDLE))
                .warmupTime(chance.oneOf(Duration.ZERO, MIDDLE, LONG))
                .cooldownTime(chance.oneOf(Duration.ZERO, SHORT, MIDDLE));
        int rounds = chance.between(0, 4);
        builder.roundsPerEpoch(rounds);
        if (rounds == 0 || chance.happens(0.2)) {
            builder.epochTime(train.plus(witness).multipliedBy(chance.between(1, 4)));
        }
    }
}
