package io.github.coordinator.config;

import static io.github.coordinator.config.RunConfig.MAX_CLIENTS_EVERYONE_WITNESSES;

import io.github.coordinator.round.ParticipationFilter;
import io.github.coordinator.round.ParticipationKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A configuration in the making: what was given for each key, right or wrong. The builder and the reader fill one, the
 * {@linkplain Rules rules} look at it, and what they pass becomes a {@link RunConfig}. Whole numbers are kept as
 * {@link Long} and durations as seconds in a {@link BigDecimal}, so that no value is too large to be named in a
 * message.
 */
final class Draft {
    private final Map<Key, Object> values = new EnumMap<>(Key.class);
    private final Set<Key> open = EnumSet.noneOf(Key.class);

    /** A draft of what a configuration has. */
    static Draft of(RunConfig config) {
        Draft draft = new Draft()
                .put(Key.RUN_ID, config.runId())
                .put(Key.INIT_MIN_CLIENTS, (long) config.initMinClients())
                .put(Key.MIN_CLIENTS, (long) config.minClients())
                .put(Key.MAX_CLIENTS, (long) config.maxClients())
                .put(Key.WAITING_FOR_MEMBERS_EXTRA_TIME, toSeconds(config.waitingForMembersExtraTime()))
                .put(Key.WARMUP_TIME, toSeconds(config.warmupTime()))
                .put(Key.MAX_ROUND_TRAIN_TIME, toSeconds(config.maxRoundTrainTime()))
                .put(Key.ROUND_WITNESS_TIME, toSeconds(config.roundWitnessTime()))
                .put(Key.COOLDOWN_TIME, toSeconds(config.cooldownTime()))
                .put(Key.ROUNDS_PER_EPOCH, (long) config.roundsPerEpoch())
                .put(Key.EPOCH_TIME, toSeconds(config.epochTime()))
                .put(Key.TOTAL_STEPS, config.totalSteps())
                .put(Key.WITNESS_NODES, (long) config.witnessNodes())
                .put(Key.VERIFICATION_PERCENT, (long) config.verificationPercent())
                .put(Key.GLOBAL_BATCH_SIZE_START, (long) config.globalBatchSizeStart())
                .put(Key.GLOBAL_BATCH_SIZE_END, (long) config.globalBatchSizeEnd())
                .put(Key.GLOBAL_BATCH_SIZE_WARMUP_TOKENS, config.globalBatchSizeWarmupTokens())
                .put(Key.SEQUENCE_LENGTH, config.sequenceLength())
                .put(Key.MAX_MISSED_HEALTH_CHECKS, (long) config.maxMissedHealthChecks())
                .put(Key.MAX_ABSENT_ROUNDS, (long) config.maxAbsentRounds())
                .put(Key.PARTICIPATION, config.participation())
                .put(Key.MODEL, config.model());
        config.witnessQuorum().ifPresent(quorum -> draft.put(Key.WITNESS_QUORUM, (long) quorum));
        config.dataServerLocation().ifPresent(location -> draft.put(Key.LOCATION, location));
        return draft;
    }

    /** Gives a key its value, of the type that goes with the key's kind. */
    Draft put(Key key, Object value) {
        values.put(key, Objects.requireNonNull(value, key.text()));
        return this;
    }

    /** Takes back what was given for a key. */
    void remove(Key key) {
        values.remove(key);
    }

    /** Says that nothing is known of a key's value: no rule will judge it, or call it missing. */
    void leaveOpen(Key key) {
        open.add(key);
    }

    boolean isOpen(Key key) {
        return open.contains(key);
    }

    boolean isGiven(Key key) {
        return values.containsKey(key);
    }

    /** The value of a whole number, or its default. */
    long count(Key key) {
        return (long) get(key);
    }

    /** The value of a duration in seconds, or its default. */
    BigDecimal seconds(Key key) {
        return (BigDecimal) get(key);
    }

