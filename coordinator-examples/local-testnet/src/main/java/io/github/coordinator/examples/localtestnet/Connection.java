package io.github.coordinator.examples.localtestnet;

/** One client's connection, as the transport sees it. Calls return at once, and may come after its end. */
interface Connection {
    void send(Text message);

    default void send(ToClient message) {
        send(Text.of(message));
    }

    /** Says why, and ends. What the client still says is passed over. */
    void close(ToClient.Failure error);

    /** A client has joined on it: from here on it may stay. */
    void joined();

    /** The client takes part no more. Unless it joins again in time, the connection ends. */
    void left();

    /** The message that was handed on last is handled: the next one is read. */
    void next();
}
