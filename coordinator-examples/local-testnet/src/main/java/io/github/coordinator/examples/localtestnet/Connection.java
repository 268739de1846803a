package io.github.coordinator.examples.localtestnet;

/** One client's connection, as the transport sees it. Calls return at once, and may come after its end. */
interface Connection {
    void send(ToClient message);

    void close(String reason);
}
