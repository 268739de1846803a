package io.github.coordinator.examples.localtestnet;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * What a client says to the server; the protocol's document explains each. All of it are claims, and the server or its
 * coordinator checks each.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ToServer.Join.class, name = "join"),
    @JsonSubTypes.Type(value = ToServer.FetchModel.class, name = "fetchModel"),
    @JsonSubTypes.Type(value = ToServer.Ready.class, name = "ready"),
    @JsonSubTypes.Type(value = ToServer.HealthCheck.class, name = "healthCheck"),
    @JsonSubTypes.Type(value = ToServer.Update.class, name = "update"),
    @JsonSubTypes.Type(value = ToServer.Witness.class, name = "witness"),
    @JsonSubTypes.Type(value = ToServer.Leave.class, name = "leave"),
})
sealed interface ToServer {
    /**
     * I want to take part. From here on the connection speaks for this client, and for no other.
     *
     * @param protocol the version of the protocol
     * @param runId the run that it wants to join
     * @param key its public key, in hexadecimal
     * @param name what people call it
     * @param signature proves that it has the secret key, in hexadecimal
     */
    record Join(int protocol, String runId, String key, String name, String signature) implements ToServer {}

    /** Send me the model. */
    record FetchModel() implements ToServer {}

    /**
     * I have the model.
     *
     * @param epoch the epoch that the client is ready for
     */
    record Ready(long epoch) implements ToServer {}

    /** I am alive. */
    record HealthCheck() implements ToServer {}

    /**
     * What my rows made of the model.
     *
     * @param epoch the epoch of the round
     * @param height the round within the epoch
     * @param change how the weights changed
     */
    record Update(long epoch, long height, Weights change) implements ToServer {}

    /**
     * Whose updates I have received and verified in time.
     *
     * @param epoch the epoch of the round
     * @param height the round within the epoch
     * @param index the witness's index in the roster
     * @param position its position in the committee
     * @param seen the bytes of its participation bitmap, in hexadecimal
     */
    record Witness(long epoch, long height, int index, int position, String seen) implements ToServer {}

    /** Goodbye for this epoch. */
    record Leave() implements ToServer {}
}
