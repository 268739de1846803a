package io.github.coordinator.examples.localtestnet;

/**
 * Takes what comes from the sockets. Calls may come from many threads, and return at once; those for one connection come one
 * after the other.
 */
interface Receiver {
    void opened(Connection connection);

    /** Takes a message. No other comes from this connection before {@link Connection#next}. */
    void receive(Connection from, ToServer message);

    void closed(Connection connection);
}
