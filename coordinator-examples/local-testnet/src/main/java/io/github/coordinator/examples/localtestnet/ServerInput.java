package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.ClientId;
import io.github.coordinator.RunInput;
import io.github.coordinator.round.RoundId;

/** One input of a {@link TrainingState}, as a value. The same start and the same inputs give the same results and state. */
sealed interface ServerInput {
    /**
     * An input of the run, a tick included.
     *
     * @param input the input
     */
    record OfRun(RunInput input) implements ServerInput {}

    /**
     * What a client wants people to call it.
     *
     * @param client the client
     * @param name the name, checked
     */
    record Name(ClientId client, String name) implements ServerInput {}

    /**
     * How a client's share of the data changed the model.
     *
     * @param client the client
     * @param round the round that the client names
     * @param change how the weights changed, checked and clipped
     */
    record Update(ClientId client, RoundId round, Weights change) implements ServerInput {}

    /** The binary form, from which {@link #fromBytes} makes an equal input. */
    default byte[] toBytes() {
        return StateFormat.write(this);
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException if the bytes are no input
     */
    static ServerInput fromBytes(byte[] bytes) {
        return StateFormat.readInput(bytes);
    }
}
