package io.github.coordinator.examples.embedding;

import io.github.coordinator.Removal;
import io.github.coordinator.RunAnswer;
import io.github.coordinator.RunInput;
import io.github.coordinator.RunStatus;
import io.github.coordinator.TickResult;
import io.github.coordinator.round.Seat;

/**
 * Your network, as far as a {@link TrainingHost} needs it. All calls come from the one thread of the host.
 *
 * <p><b>No call may block.</b> A send that takes 20 ms holds up the whole run for 20 ms. It puts the message into a queue of
 * that connection and returns. That queue has a bound; a connection that reaches it is closed, because its client does not
 * read. A call may throw: the host reports that, and goes on with the next client.
 *
 * @param <C> a connection
 */
public interface Transport<C> {
    /**
     * Answers a message.
     *
     * @param to the connection that the message came from
     * @param message the message
     * @param answer an {@link io.github.coordinator.Outcome}; for a join, a {@link io.github.coordinator.JoinResult}, whose
     *     session stays with the host
     */
    void answer(C to, RunInput message, RunAnswer answer);

    /**
     * Tells a client where it sits from now on. The status that this belongs to comes next.
     *
     * @param to the client's connection
     * @param seat its seat
     */
    void send(C to, Seat seat);

    /**
     * Tells a client where the run stands, after it has joined.
     *
     * @param to the client's connection
     * @param status the status
     */
    void send(C to, RunStatus status);

    /**
     * Tells a client that it is no longer a member, and why. Its connection stays open, and it may join again.
     *
     * @param to the client's connection
     * @param removal the removal
     */
    void send(C to, Removal removal);

    /**
     * Tells everyone that the run has gone on.
     *
     * @param status the status
     */
    void broadcast(RunStatus status);

    /**
     * Closes a connection, because its client has joined on another one. Its end may be reported or not.
     *
     * @param connection the connection
     */
    void close(C connection);

    /**
     * Sees the result of each tick, before anyone is told of it: for logs, measurements, and what an application does at the
     * end of a round.
     *
     * @param result the result, which is {@linkplain TickResult#changed() empty} for most ticks
     */
    default void ticked(TickResult result) {}
}
