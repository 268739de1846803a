package io.github.coordinator.examples.localtestnet;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.coordinator.RunState;
import io.github.coordinator.RunStatus;
import io.github.coordinator.examples.embedding.JoinProof;
import io.github.coordinator.round.DataOrder;
import io.github.coordinator.round.ParticipationKind;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the server says to a client; the protocol's document explains each. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ToClient.Hello.class, name = "hello"),
    @JsonSubTypes.Type(value = ToClient.Joined.class, name = "joined"),
    @JsonSubTypes.Type(value = ToClient.Status.class, name = "status"),
    @JsonSubTypes.Type(value = ToClient.Seated.class, name = "seated"),
    @JsonSubTypes.Type(value = ToClient.Answer.class, name = "answer"),
    @JsonSubTypes.Type(value = ToClient.Removed.class, name = "removed"),
    @JsonSubTypes.Type(value = ToClient.Model.class, name = "model"),
    @JsonSubTypes.Type(value = ToClient.PeerUpdate.class, name = "peerUpdate"),
    @JsonSubTypes.Type(value = ToClient.RoundResult.class, name = "roundResult"),
    @JsonSubTypes.Type(value = ToClient.Leader.class, name = "leader"),
    @JsonSubTypes.Type(value = ToClient.Failure.class, name = "error"),
})
sealed interface ToClient {
    /** The version of the protocol. */
    int PROTOCOL = 1;

    /**
     * The first message on a connection.
     *
     * @param protocol the version of the protocol
     * @param serverKey the server's public key, in hexadecimal
     * @param nonce what the client has to sign, in hexadecimal
     * @param runId the run's id
     */
    record Hello(int protocol, String serverKey, String nonce, String runId) implements ToClient {
        /** What a client has to sign to prove its key on this connection. */
        JoinProof proof() {
            return JoinProof.ofHex(nonce, serverKey, runId);
        }
    }

    /**
     * The client has joined.
     *
     * @param outcome the name of the coordinator's outcome
     */
    record Joined(String outcome) implements ToClient {}

    /**
     * Where the run stands: what a client needs of the coordinator's status, and the model that everyone should have.
     *
     * @param runId the run's id
     * @param state what the run is doing
     * @param epoch the epoch, counted from 0
     * @param step the step being worked on, counted from 1
     * @param totalSteps how many steps the run makes
     * @param stateMillis how long the state lasts at most; null where time does not end it
     * @param healthCheckMillis after how long without a message the server removes a client; 0 for never
     * @param coldStart whether this epoch is the first of the run or after a pause
     * @param tokens how many tokens the confirmed rounds used
     * @param checkpoint where the operator says that the newest model is
     * @param round the open round, or during cooldown the last one
     * @param model what to train and how
     * @param modelHash the hash of the model's weights
     */
    record Status(
            String runId,
            RunState state,
            long epoch,
            long step,
            long totalSteps,
            @Nullable Long stateMillis,
            long healthCheckMillis,
            boolean coldStart,
            long tokens,
            @Nullable String checkpoint,
            @Nullable OpenRound round,
            Settings model,
            String modelHash)
            implements ToClient {
        static Status of(RunView view, Settings settings) {
            RunStatus status = view.status();
            return new Status(
                    status.runId(),
                    status.state(),
                    status.epoch(),
                    status.step(),
                    status.totalSteps(),
                    status.stateLimit().map(Duration::toMillis).orElse(null),
                    status.healthCheckTimeout().toMillis(),
                    status.coldStart(),
                    status.tokens(),
                    status.checkpoint().orElse(null),
                    status.round().map(OpenRound::of).orElse(null),
                    settings,
                    view.modelHash());
        }
    }

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
     * @param participation how a proof says who took part
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
            DataOrder dataOrder,
            ParticipationKind participation) {
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
                    round.dataOrder(),
                    round.participation());
        }

        Round toRound() {
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
     * @param rosterVersion the version of the roster in which the client has this seat
     * @param index its index in that roster
     */
    record Seated(long rosterVersion, int index) implements ToClient {}

    /**
     * What became of a message.
     *
     * @param to the type of the message
     * @param outcome the name of the outcome
     * @param kind what became of it, in three cases
     */
    record Answer(String to, String outcome, String kind) implements ToClient {}

    /**
     * The client was removed from the run, though its connection stands.
     *
     * @param cause why
     * @param epoch in which epoch
     * @param mayJoin whether it may join again
     */
    record Removed(String cause, long epoch, boolean mayJoin) implements ToClient {}

    /**
     * The model, to one that asked for it.
     *
     * @param hash the hash of the weights
     * @param weights the weights
     */
    record Model(String hash, Weights weights) implements ToClient {}

    /**
     * What another client, or this one, made of the model: sent to the witnesses of the round, in the order in which
     * it came in. A witness that comes back hears those of the open round once more.
     *
     * @param epoch the epoch of the round
     * @param height the round within the epoch
     * @param index whose update it is, by the index in the roster
     * @param hash the hash of the change
     * @param change how the weights changed
     */
    record PeerUpdate(long epoch, long height, int index, String hash, Weights change) implements ToClient {
        static PeerUpdate of(RoundId round, int index, Weights change) {
            return new PeerUpdate(round.epoch(), round.height(), index, change.hash(), change);
        }
    }

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

    /**
     * Another server leads the run. The end of the connection comes next.
     *
     * @param address where, as {@code host:port}
     */
    record Leader(String address) implements ToClient {}

    /**
     * The server ends the connection.
     *
     * @param code the name of the {@link ErrorCode}
     * @param field the field that is wrong; null where there is none
     * @param message a sentence for people
     * @param retry whether it helps to connect again after a while
     */
    record Failure(String code, @Nullable String field, String message, boolean retry) implements ToClient {}
}
