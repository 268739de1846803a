package io.github.coordinator.examples.localtestnet;

import java.util.List;

/**
 * Takes the inputs of each turn, before anything that follows from them is sent. In memory this is the state itself, {@link
 * TrainingState#apply}. A durable log first writes the inputs to the disk, and a replicated one first waits until a majority of
 * the servers has.
 */
@FunctionalInterface
interface TurnLog {
    /**
     * Makes the inputs durable, as far as this log does, and then applies them. When it returns, what follows from the results
     * may be sent.
     *
     * @param turn the inputs of one turn, of which the last is a tick
     * @return the result of each, in the same order
     * @throws RuntimeException if the inputs may be lost: nothing of the turn may be sent, and the server has to end
     */
    List<ServerResult> commit(List<ServerInput> turn);
}
