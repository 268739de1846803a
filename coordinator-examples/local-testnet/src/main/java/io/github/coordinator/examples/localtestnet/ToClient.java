package io.github.coordinator.examples.localtestnet;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.coordinator.Removal;
import io.github.coordinator.RunState;
import io.github.coordinator.round.DataOrder;
import io.github.coordinator.round.ParticipationKind;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundId;
import io.github.coordinator.round.Seat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the server says to a client. Everyone gets what concerns all in the same order. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ToClient.Status.class, name = "status"),
    @JsonSubTypes.Type(value = ToClient.Seated.class, name = "seated"),
    @JsonSubTypes.Type(value = ToClient.Removed.class, name = "removed"),
    @JsonSubTypes.Type(value = ToClient.Model.class, name = "model"),
    @JsonSubTypes.Type(value = ToClient.PeerUpdate.class, name = "peerUpdate"),
    @JsonSubTypes.Type(value = ToClient.RoundResult.class, name = "roundResult"),
})
sealed interface ToClient {
    /**
     * Where the run stands: what a client needs of the coordinator's status, and the model that everyone should have.
     *
     * @param runId the run's id
     * @param state what the run is doing
     * @param epoch the epoch, counted from 0
     * @param step the step being worked on, counted from 1
     * @param totalSteps how many steps the run makes
     * @param round the open round, or during cooldown the last one
     * @param participation how the proofs of this run say who took part
     * @param healthCheckMillis after how long without a message the server removes a client; 0 for never
     * @param settings what to train and how
     * @param modelHash the hash of the model's weights
     */
    record Status(
            String runId,
            RunState state,
            long epoch,
            long step,
            long totalSteps,
            @Nullable OpenRound round,
            ParticipationKind participation,
            long healthCheckMillis,
            Settings settings,
            String modelHash)
            implements ToClient {}

    /**
     * The numbers of a round, as {@link Round} explains them.
     *
     * @param epoch the epoch
     * @param height the round within the epoch
     * @param seed the seed
     * @param firstDataIndex where its batch begins
     * @param batchSize how many data it has
     * @param rosterVersion the version of its roster; a seat of another version is none
     * @param clientCount how many clients that has
     * @param witnessCount how many of them are witnesses
     * @param verificationPercent how many in a hundred verify
     * @param dataOrder which trainer gets which share
     */
    record OpenRound(
            long epoch,
            long height,
            long seed,
            long firstDataIndex,
            int batchSize,
            long rosterVersion,
            int clientCount,
            int witnessCount,
            int verificationPercent,
            DataOrder dataOrder) {
        static OpenRound of(Round round) {
            return new OpenRound(
                    round.epoch(),
                    round.height(),
                    round.seed(),
                    round.firstDataIndex(),
                    round.batchSize(),
                    round.rosterVersion(),
                    round.clientCount(),
                    round.witnessCount(),
                    round.verificationPercent(),
                    round.dataOrder());
        }

        Round toRound(ParticipationKind participation) {
            return Round.builder(new RoundId(epoch, height))
                    .seed(seed)
                    .data(firstDataIndex, batchSize)
                    .roster(rosterVersion, clientCount)
                    .witnessCount(witnessCount)
                    .verificationPercent(verificationPercent)
                    .participation(participation)
                    .dataOrder(dataOrder)
                    .build();
        }
    }

    /**
     * The client's seat; sent before the first status that it holds for.
     *
     * @param seat the seat
     */
    record Seated(Seat seat) implements ToClient {}

    /**
     * The client was removed from the run, though its connection stands. It may join again.
     *
     * @param cause why
     */
    record Removed(Removal.Cause cause) implements ToClient {}

    /**
     * The model, to one that asked for it.
     *
     * @param hash the hash of the weights
     * @param weights the weights
     */
    record Model(String hash, Weights weights) implements ToClient {}

    /**
     * What another client, or this one, made of the model: sent to all members, in the order in which it came in.
     *
     * @param index whose update it is, by the index in the roster
     * @param epoch the epoch of the round
     * @param height the round within the epoch
     * @param hash the hash of the change
     * @param change how the weights changed
     */
    record PeerUpdate(int index, long epoch, long height, String hash, Weights change) implements ToClient {}

    /**
     * A round is over. Where it is confirmed, everyone adds the mean of the contributors' changes to the model; otherwise
     * nothing, since its rows are trained on once more.
     *
     * @param epoch the epoch of the round
     * @param height the round within the epoch
     * @param confirmed whether it counts
     * @param contributors whose updates count, by index, ascending
     * @param modelHash the hash of the weights that everyone should have now
     */
    record RoundResult(long epoch, long height, boolean confirmed, List<Integer> contributors, String modelHash)
            implements ToClient {
        public RoundResult {
            contributors = List.copyOf(contributors);
        }
    }
}
