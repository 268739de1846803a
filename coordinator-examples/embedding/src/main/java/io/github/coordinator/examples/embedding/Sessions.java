package io.github.coordinator.examples.embedding;

import io.github.coordinator.ClientId;
import io.github.coordinator.RunInput;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The session of each connection, and the connection of each client. A client that joins again has a new one.
 *
 * @param <C> a connection
 */
public final class Sessions<C> {
    private final Map<C, RunInput.Disconnected> ends = new HashMap<>();
    private final Map<ClientId, C> connections = new HashMap<>();

    /** No sessions yet. */
    public Sessions() {}

    /**
     * Keeps a new session.
     *
     * @param session its number
     * @param client whose it is
     * @param connection the connection on which the client joined
     * @return the other connection, if there is one, that spoke for the client until now
     */
    public Optional<C> begin(long session, ClientId client, C connection) {
        ends.put(connection, new RunInput.Disconnected(client, session));
        Optional<C> replaced =
                Optional.ofNullable(connections.put(client, connection)).filter(before -> !before.equals(connection));
        replaced.ifPresent(ends::remove);
        return replaced;
    }

    /**
     * Forgets a connection.
     *
     * @param connection the connection
     * @return what the run must hear of that; empty if no client had joined on it, or it was replaced
     */
    public Optional<RunInput.Disconnected> end(C connection) {
        Optional<RunInput.Disconnected> end = Optional.ofNullable(ends.remove(connection));
        end.ifPresent(ended -> connections.remove(ended.client(), connection));
        return end;
    }

    /**
     * The connection of a client.
     *
     * @param client the client
     * @return its newest connection, unless that has ended
     */
    public Optional<C> connectionOf(ClientId client) {
        return Optional.ofNullable(connections.get(client));
    }
}
