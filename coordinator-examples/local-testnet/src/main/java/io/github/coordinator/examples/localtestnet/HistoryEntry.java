package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.ClientId;
import io.github.coordinator.OperatorOutcome;
import io.github.coordinator.Removal;
import io.github.coordinator.RunState;
import io.github.coordinator.TransitionReason;
import java.time.Instant;
import java.util.Optional;

/**
 * One thing that happened to a run.
 *
 * @param number its number, from 1 on without a gap
 * @param at when, by the clock of the run
 * @param event what
 */
record HistoryEntry(long number, Instant at, Event event) {
    /** What may happen. */
    sealed interface Event {}

    /**
     * The run went from one state to another.
     *
     * @param from the state that ended
     * @param to the state that began
     * @param reason why
     * @param epoch the epoch afterwards
     * @param step the step afterwards
     */
    record Changed(RunState from, RunState to, TransitionReason reason, long epoch, long step) implements Event {}

    /**
     * A round was over.
     *
     * @param epoch its epoch
     * @param height its number within the epoch
     * @param step the step that it was meant to make
     * @param confirmed whether it counts
     * @param participants how many clients took part, by the proofs of the witnesses
     * @param attested how many witnesses attested it
     * @param witnesses how many were elected
     * @param loss the loss on the rows held out, afterwards
     * @param accuracy the share of the rows held out that the model classifies right, afterwards
     */
    record RoundOver(
            long epoch,
            long height,
            long step,
            boolean confirmed,
            int participants,
            int attested,
            int witnesses,
            double loss,
            double accuracy)
            implements Event {}

    /**
     * A member was removed.
     *
     * @param client the client
     * @param name what people called it then
     * @param cause why
     * @param during in which state
     * @param epoch in which epoch
     */
    record Removed(ClientId client, String name, Removal.Cause cause, RunState during, long epoch) implements Event {}

    /**
     * The operator made a call.
     *
     * @param call which
     * @param argument the client or the reference that it names
     * @param outcome the run's answer
     */
    record Operated(OperatorCall call, Optional<String> argument, OperatorOutcome outcome) implements Event {}

    /** A server began to serve the run, for the first time or again. */
    record Restarted() implements Event {}
}
