package io.github.coordinator.examples.replicated;

/**
 * A deterministic machine that is replicated. Each server has one, and the same turns in the same order make the same states.
 * The methods are called by one thread at a time.
 *
 * @param <R> what a turn results in; only the leader uses it, for its clients
 */
interface ReplicatedMachine<R> {
    /**
     * Takes one turn. What it throws stops this server.
     *
     * @param turn the turn, as it was proposed
     */
    R apply(byte[] turn);

    /** The whole state. */
    byte[] snapshot();

    /**
     * Replaces the whole state.
     *
     * @param snapshot what {@link #snapshot} returned, here or on another server
     */
    void restore(byte[] snapshot);
}
