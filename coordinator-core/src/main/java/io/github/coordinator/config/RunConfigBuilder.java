package io.github.coordinator.config;

import io.github.coordinator.round.ParticipationKind;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Builds a {@link RunConfig}. Not safe for use by more than one thread.
 *
 * <p>These have no default and must be set: {@code minClients}, {@code warmupTime}, {@code maxRoundTrainTime},
 * {@code roundWitnessTime}, {@code cooldownTime}, {@code totalSteps}, {@code globalBatchSizeStart}, and at least one of
 * {@code roundsPerEpoch} and {@code epochTime}. Setters take any value: all are judged together by {@link #build()}.
 * The bounds are those of {@link RunConfig}'s components.
 */
public final class RunConfigBuilder {
    private final Draft draft;

    RunConfigBuilder(Draft draft) {
        this.draft = draft;
    }

    /**
     * Sets the name of the run.
     *
     * @param name the name
     * @return this builder
     */
    public RunConfigBuilder runId(String name) {
        draft.put(Key.RUN_ID, name);
        return this;
    }

    /**
     * Sets how many clients must be waiting for an epoch to begin; {@code minClients} unless set.
     *
     * @param clients how many
     * @return this builder
     */
    public RunConfigBuilder initMinClients(int clients) {
        draft.put(Key.INIT_MIN_CLIENTS, (long) clients);
        return this;
    }

    /**
     * Sets how many clients an epoch needs to go on; required.
     *
     * @param clients how many
     * @return this builder
     */
    public RunConfigBuilder minClients(int clients) {
        draft.put(Key.MIN_CLIENTS, (long) clients);
        return this;
    }

    /**
     * Sets how many clients an epoch takes at most; unless set, as many as the other settings allow: no limit,
     * or {@value RunConfig#MAX_CLIENTS_EVERYONE_WITNESSES} where everyone witnesses, or 88 with {@link
     * ParticipationKind#BLOOM}.
     *
     * @param clients how many
     * @return this builder
     */
    public RunConfigBuilder maxClients(int clients) {
        draft.put(Key.MAX_CLIENTS, (long) clients);
        return this;
    }

    /**
     * Sets how long to wait at least for more clients before an epoch begins; 0 unless set.
     *
     * @param time how long
     * @return this builder
     */
    public RunConfigBuilder waitingForMembersExtraTime(Duration time) {
        draft.put(Key.WAITING_FOR_MEMBERS_EXTRA_TIME, Draft.toSeconds(time));
        return this;
    }

    /**
     * Sets how long clients have at most to load the model; required.
     *
     * @param time how long
     * @return this builder
     */
    public RunConfigBuilder warmupTime(Duration time) {
        draft.put(Key.WARMUP_TIME, Draft.toSeconds(time));
        return this;
    }

    /**
     * Sets how long a round trains at most; required.
     *
     * @param time how long
     * @return this builder
     */
    public RunConfigBuilder maxRoundTrainTime(Duration time) {
        draft.put(Key.MAX_ROUND_TRAIN_TIME, Draft.toSeconds(time));
        return this;
    }

    /**
     * Sets how long witnesses have after the training for their proofs; required.
     *
     * @param time how long
     * @return this builder
     */
    public RunConfigBuilder roundWitnessTime(Duration time) {
        draft.put(Key.ROUND_WITNESS_TIME, Draft.toSeconds(time));
        return this;
    }

    /**
     * Sets how long clients have to save the model; required.
     *
     * @param time how long
     * @return this builder
     */
    public RunConfigBuilder cooldownTime(Duration time) {
        draft.put(Key.COOLDOWN_TIME, Draft.toSeconds(time));
        return this;
    }

    /**
     * Sets after how many rounds an epoch ends; 0, no limit by rounds, unless set.
     *
     * @param rounds how many
     * @return this builder
     */
    public RunConfigBuilder roundsPerEpoch(int rounds) {
        draft.put(Key.ROUNDS_PER_EPOCH, (long) rounds);
        return this;
    }

    /**
     * Sets after how long an epoch ends; 0, no limit by time, unless set.
     *
     * @param time how long
     * @return this builder
     */
    public RunConfigBuilder epochTime(Duration time) {
        draft.put(Key.EPOCH_TIME, Draft.toSeconds(time));
        return this;
    }

    /**
     * Sets how many steps the run makes; required.
     *
     * @param steps how many
     * @return this builder
     */
    public RunConfigBuilder totalSteps(long steps) {
        draft.put(Key.TOTAL_STEPS, steps);
        return this;
    }

    /**
     * Sets how many witnesses a round elects; 0, everyone, unless set.
     *
     * @param witnesses how many
     * @return this builder
     */
    public RunConfigBuilder witnessNodes(int witnesses) {
        draft.put(Key.WITNESS_NODES, (long) witnesses);
        return this;
    }

    /**
     * Sets how many of the elected witnesses must attest a round; ⌊2W/3⌋ + 1 of W elected unless set.
     *
     * @param quorum how many; 0 for no quorum at all
     * @return this builder
     */
    public RunConfigBuilder witnessQuorum(int quorum) {
        draft.put(Key.WITNESS_QUORUM, (long) quorum);
        return this;
    }

    /**
     * Sets the quorum, or takes it back.
     *
     * @param quorum how many of the elected witnesses must attest a round; empty for ⌊2W/3⌋ + 1 of W elected
     * @return this builder
     */
    public RunConfigBuilder witnessQuorum(OptionalInt quorum) {
        draft.remove(Key.WITNESS_QUORUM);
        quorum.ifPresent(this::witnessQuorum);
        return this;
    }

    /**
     * Sets how many in a hundred clients verify instead of training; 0 unless set.
     *
     * @param percent the percentage
     * @return this builder
     */
    public RunConfigBuilder verificationPercent(int percent) {
        draft.put(Key.VERIFICATION_PERCENT, (long) percent);
        return this;
    }

    /**
     * Sets how many data indices the first round trains on; required.
     *
     * @param size how many
     * @return this builder
     */
    public RunConfigBuilder globalBatchSizeStart(int size) {
        draft.put(Key.GLOBAL_BATCH_SIZE_START, (long) size);
        return this;
    }

    /**
     * Sets how many data indices a round trains on after the batch warm-up; {@code globalBatchSizeStart} unless
     * set.
     *
     * @param size how many
     * @return this builder
     */
    public RunConfigBuilder globalBatchSizeEnd(int size) {
        draft.put(Key.GLOBAL_BATCH_SIZE_END, (long) size);
        return this;
    }

    /**
     * Sets over how many tokens the batch size goes from start to end; 0, at once, unless set.
     *
     * @param tokens how many
     * @return this builder
     */
    public RunConfigBuilder globalBatchSizeWarmupTokens(long tokens) {
        draft.put(Key.GLOBAL_BATCH_SIZE_WARMUP_TOKENS, tokens);
        return this;
    }

    /**
     * Sets how many tokens one data index holds; 1 unless set.
     *
     * @param tokens how many
     * @return this builder
     */
    public RunConfigBuilder sequenceLength(long tokens) {
        draft.put(Key.SEQUENCE_LENGTH, tokens);
        return this;
    }

    /**
     * Sets after how many rounds in a row without a sign of life a client is removed; 0, never, unless set.
     *
     * @param rounds how many
     * @return this builder
     */
    public RunConfigBuilder maxMissedHealthChecks(int rounds) {
        draft.put(Key.MAX_MISSED_HEALTH_CHECKS, (long) rounds);
        return this;
    }

    /**
     * Sets after how many confirmed rounds in a row without being seen a client is removed; 0, never, unless
     * set.
     *
     * @param rounds how many
     * @return this builder
     */
    public RunConfigBuilder maxAbsentRounds(int rounds) {
        draft.put(Key.MAX_ABSENT_ROUNDS, (long) rounds);
        return this;
    }

    /**
     * Sets how a proof says who took part; {@link ParticipationKind#BITMAP} unless set.
     *
     * @param kind how
     * @return this builder
     */
    public RunConfigBuilder participation(ParticipationKind kind) {
        draft.put(Key.PARTICIPATION, kind);
        return this;
    }

    /**
     * Sets the tables of the model, none unless set. They are copied, in the order of the map: give one that has an
     * order.
     *
     * @param tables the tables; of the values that {@link RunConfig#model()} names
     * @return this builder
     * @throws IllegalArgumentException if they hold anything else, or nest more than 128 levels deep
     */
    public RunConfigBuilder model(Map<String, Object> tables) {
        draft.put(Key.MODEL, ModelValues.copyOf(tables));
        return this;
    }

    /**
     * Sets where clients get their data; nothing unless set.
     *
     * @param location the location, of any content
     * @return this builder
     */
    public RunConfigBuilder dataServerLocation(String location) {
        draft.put(Key.LOCATION, location);
        return this;
    }

    /**
     * Builds the configuration. The builder can be used on.
     *
     * @return the configuration
     * @throws RunConfigException if values are missing, out of bounds or do not fit each other; it lists all that is
     *     wrong
     */
    public RunConfig build() {
        Rules.require(draft);
        return draft.toConfig();
    }
}
