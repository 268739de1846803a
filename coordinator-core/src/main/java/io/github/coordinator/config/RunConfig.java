package io.github.coordinator.config;

import io.github.coordinator.round.ParticipationFilter;
import io.github.coordinator.round.ParticipationKind;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The configuration of a run: values that fit each other, whichever way they came. Immutable. Made by a
 * {@linkplain #builder(String) builder}, or read from {@code data.toml} by {@link RunConfigLoader}.
 *
 * <p>Every duration is from 0 to 36,500 days, to the nanosecond. Every {@code int} without an upper bound below goes up
 * to {@link Integer#MAX_VALUE}.
 *
 * @param runId the name of the run, which clients give when they join: 1 to 256 code points of any content
 * @param initMinClients how many clients must be waiting for an epoch to begin; at least {@code minClients}
 * @param minClients how many clients an epoch needs to go on; at least 1
 * @param maxClients how many clients an epoch takes at most; at least {@code initMinClients}, and
 *     {@link Integer#MAX_VALUE} for no limit. At most {@value #MAX_CLIENTS_EVERYONE_WITNESSES} where everyone
 *     witnesses, at most {@value ParticipationFilter#MAX_CLIENTS} with {@link ParticipationKind#BLOOM}
 * @param waitingForMembersExtraTime how long to wait at least for more clients before an epoch begins
 * @param warmupTime how long clients have at most to load the model
 * @param maxRoundTrainTime how long a round trains at most; more than 0
 * @param roundWitnessTime how long witnesses have after the training for their proofs; more than 0
 * @param cooldownTime how long clients have to save the model
 * @param roundsPerEpoch after how many rounds an epoch ends; 0 for no limit by rounds
 * @param epochTime after how long an epoch ends, counted from its warm-up; 0 for no limit by time, else at least
 *     {@code maxRoundTrainTime} and {@code roundWitnessTime} together. One of the two limits is more than 0
 * @param totalSteps how many steps, that is confirmed rounds, the run makes: 1 to 4,294,967,295
 * @param witnessNodes how many witnesses a round elects, or all of its clients where there are fewer: at most
 *     {@value #MAX_WITNESSES}; 0 for everyone
 * @param witnessQuorum how many of the elected witnesses must attest a round for it to count: 0 for none at all, else a
 *     majority of {@code witnessNodes}, at most all of them, and all of the elected where those are fewer; empty for
 *     ⌊2W/3⌋ + 1 of W elected. Where everyone witnesses, 0 or empty
 * @param verificationPercent how many in a hundred clients verify instead of training: 0 to 99, so that one trains at
 *     least
 * @param globalBatchSizeStart how many data indices the first round trains on; at least 1
 * @param globalBatchSizeEnd how many data indices a round trains on after the batch warm-up; at least 1, and possibly
 *     fewer than at the start
 * @param globalBatchSizeWarmupTokens over how many tokens the batch size goes from start to end; 0 for at once
 * @param sequenceLength how many tokens one data index holds; at least 1
 * @param maxMissedHealthChecks after how many rounds in a row without a sign of life a client is removed; 0 for never
 * @param maxAbsentRounds after how many confirmed rounds in a row that the witnesses did not see it in a client is
 *     removed; 0 for never
 * @param participation how a proof says who took part
 * @param model the tables of the model, which the coordinator carries along for its clients: {@link String},
 *     {@link Long}, {@link Double}, {@link Boolean}, the date and time values of {@code java.time} that TOML has, lists
 *     and maps of these; deeply immutable, in the order given. An {@link Integer} becomes a {@link Long}
 * @param dataServerLocation where clients get their data, if the run says so
 */
public record RunConfig(
        String runId,
        int initMinClients,
        int minClients,
        int maxClients,
        Duration waitingForMembersExtraTime,
        Duration warmupTime,
        Duration maxRoundTrainTime,
        Duration roundWitnessTime,
        Duration cooldownTime,
        int roundsPerEpoch,
        Duration epochTime,
        long totalSteps,
        int witnessNodes,
        OptionalInt witnessQuorum,
        int verificationPercent,
        int globalBatchSizeStart,
        int globalBatchSizeEnd,
        long globalBatchSizeWarmupTokens,
        long sequenceLength,
        int maxMissedHealthChecks,
        int maxAbsentRounds,
        ParticipationKind participation,
        Map<String, Object> model,
        Optional<String> dataServerLocation) {

    /** How many witnesses a round may elect. Each proof is kept until the round ends. */
    public static final int MAX_WITNESSES = 1_024;

    /**
     * How many clients a run may have where everyone witnesses. Each proof says who took part, so the proofs of a round
     * grow with the square of the clients: 128 KiB at this bound, 116 GiB at a million.
     */
    public static final int MAX_CLIENTS_EVERYONE_WITNESSES = 1_024;

    /**
     * Makes a configuration whose every value is given. The {@linkplain #builder(String) builder} knows the defaults.
     *
     * @param runId as above
     * @param initMinClients as above
     * @param minClients as above
     * @param maxClients as above
     * @param waitingForMembersExtraTime as above
     * @param warmupTime as above
     * @param maxRoundTrainTime as above
     * @param roundWitnessTime as above
     * @param cooldownTime as above
     * @param roundsPerEpoch as above
     * @param epochTime as above
     * @param totalSteps as above
     * @param witnessNodes as above
     * @param witnessQuorum as above
     * @param verificationPercent as above
     * @param globalBatchSizeStart as above
     * @param globalBatchSizeEnd as above
     * @param globalBatchSizeWarmupTokens as above
     * @param sequenceLength as above
     * @param maxMissedHealthChecks as above
     * @param maxAbsentRounds as above
     * @param participation as above
     * @param model as above
     * @param dataServerLocation as above
     * @throws RunConfigException if values are out of bounds or do not fit each other; it lists all that is wrong
     * @throws IllegalArgumentException if the model holds what a run file cannot hold, or nests more than 128 levels
     *     deep
     */
    public RunConfig(
            String runId,
            int initMinClients,
            int minClients,
            int maxClients,
            Duration waitingForMembersExtraTime,
            Duration warmupTime,
            Duration maxRoundTrainTime,
            Duration roundWitnessTime,
            Duration cooldownTime,
            int roundsPerEpoch,
            Duration epochTime,
            long totalSteps,
            int witnessNodes,
            OptionalInt witnessQuorum,
            int verificationPercent,
            int globalBatchSizeStart,
            int globalBatchSizeEnd,
            long globalBatchSizeWarmupTokens,
            long sequenceLength,
            int maxMissedHealthChecks,
            int maxAbsentRounds,
            ParticipationKind participation,
            Map<String, Object> model,
            Optional<String> dataServerLocation) {
        this.runId = Objects.requireNonNull(runId, "runId");
        this.initMinClients = initMinClients;
        this.minClients = minClients;
        this.maxClients = maxClients;
        this.waitingForMembersExtraTime =
                Objects.requireNonNull(waitingForMembersExtraTime, "waitingForMembersExtraTime");
        this.warmupTime = Objects.requireNonNull(warmupTime, "warmupTime");
        this.maxRoundTrainTime = Objects.requireNonNull(maxRoundTrainTime, "maxRoundTrainTime");
        this.roundWitnessTime = Objects.requireNonNull(roundWitnessTime, "roundWitnessTime");
        this.cooldownTime = Objects.requireNonNull(cooldownTime, "cooldownTime");
        this.roundsPerEpoch = roundsPerEpoch;
        this.epochTime = Objects.requireNonNull(epochTime, "epochTime");
        this.totalSteps = totalSteps;
        this.witnessNodes = witnessNodes;
        this.witnessQuorum = Objects.requireNonNull(witnessQuorum, "witnessQuorum");
        this.verificationPercent = verificationPercent;
        this.globalBatchSizeStart = globalBatchSizeStart;
        this.globalBatchSizeEnd = globalBatchSizeEnd;
        this.globalBatchSizeWarmupTokens = globalBatchSizeWarmupTokens;
        this.sequenceLength = sequenceLength;
        this.maxMissedHealthChecks = maxMissedHealthChecks;
        this.maxAbsentRounds = maxAbsentRounds;
        this.participation = Objects.requireNonNull(participation, "participation");
        this.model = ModelValues.copyOf(model);
        this.dataServerLocation = Objects.requireNonNull(dataServerLocation, "dataServerLocation");
        // A compact constructor would be shorter, but could not hand its components to the rules as one.
        Rules.require(Draft.of(this));
    }

    /**
     * A builder with every default.
     *
     * @param runId the name of the run, 1 to 256 code points
     * @return a new builder
     */
    public static RunConfigBuilder builder(String runId) {
        return new RunConfigBuilder(new Draft().put(Key.RUN_ID, runId));
    }

    /**
     * A builder that has every value of this configuration, those that were left to their defaults included.
     *
     * @return a new builder
     */
    public RunConfigBuilder toBuilder() {
        return new RunConfigBuilder(Draft.of(this));
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
        return witnessNodes == 0 ? clients : Math.min(witnessNodes, clients);
    }

    /**
     * How many of the elected witnesses must attest a round for it to be confirmed. O(1).
     *
     * @param witnesses how many witnesses the round elected; not negative
     * @return the configured quorum, 0 where none is asked for, or W if that is fewer; ⌊2W/3⌋ + 1 where none is configured
     * @throws IllegalArgumentException if the number is negative
     */
    public int quorum(int witnesses) {
        requireNotNegative(witnesses, "witnesses");
        return witnessQuorum.isPresent() ? Math.min(witnessQuorum.getAsInt(), witnesses) : twoThirdsOf(witnesses);
    }

    /**
     * How many proofs must omit a client for it to count as absent from a round. Evidence against a client never rests
     * on fewer than more than two thirds of the elected, even where a smaller quorum, or none, confirms a round. O(1).
     *
     * @param witnesses how many witnesses the round elected; not negative
     * @return {@link #quorum(int)} or ⌊2W/3⌋ + 1 of W witnesses, whichever is more
     * @throws IllegalArgumentException if the number is negative
     */
    public int absenceQuorum(int witnesses) {
        return Math.max(quorum(witnesses), twoThirdsOf(witnesses));
    }

    private static int twoThirdsOf(int witnesses) {
        return (int) (2L * witnesses / 3) + 1;
    }

    private static void requireNotNegative(int count, String name) {
        if (count < 0) {
            throw new IllegalArgumentException(name + " is negative: " + count);
        }
    }
}
