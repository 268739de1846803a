package io.github.coordinator.config;

import io.github.coordinator.internal.settings.Key;
import io.github.coordinator.internal.settings.Settings;
import io.github.coordinator.round.DataOrder;
import io.github.coordinator.round.ParticipationKind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a run: one value for each setting, and values that fit each other. Immutable; equal to every
 * configuration with the same values. It is made by a {@linkplain #builder(String) builder}, or read from a run file by
 * {@link io.github.coordinator.runfile.RunConfigLoader}.
 *
 * <p>Every duration is from 0 to 36,500 days, to the nanosecond. Every {@code int} without an upper bound below goes up
 * to {@link Integer#MAX_VALUE}. Each accessor costs O(1). A minor version may add settings.
 *
 * @since 0.1.0
 */
public final class RunConfig {
    /** How many witnesses a round may elect. Each proof is kept until the round ends. */
    public static final int MAX_WITNESSES = 1_024;

    /**
     * How many clients a run may have where everyone witnesses. Each proof says who took part, so the proofs of a round
     * grow with the square of the clients: 128 KiB at this bound, 116 GiB at a million.
     */
    public static final int MAX_CLIENTS_EVERYONE_WITNESSES = 1_024;

    private final Settings settings;

    RunConfig(Settings settings) {
        this.settings = settings;
    }

    /**
     * A builder with every default.
     *
     * @param runId the name of the run, 1 to 256 code points
     * @return a new builder
     */
    public static RunConfigBuilder builder(String runId) {
        return new RunConfigBuilder().runId(runId);
    }

    /**
     * A builder that has every value of this configuration, those that were left to their defaults included.
     *
     * @return a new builder
     */
    public RunConfigBuilder toBuilder() {
        return new RunConfigBuilder(settings);
    }

    /**
     * The name of the run, which clients give when they join: 1 to 256 code points of any content. Required.
     *
     * @return the name
     */
    public String runId() {
        return settings.text(Key.RUN_ID);
    }

    /**
     * How many clients must be waiting for an epoch to begin: at least {@link #minClients()}, which is the default.
     *
     * @return a number of clients
     */
    public int initMinClients() {
        return settings.smallCount(Key.INIT_MIN_CLIENTS);
    }

    /**
     * How many clients an epoch needs to go on: at least 1. Required.
     *
     * @return a number of clients
     */
    public int minClients() {
        return settings.smallCount(Key.MIN_CLIENTS);
    }

    /**
     * How many clients an epoch takes at most: at least {@link #initMinClients()}, and {@link Integer#MAX_VALUE} for no
     * limit. At most {@value #MAX_CLIENTS_EVERYONE_WITNESSES} where everyone witnesses, and at most {@value
     * io.github.coordinator.round.ParticipationFilter#MAX_CLIENTS} with {@link ParticipationKind#BLOOM}. The greatest
     * possible value is the default.
     *
     * @return a number of clients
     */
    public int maxClients() {
        return settings.smallCount(Key.MAX_CLIENTS);
    }

    /**
     * How long to wait at least for more clients before an epoch begins. 0 is the default.
     *
     * @return a duration
     */
    public Duration waitingForMembersExtraTime() {
        return settings.duration(Key.WAITING_FOR_MEMBERS_EXTRA_TIME);
    }

    /**
     * How long clients have at most to load the model. Required.
     *
     * @return a duration
     */
    public Duration warmupTime() {
        return settings.duration(Key.WARMUP_TIME);
    }

    /**
     * How long a round trains at most: more than 0. Required.
     *
     * @return a duration
     */
    public Duration maxRoundTrainTime() {
        return settings.duration(Key.MAX_ROUND_TRAIN_TIME);
    }

    /**
     * How long witnesses have after the training for their proofs: more than 0. Required.
     *
     * @return a duration
     */
    public Duration roundWitnessTime() {
        return settings.duration(Key.ROUND_WITNESS_TIME);
    }

    /**
     * How long clients have to save the model. Required.
     *
     * @return a duration
     */
    public Duration cooldownTime() {
        return settings.duration(Key.COOLDOWN_TIME);
    }

    /**
     * After how many rounds an epoch ends. 0, the default, is no limit by rounds; then {@link #epochTime()} is more
     * than 0.
     *
     * @return a number of rounds
     */
    public int roundsPerEpoch() {
        return settings.smallCount(Key.ROUNDS_PER_EPOCH);
    }

    /**
     * After how long an epoch ends, counted from its warm-up. 0, the default, is no limit by time; then {@link
     * #roundsPerEpoch()} is more than 0. Otherwise at least {@link #maxRoundTrainTime()} and {@link
     * #roundWitnessTime()} together.
     *
     * @return a duration
     */
    public Duration epochTime() {
        return settings.duration(Key.EPOCH_TIME);
    }

    /**
     * How many steps, that is confirmed rounds, the run makes: 1 to 4,294,967,295. Required.
     *
     * @return a number of steps
     */
    public long totalSteps() {
        return settings.count(Key.TOTAL_STEPS);
    }

    /**
     * How many witnesses a round elects, or all of its clients where there are fewer: at most {@value #MAX_WITNESSES}.
     * 0, the default, is everyone.
     *
     * @return a number of witnesses
     */
    public int witnessNodes() {
        return settings.smallCount(Key.WITNESS_NODES);
    }

    /**
     * How many of the elected witnesses must attest a round for it to count: 0 for none at all, else a majority of
     * {@link #witnessNodes()} and at most all of them; where fewer are elected, all of these at most. Where everyone
     * witnesses, 0 or empty.
     *
     * @return a number of witnesses; empty, the default, for ⌊2W/3⌋ + 1 of W elected
     */
    public OptionalInt witnessQuorum() {
        return settings.isGiven(Key.WITNESS_QUORUM)
                ? OptionalInt.of(settings.smallCount(Key.WITNESS_QUORUM))
                : OptionalInt.empty();
    }

    /**
     * How many in a hundred clients verify instead of training: 0 to 99, so that at least one trains. 0 is the default.
     *
     * @return a percentage
     */
    public int verificationPercent() {
        return settings.smallCount(Key.VERIFICATION_PERCENT);
    }

    /**
     * How many data indices the first round trains on: at least 1. Required.
     *
     * @return a number of data indices
     */
    public int globalBatchSizeStart() {
        return settings.smallCount(Key.GLOBAL_BATCH_SIZE_START);
    }

    /**
     * How many data indices a round trains on after the batch warm-up: at least 1, and possibly fewer than at the
     * start. {@link #globalBatchSizeStart()} is the default.
     *
     * @return a number of data indices
     */
    public int globalBatchSizeEnd() {
        return settings.smallCount(Key.GLOBAL_BATCH_SIZE_END);
    }

    /**
     * Over how many tokens the batch size goes from start to end. 0, the default, is at once.
     *
     * @return a number of tokens
     */
    public long globalBatchSizeWarmupTokens() {
        return settings.count(Key.GLOBAL_BATCH_SIZE_WARMUP_TOKENS);
    }

    /**
     * How many tokens one data index holds: at least 1, the default.
     *
     * @return a number of tokens
     */
    public long sequenceLength() {
        return settings.count(Key.SEQUENCE_LENGTH);
    }

    /**
     * How the shares of a round's data are dealt to its trainers. {@link DataOrder#UNIFORM} is the default; run files in
     * Psyche's layout have {@link DataOrder#PSYCHE}.
     *
     * @return the order
     */
    public DataOrder dataOrder() {
        return settings.choice(Key.DATA_ORDER, DataOrder.class);
    }

    /**
     * What a disconnection in warm-up does. {@link WarmupDrop#CONTINUE} is the default.
     *
     * @return the rule
     */
    public WarmupDrop onWarmupDrop() {
        return settings.choice(Key.ON_WARMUP_DROP, WarmupDrop.class);
    }

    /**
     * When training ends before its time. {@link EarlyEnd#WITNESSES} is the default.
     *
     * @return the rule
     */
    public EarlyEnd earlyEnd() {
        return settings.choice(Key.EARLY_END, EarlyEnd.class);
    }

    /**
     * How many clients must have taken part in a round, by the proofs, for it to be confirmed, where a quorum is required. 1 is
     * the default, 0 switches the rule off; at most the smaller batch size, and the number of trainers among
     * {@code minClients}.
     *
     * @return a number of clients
     */
    public int minParticipants() {
        return settings.smallCount(Key.MIN_PARTICIPANTS);
    }

    /**
     * After how long without an accepted message a client is removed, in the time that the run has observed. 0, the default,
     * is never. Clients give a sign of life at least every third of it.
     *
     * @return a duration
     */
    public Duration healthCheckTimeout() {
        return settings.duration(Key.HEALTH_CHECK_TIMEOUT);
    }

    /**
     * After how many rounds in a row, of those that count for it, a member whose work the witnesses did not see is removed. 3
     * is the default, or 0 where {@code witnessQuorum} is 0; 0 is never.
     *
     * @return a number of rounds
     */
    public int maxAbsentRounds() {
        return settings.smallCount(Key.MAX_ABSENT_ROUNDS);
    }

    /**
     * After how many of its elections in a row, of those that count, a member that does not attest is removed. 3 is the
     * default, or 0 where {@code witnessQuorum} is 0; 0 is never.
     *
     * @return a number of elections
     */
    public int maxMissedAttestations() {
        return settings.smallCount(Key.MAX_MISSED_ATTESTATIONS);
    }

    /**
     * How a proof says who took part. {@link ParticipationKind#BITMAP} is the default.
     *
     * @return the kind of participation
     */
    public ParticipationKind participation() {
        return settings.choice(Key.PARTICIPATION, ParticipationKind.class);
    }

    /**
     * The tables of the model, which the coordinator carries along for its clients. None is the default. The values are
     * {@link String}, {@link Long}, {@link Double}, {@link Boolean}, the date and time values of {@code java.time} that
     * TOML has, and lists and maps of these, nested at most 128 levels deep. An {@link Integer} that was given is a
     * {@link Long} here.
     *
     * @return the tables by name, in the order given; deeply immutable
     */
    public Map<String, Object> model() {
        return settings.tables(Key.MODEL);
    }

    /**
     * Where clients get their data: text of any content.
     *
     * @return the location; empty, the default, if the run does not say
     */
    public Optional<String> dataServerLocation() {
        return settings.isGiven(Key.LOCATION) ? Optional.of(settings.text(Key.LOCATION)) : Optional.empty();
    }

    /**
     * Every value by its key in a run file, {@code min_clients} for instance, in the order of the accessors above. Whole
     * numbers are {@link Long}, durations are {@link Duration}, and a choice is its name in lower case. A setting that is
     * empty is left out. {@link RunConfigBuilder#set} takes all of these, so that a configuration can be written to any
     * format and read from it.
     *
     * @return the values by key; deeply immutable
     */
    public Map<String, Object> settings() {
        return settings.toMap();
    }

    /**
     * How many witnesses a round elects. O(1).
     *
     * @param clients how many clients the round has; not negative
     * @return {@code witnessNodes} or all clients, whichever is fewer; all clients where everyone witnesses
     * @throws IllegalArgumentException if the number is negative
     */
    public int witnessesAmong(int clients) {
        requireNotNegative(clients, "clients");
        int witnesses = witnessNodes();
        return witnesses == 0 ? clients : Math.min(witnesses, clients);
    }

    /**
     * How many of the elected witnesses must attest a round for it to be confirmed. O(1).
     *
     * @param witnesses how many witnesses the round elected; not negative
     * @return the configured quorum, 0 where none is required, or W if that is fewer; ⌊2W/3⌋ + 1 where none is configured
     * @throws IllegalArgumentException if the number is negative
     */
    public int quorum(int witnesses) {
        requireNotNegative(witnesses, "witnesses");
        return settings.isGiven(Key.WITNESS_QUORUM)
                ? Math.min(settings.smallCount(Key.WITNESS_QUORUM), witnesses)
                : twoThirdsOf(witnesses);
    }

    /**
     * How many judges must leave a client out for a round to be held against it: more than two thirds of the elected, even
     * where a smaller quorum, or none, confirms a round. O(1).
     *
     * @param witnesses how many witnesses the round elected, at least 0
     * @return from 1 to {@code witnesses} + 1
     * @throws IllegalArgumentException if the number is negative
     */
    public int evidenceQuorum(int witnesses) {
        requireNotNegative(witnesses, "witnesses");
        return twoThirdsOf(witnesses);
    }

    private static int twoThirdsOf(int witnesses) {
        return (int) (2L * witnesses / 3) + 1;
    }

    private static void requireNotNegative(int count, String name) {
        if (count < 0) {
            throw new IllegalArgumentException(name + " is " + count + ", must be at least 0");
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RunConfig that && settings.equals(that.settings);
    }

    @Override
    public int hashCode() {
        return settings.hashCode();
    }

    /** Every value by its key, {@code RunConfig{run_id=demo, min_clients=3, …}}. */
    @Override
    public String toString() {
        return "RunConfig" + settings;
    }
}
