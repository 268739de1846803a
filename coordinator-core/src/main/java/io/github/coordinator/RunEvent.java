package io.github.coordinator;

import java.time.Instant;
import java.util.List;

/** Something that a tick changed. A tick returns its events in the order in which they happened. */
public sealed interface RunEvent {
    /**
     * The run went from one state to another; at most one in a tick, and its last event.
     *
     * @param from the state that ended
     * @param to the state that began
     * @param at the time of the tick
     */
    record StateChanged(RunState from, RunState to, Instant at) implements RunEvent {}

    /**
     * A client was removed from the roster. The host takes it out of its {@link ClientSource}.
     *
     * @param exit who, why and when
     */
    record ClientDropped(Exit exit) implements RunEvent {}

    /**
     * A round was over and has been evaluated.
     *
     * @param epoch the epoch
     * @param height the round within the epoch
     * @param step the step it was meant to make
     * @param confirmed whether the quorum attested it, so that the step counts and its data are used up
     * @param attested how many elected witnesses attested it
     * @param witnesses how many were elected
     * @param absent whom a quorum of the proofs leaves out, in the order of the roster; immutable
     */
    record RoundEvaluated(
            long epoch, long height, long step, boolean confirmed, int attested, int witnesses, List<ClientId> absent)
            implements RunEvent {
        /**
         * Copies the list.
         *
         * @param epoch as above
         * @param height as above
         * @param step as above
         * @param confirmed as above
         * @param attested as above
         * @param witnesses as above
         * @param absent as above
         */
        public RoundEvaluated {
            absent = List.copyOf(absent);
        }
    }

    /**
     * The host's clock went back. It adds nothing to the time that states have lasted, and is followed from there.
     *
     * @param from the time of the tick before
     * @param to the time of this tick
     */
    record ClockWentBack(Instant from, Instant to) implements RunEvent {}
}
