package io.github.coordinator.verification.simulation;

import io.github.coordinator.config.EarlyEnd;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.config.RunConfigBuilder;
import io.github.coordinator.config.WarmupDrop;
import io.github.coordinator.round.DataOrder;
import io.github.coordinator.round.ParticipationKind;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * Configurations for simulated runs: small, so that what is rare is near, and varied in everything that decides. Where one
 * client goes on making trouble to the end, they are such that it must not stop the run (invariant 27).
 */
final class RunConfigDraw {
    static final String RUN_ID = "simulated";

    /** The highest limit of absent rounds and of missed attestations. */
    static final int HIGHEST_LIMIT = 3;

    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration MIDDLE = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(5);
    private static final Duration LEAST = Duration.ofNanos(1);

    private RunConfigDraw() {}

    static RunConfig draw(Chance chance, int clients, Ending ending) {
        boolean troubled = ending == Ending.TROUBLED;
        int most = troubled ? clients - 1 : clients;
        int min =
                chance.happens(0.3) ? chance.between((most + 1) / 2, most) : chance.between(1, chance.between(1, most));
        int initial = chance.happens(0.5) ? min : chance.between(min, clients);
        if (troubled) {
            initial = Math.max(3, initial);
        }
        RunConfigBuilder builder = RunConfig.builder(RUN_ID)
                .minClients(min)
                .initMinClients(initial)
                .totalSteps(!troubled && chance.happens(0.3) ? chance.between(1, 4) : 1_000)
                .globalBatchSizeEnd(5)
                .sequenceLength(4);
        // A filter is good for 88 clients, and a crowd in which everyone witnesses is slow to simulate.
        boolean crowd = clients > 88;
        if (!crowd && chance.happens(0.3)) {
            builder.participation(ParticipationKind.BLOOM);
        }
        if (chance.happens(0.8)) {
            builder.maxClients(chance.between(initial, clients + 2));
        }
        Duration round = drawTimes(builder, chance, ending);
        boolean needsEverybody = troubled && initial == clients;
        drawEpochs(builder, chance, round, needsEverybody);
        if (troubled) {
            drawTroubledWitnesses(builder, chance, initial);
        } else {
            drawWitnesses(builder, chance, crowd ? chance.between(1, Math.min(min, 7)) : chance.oneOf(0, min, min));
        }
        return drawRules(builder, chance, min, round, needsEverybody, troubled);
    }

    /** Another configuration for a run that has made some steps: with the same times and numbers of clients, and other rules. */
    static RunConfig redraw(Chance chance, RunConfig current, int clients, Ending ending, long stepsDone) {
        boolean troubled = ending == Ending.TROUBLED;
        RunConfigBuilder builder = current.toBuilder();
        if (!troubled && chance.happens(0.2)) {
            builder.totalSteps(Math.max(1, stepsDone + chance.between(0, 3)));
        }
        // Where everybody witnesses, no configured quorum fits.
        if (!troubled && current.witnessNodes() > 0) {
            drawWitnesses(builder.witnessQuorum(OptionalInt.empty()), chance, current.witnessNodes());
        }
        boolean needsEverybody = troubled && current.initMinClients() == clients;
        Duration round = current.maxRoundTrainTime().plus(current.roundWitnessTime());
        return drawRules(builder, chance, current.minClients(), round, needsEverybody, troubled);
    }

    private static RunConfig drawRules(
            RunConfigBuilder builder,
            Chance chance,
            int min,
            Duration round,
            boolean needsEverybody,
            boolean troubled) {
        int start = chance.between(1, 9);
        int percent = chance.oneOf(0, 0, 34, 50);
        int fewestTrainers = min - min * percent / 100;
        int least = troubled ? 1 : 0;
        return builder.verificationPercent(percent)
                .globalBatchSizeStart(start)
                .globalBatchSizeWarmupTokens(chance.oneOf(0, 64))
                .dataOrder(chance.oneOf(DataOrder.UNIFORM, DataOrder.UNIFORM, DataOrder.PSYCHE))
                .onWarmupDrop(
                        needsEverybody
                                ? chance.oneOf(WarmupDrop.CONTINUE, WarmupDrop.KEEP)
                                : chance.oneOf(
                                        WarmupDrop.CONTINUE, WarmupDrop.KEEP, WarmupDrop.RESTART, WarmupDrop.RESTART))
                .earlyEnd(chance.oneOf(EarlyEnd.WITNESSES, EarlyEnd.WITNESSES, EarlyEnd.QUORUM, EarlyEnd.NEVER))
                .minParticipants(chance.between(0, Math.min(fewestTrainers, Math.min(start, 5))))
                .healthCheckTimeout(Duration.ofNanos(chance.oneOf(0, 4, 4, 4, 8) * Plan.heartbeatNanos(round)))
                .maxAbsentRounds(chance.oneOf(least, 1, 1, 2, HIGHEST_LIMIT))
                .maxMissedAttestations(chance.oneOf(least, 1, 1, 2, HIGHEST_LIMIT))
                .build();
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

    /** One, or three and more: two cannot do without one of them. */
    private static void drawTroubledWitnesses(RunConfigBuilder builder, Chance chance, int initial) {
        builder.witnessNodes(chance.oneOf(0, 0, 1, chance.between(3, Math.max(3, Math.min(initial, 7)))));
    }

    /** Draws how long states last, and returns how long a round does. */
    private static Duration drawTimes(RunConfigBuilder builder, Chance chance, Ending ending) {
        boolean hasty = ending == Ending.CHAOS && chance.happens(0.1);
        Duration train = hasty ? chance.oneOf(LEAST, SHORT) : chance.oneOf(SHORT, MIDDLE, LONG);
        Duration witness = hasty ? chance.oneOf(LEAST, SHORT) : chance.oneOf(SHORT, MIDDLE);
        builder.maxRoundTrainTime(train)
                .roundWitnessTime(witness)
                .waitingForMembersExtraTime(chance.oneOf(Duration.ZERO, SHORT, MIDDLE))
                .warmupTime(chance.oneOf(Duration.ZERO, MIDDLE, LONG))
                .cooldownTime(chance.oneOf(Duration.ZERO, SHORT, MIDDLE));
        return train.plus(witness);
    }

    /** Where an epoch needs everybody, the one that must not stop it spoils the first round, so another must follow. */
    private static void drawEpochs(RunConfigBuilder builder, Chance chance, Duration round, boolean needsEverybody) {
        int rounds = needsEverybody ? chance.between(2, 4) : chance.between(0, 4);
        builder.roundsPerEpoch(rounds);
        if (!needsEverybody && (rounds == 0 || chance.happens(0.2))) {
            builder.epochTime(round.multipliedBy(chance.between(1, 4)));
        }
    }
}
