package io.github.coordinator;

import io.github.coordinator.round.ParticipationKind;
import io.github.coordinator.round.Round;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a server broadcasts: all that a client must know to do its part, in a few numbers however many clients there are. With
 * its {@link io.github.coordinator.round.Seat}, a client asks the {@link #round()} for its role, its data and its proof.
 * Immutable; equal by value.
 *
 * @since 0.1.0
 */
public final class RunStatus {
    private final Fields fields;

    record Fields(
            String runId,
            RunState state,
            Optional<TransitionReason> reason,
            long epoch,
            long step,
            long totalSteps,
            Optional<Round> round,
            Instant stateBegan,
            Optional<Instant> stateDue,
            Optional<Duration> stateLimit,
            long rosterVersion,
            int memberCount,
            Map<String, Object> model,
            Optional<String> dataServerLocation,
            Duration warmupTime,
            int initMinClients,
            int minClients,
            ParticipationKind participation,
            Duration healthCheckTimeout,
            boolean coldStart,
            long tokens,
            Optional<String> checkpoint) {}

    RunStatus(Fields fields) {
        this.fields = fields;
    }

    /**
     * The id of the run, which a client names when it joins.
     *
     * @return the id
     */
    public String runId() {
        return fields.runId;
    }

    /**
     * What the run is doing.
     *
     * @return the state
     */
    public RunState state() {
        return fields.state;
    }

    /**
     * Why the run went to this state.
     *
     * @return the reason; empty in a new run
     */
    public Optional<TransitionReason> reason() {
        return fields.reason;
    }

    /**
     * The epoch.
     *
     * @return the epoch, counted from 0
     */
    public long epoch() {
        return fields.epoch;
    }

    /**
     * The step that is being worked on.
     *
     * @return the step, counted from 1; {@code totalSteps + 1} once all are done
     */
    public long step() {
        return fields.step;
    }

    /**
     * How many steps the run makes.
     *
     * @return at least 1
     */
    public long totalSteps() {
        return fields.totalSteps;
    }

    /**
     * The open round, or during cooldown the last one.
     *
     * @return the round; empty in all other states
     */
    public Optional<Round> round() {
        return fields.round;
    }

    /**
     * When the state began.
     *
     * @return the time of that tick, by the host's clock
     */
    public Instant stateBegan() {
        return fields.stateBegan;
    }

    /**
     * When time alone ends the state.
     *
     * @return the time, by the host's clock; empty where time alone does not end the state
     */
    public Optional<Instant> stateDue() {
        return fields.stateDue;
    }

    /**
     * The version of the roster.
     *
     * @return at least 0
     */
    public long rosterVersion() {
        return fields.rosterVersion;
    }

    /**
     * How many members the epoch has.
     *
     * @return at least 0
     */
    public int memberCount() {
        return fields.memberCount;
    }

    /**
     * The tables of the model, as the configuration has them.
     *
     * @return the tables; deeply immutable
     */
    public Map<String, Object> model() {
        return fields.model;
    }

    /**
     * Where clients get their data.
     *
     * @return the location, if the configuration has one
     */
    public Optional<String> dataServerLocation() {
        return fields.dataServerLocation;
    }

    /**
     * How long clients have to load the model.
     *
     * @return at least 0
     */
    public Duration warmupTime() {
        return fields.warmupTime;
    }

    /**
     * How many clients an epoch needs to begin.
     *
     * @return at least 1
     */
    public int initMinClients() {
        return fields.initMinClients;
    }

    /**
     * How many clients an epoch needs to go on.
     *
     * @return at least 1
     */
    public int minClients() {
        return fields.minClients;
    }

    /**
     * How the proofs of this run say who took part.
     *
     * @return the kind of participation
     */
    public ParticipationKind participation() {
        return fields.participation;
    }

    /**
     * How long the state lasts at most. Clients reckon with this duration, since their clocks differ from the host's.
     *
     * @return the duration; empty in states that time alone does not end
     */
    public Optional<Duration> stateLimit() {
        return fields.stateLimit;
    }

    /**
     * After how long without an accepted message a client is removed. Clients give a sign of life at least every third of it.
     *
     * @return the timeout, 0 if there is none
     */
    public Duration healthCheckTimeout() {
        return fields.healthCheckTimeout;
    }

    /**
     * Whether this is the first epoch since the start of the run or since a pause.
     *
     * @return whether clients load the checkpoint, and do not rely on the models of members
     */
    public boolean coldStart() {
        return fields.coldStart;
    }

    /**
     * How many tokens the confirmed rounds have used.
     *
     * @return at least 0; {@link Long#MAX_VALUE} for more than that
     */
    public long tokens() {
        return fields.tokens;
    }

    /**
     * Where the newest model is, for clients that come later.
     *
     * @return the reference, if the operator gave one
     */
    public Optional<String> checkpoint() {
        return fields.checkpoint;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RunStatus that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        return "RunStatus" + fields.toString().substring("Fields".length());
    }
}
