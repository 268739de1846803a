package io.github.coordinator;

import io.github.coordinator.round.Round;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a server broadcasts: all that a client must know to do its part, in a few numbers however many clients there are.
 * Immutable. With its {@link io.github.coordinator.round.Seat}, a client works out its role, its data and its proof from
 * {@link #round()}.
 *
 * @param runId the run's id
 * @param state what the run is doing
 * @param epoch the epoch, counted from 0
 * @param step the step being worked on, counted from 1; {@code totalSteps + 1} once all are done
 * @param totalSteps how many steps the run makes
 * @param round the open round, or during cooldown the last one; null in all other states
 * @param stateBegan the time of the tick at which the state began
 * @param stateDue when time alone ends the state, by the host's clock; null where time alone does not
 * @param rosterVersion the version of the roster
 * @param clients how many clients the roster has
 * @param model the tables of the model, as the configuration has them; deeply immutable
 * @param dataServerLocation where clients get their data, if the configuration says so
 * @param warmupTime how long clients have to load the model
 * @param initMinClients how many clients an epoch needs to begin
 * @param minClients how many clients an epoch needs to go on
 */
public record RunStatus(
        String runId,
        RunState state,
        long epoch,
        long step,
        long totalSteps,
        @Nullable Round round,
        Instant stateBegan,
        @Nullable Instant stateDue,
        long rosterVersion,
        int clients,
        Map<String, Object> model,
        Optional<String> dataServerLocation,
        Duration warmupTime,
        int initMinClients,
        int minClients) {}