    /** How long a round takes at most, in seconds. */
    BigDecimal roundSeconds() {
        return seconds(Key.MAX_ROUND_TRAIN_TIME).add(seconds(Key.ROUND_WITNESS_TIME));
    }

    /** The value of a text that was given. */
    String text(Key key) {
        return (String) get(key);
    }

    ParticipationKind participation() {
        return (ParticipationKind) get(Key.PARTICIPATION);
    }

    boolean everyoneWitnesses() {
        return count(Key.WITNESS_NODES) == 0;
    }

    /** How many clients the run can have at most, by the way its witnesses are chosen and report. */
    int clientLimit() {
        if (participation() == ParticipationKind.BLOOM) {
            return ParticipationFilter.MAX_CLIENTS;
        }
        return everyoneWitnesses() ? MAX_CLIENTS_EVERYONE_WITNESSES : Integer.MAX_VALUE;
    }

    /** The configuration, once the rules have nothing to say. */
    RunConfig toConfig() {
        return new RunConfig(
                text(Key.RUN_ID),
                (int) count(Key.INIT_MIN_CLIENTS),
                (int) count(Key.MIN_CLIENTS),
                (int) count(Key.MAX_CLIENTS),
                duration(Key.WAITING_FOR_MEMBERS_EXTRA_TIME),
                duration(Key.WARMUP_TIME),
                duration(Key.MAX_ROUND_TRAIN_TIME),
                duration(Key.ROUND_WITNESS_TIME),
                duration(Key.COOLDOWN_TIME),
                (int) count(Key.ROUNDS_PER_EPOCH),
                duration(Key.EPOCH_TIME),
                count(Key.TOTAL_STEPS),
                (int) count(Key.WITNESS_NODES),
                isGiven(Key.WITNESS_QUORUM) ? OptionalInt.of((int) count(Key.WITNESS_QUORUM)) : OptionalInt.empty(),
                (int) count(Key.VERIFICATION_PERCENT),
                (int) count(Key.GLOBAL_BATCH_SIZE_START),
                (int) count(Key.GLOBAL_BATCH_SIZE_END),
                count(Key.GLOBAL_BATCH_SIZE_WARMUP_TOKENS),
                count(Key.SEQUENCE_LENGTH),
                (int) count(Key.MAX_MISSED_HEALTH_CHECKS),
                (int) count(Key.MAX_ABSENT_ROUNDS),
                participation(),
                model(),
                isGiven(Key.LOCATION) ? Optional.of(text(Key.LOCATION)) : Optional.empty());
    }

    @SuppressWarnings("unchecked") // Only maps with string keys are put there.
    Map<String, Object> model() {
        return (Map<String, Object>) get(Key.MODEL);
    }

    private Object get(Key key) {
        Object value = values.get(key);
        return value != null ? value : defaultOf(key);
    }

    private Object defaultOf(Key key) {
        return switch (key) {
            case INIT_MIN_CLIENTS -> get(Key.MIN_CLIENTS);
            case MAX_CLIENTS -> (long) clientLimit();
            case GLOBAL_BATCH_SIZE_END -> get(Key.GLOBAL_BATCH_SIZE_START);
            case SEQUENCE_LENGTH -> 1L;
            default ->
                switch (key.kind()) {
                    case COUNT -> 0L;
                    case SECONDS, POSITIVE_SECONDS -> BigDecimal.ZERO;
                    case PARTICIPATION -> ParticipationKind.BITMAP;
                    case TABLES -> Collections.emptyMap();
                    case TEXT -> "";
                };
        };
    }

    static BigDecimal toSeconds(Duration duration) {
        return BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9));
    }

    private Duration duration(Key key) {
        BigDecimal seconds = seconds(key);
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        return Duration.ofSeconds(
                whole.longValueExact(),
                seconds.subtract(whole).movePointRight(9).longValueExact());
    }
}
