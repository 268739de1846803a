package io.github.coordinator.config;

import io.github.coordinator.internal.settings.Describe;
import io.github.coordinator.internal.settings.Draft;
import io.github.coordinator.internal.settings.Key;
import io.github.coordinator.internal.settings.Rules;
import io.github.coordinator.internal.settings.Settings;
import io.github.coordinator.round.DataOrder;
import io.github.coordinator.round.ParticipationKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Builds a {@link RunConfig}. Not safe for use by more than one thread.
 *
 * <p>These have no default and must be set: {@code minClients}, {@code warmupTime}, {@code maxRoundTrainTime},
 * {@code roundWitnessTime}, {@code cooldownTime}, {@code totalSteps}, {@code globalBatchSizeStart}, and at least one of
 * {@code roundsPerEpoch} and {@code epochTime}. Setters take any value: all are judged together by {@link #build()}.
 * Units, bounds and defaults are those of {@link RunConfig}'s accessors.
 *
 * @since 0.1.0
 */
public final class RunConfigBuilder {
    private final Draft draft;
    private final List<ConfigProblem> unknown = new ArrayList<>();

    RunConfigBuilder() {
        draft = new Draft();
    }

    RunConfigBuilder(Settings settings) {
        draft = Draft.of(settings);
    }

    /**
     * Sets the name of the run.
     *
     * @param name the name
     * @return this builder
     */
    public RunConfigBuilder runId(String name) {
        return put(Key.RUN_ID, name);
    }

    /**
     * Sets how many clients must be waiting for an epoch to begin; {@code minClients} unless set.
     *
     * @param clients how many
     * @return this builder
     */
    public RunConfigBuilder initMinClients(int clients) {
        return put(Key.INIT_MIN_CLIENTS, clients);
    }

    /**
     * Sets how many clients an epoch needs to go on; required.
     *
     * @param clients how many
     * @return this builder
     */
    public RunConfigBuilder minClients(int clients) {
        return put(Key.MIN_CLIENTS, clients);
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
        return put(Key.MAX_CLIENTS, clients);
    }

    /**
     * Sets how long to wait at least for more clients before an epoch begins; 0 unless set.
     *
     * @param time how long
     * @return this builder
     */
    public RunConfigBuilder waitingForMembersExtraTime(Duration time) {
        return put(Key.WAITING_FOR_MEMBERS_EXTRA_TIME, time);
    }

    /**
     * Sets how long clients have at most to load the model; required.
     *
     * @param time how long
     * @return this builder
     */
    public RunConfigBuilder warmupTime(Duration time) {
        return put(Key.WARMUP_TIME, time);
    }

    /**
     * Sets how long a round trains at most; required.
     *
     * @param time how long
     * @return this builder
     */
    public RunConfigBuilder maxRoundTrainTime(Duration time) {
        return put(Key.MAX_ROUND_TRAIN_TIME, time);
    }

    /**
     * Sets how long witnesses have after the training for their proofs; required.
     *
     * @param time how long
     * @return this builder
     */
    public RunConfigBuilder roundWitnessTime(Duration time) {
        return put(Key.ROUND_WITNESS_TIME, time);
    }

    /**
     * Sets how long clients have to save the model; required.
     *
     * @param time how long
     * @return this builder
     */
    public RunConfigBuilder cooldownTime(Duration time) {
        return put(Key.COOLDOWN_TIME, time);
    }

    /**
     * Sets after how many rounds an epoch ends; 0, no limit by rounds, unless set.
     *
     * @param rounds how many
     * @return this builder
     */
    public RunConfigBuilder roundsPerEpoch(int rounds) {
        return put(Key.ROUNDS_PER_EPOCH, rounds);
    }

    /**
     * Sets after how long an epoch ends; 0, no limit by time, unless set.
     *
     * @param time how long
     * @return this builder
     */
    public RunConfigBuilder epochTime(Duration time) {
        return put(Key.EPOCH_TIME, time);
    }

    /**
     * Sets how many steps the run makes; required.
     *
     * @param steps how many
     * @return this builder
     */
    public RunConfigBuilder totalSteps(long steps) {
        return put(Key.TOTAL_STEPS, steps);
    }

    /**
     * Sets how many witnesses a round elects; 0, everyone, unless set.
     *
     * @param witnesses how many
     * @return this builder
     */
    public RunConfigBuilder witnessNodes(int witnesses) {
        return put(Key.WITNESS_NODES, witnesses);
    }

    /**
     * Sets how many of the elected witnesses must attest a round; ⌊2W/3⌋ + 1 of W elected unless set.
     *
     * @param quorum how many; 0 for no quorum at all
     * @return this builder
     */
    public RunConfigBuilder witnessQuorum(int quorum) {
        return put(Key.WITNESS_QUORUM, quorum);
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
        return put(Key.VERIFICATION_PERCENT, percent);
    }

    /**
     * Sets how many data indices the first round trains on; required.
     *
     * @param size how many
     * @return this builder
     */
    public RunConfigBuilder globalBatchSizeStart(int size) {
        return put(Key.GLOBAL_BATCH_SIZE_START, size);
    }

    /**
     * Sets how many data indices a round trains on after the batch warm-up; {@code globalBatchSizeStart} unless
     * set.
     *
     * @param size how many
     * @return this builder
     */
    public RunConfigBuilder globalBatchSizeEnd(int size) {
        return put(Key.GLOBAL_BATCH_SIZE_END, size);
    }

    /**
     * Sets over how many tokens the batch size goes from start to end; 0, at once, unless set.
     *
     * @param tokens how many
     * @return this builder
     */
    public RunConfigBuilder globalBatchSizeWarmupTokens(long tokens) {
        return put(Key.GLOBAL_BATCH_SIZE_WARMUP_TOKENS, tokens);
    }

    /**
     * Sets how many tokens one data index holds; 1 unless set.
     *
     * @param tokens how many
     * @return this builder
     */
    public RunConfigBuilder sequenceLength(long tokens) {
        return put(Key.SEQUENCE_LENGTH, tokens);
    }

    /**
     * Sets how data are dealt; {@link DataOrder#UNIFORM} unless set.
     *
     * @param order the order
     * @return this builder
     */
    public RunConfigBuilder dataOrder(DataOrder order) {
        return put(Key.DATA_ORDER, order);
    }

    /**
     * Sets what a disconnection in warm-up does; {@link WarmupDrop#CONTINUE} unless set.
     *
     * @param rule the rule
     * @return this builder
     */
    public RunConfigBuilder onWarmupDrop(WarmupDrop rule) {
        return put(Key.ON_WARMUP_DROP, rule);
    }

    /**
     * Sets when training ends before its time; {@link EarlyEnd#WITNESSES} unless set.
     *
     * @param rule the rule
     * @return this builder
     */
    public RunConfigBuilder earlyEnd(EarlyEnd rule) {
        return put(Key.EARLY_END, rule);
    }

    /**
     * Sets how many clients must have taken part in a confirmed round; 1 unless set, 0 for none.
     *
     * @param clients how many
     * @return this builder
     */
    public RunConfigBuilder minParticipants(int clients) {
        return put(Key.MIN_PARTICIPANTS, clients);
    }

    /**
     * Sets after how long without an accepted message a client is removed; 0, never, unless set.
     *
     * @param time how long
     * @return this builder
     */
    public RunConfigBuilder healthCheckTimeout(Duration time) {
        return put(Key.HEALTH_CHECK_TIMEOUT, time);
    }

    /**
     * Sets after how many rounds without seen work a member is removed; 3 unless set, 0 for never.
     *
     * @param rounds how many in a row, of those that count
     * @return this builder
     */
    public RunConfigBuilder maxAbsentRounds(int rounds) {
        return put(Key.MAX_ABSENT_ROUNDS, rounds);
    }

    /**
     * Sets after how many missed attestations a member is removed; 3 unless set, 0 for never.
     *
     * @param elections how many in a row, of those that count
     * @return this builder
     */
    public RunConfigBuilder maxMissedAttestations(int elections) {
        return put(Key.MAX_MISSED_ATTESTATIONS, elections);
    }

    /**
     * Sets how a proof says who took part; {@link ParticipationKind#BITMAP} unless set.
     *
     * @param kind how
     * @return this builder
     */
    public RunConfigBuilder participation(ParticipationKind kind) {
        return put(Key.PARTICIPATION, kind);
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
        return put(Key.MODEL, tables);
    }

    /**
     * Sets where clients get their data; nothing unless set.
     *
     * @param location the location, of any content
     * @return this builder
     */
    public RunConfigBuilder dataServerLocation(String location) {
        return put(Key.LOCATION, location);
    }

    /**
     * Sets a value by its key in a run file, for hosts whose configuration comes from another format. What is wrong with
     * the key or the value is told by {@link #build()}, together with all else.
     *
     * @param key the key without its table, {@code min_clients} for instance
     * @param value a value as {@link RunConfig#settings()} has it; also an {@link Integer} for a whole number, and an
     *     {@link Integer}, {@link Long} or {@link Double} for a number of seconds
     * @return this builder
     * @throws IllegalArgumentException if the value is a map that holds what {@link RunConfig#model()} cannot hold
     */
    public RunConfigBuilder set(String key, Object value) {
        Optional<Key> known = Key.named(key);
        if (known.isPresent()) {
            return put(known.get(), value);
        }
        unknown.add(new ConfigProblem(key, 0, 0, "unknown key " + Describe.key(key) + Key.hint(key)));
        return this;
    }

    private RunConfigBuilder put(Key key, Object value) {
        draft.offer(key, key.text(), value);
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
        List<ConfigProblem> problems = new ArrayList<>(unknown);
        Rules.check(draft).forEach((key, message) -> problems.add(new ConfigProblem(key.text(), 0, 0, message)));
        if (!problems.isEmpty()) {
            throw new RunConfigException("", problems);
        }
        return new RunConfig(draft.toSettings());
    }
}
