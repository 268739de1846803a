package io.github.coordinator.examples.localtestnet;

import java.util.List;

/**
 * Where the inputs of a turn go before anyone hears of them. In memory that is the state itself, {@link TrainingState#apply}.
 * A durable log writes them down first, and a replicated one waits until most servers have done so.
 */
@FunctionalInterface
interface TurnLog {
    /**
     * Makes the inputs last and then applies them. Returns when both is done: what follows from the results may be sent then.
     *
     * @param turn the inputs of one turn, of which the last is a tick
     * @return the result of each, in the same order
     * @throws RuntimeException if they may not last; nothing of the turn may be sent then, and the server has to end
     */
    List<ServerResult> commit(List<ServerInput> turn);
}
