package io.github.coordinator.examples.embedding;

import io.github.coordinator.ClientId;
import io.github.coordinator.RunInput;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The session of each connection, and the connection of each client. A client that joins again has a new one. */
final class Sessions<C> {
    private final Map<C, RunInput.Disconnected> ends = new HashMap<>();
    private final Map<ClientId, C> connections = new HashMap<>();

    /** Keeps a new session, and returns the other connection, if there is one, that spoke for the client until now. */
    Optional<C> begin(long session, ClientId client, C connection) {
        ends.put(connection, new RunInput.Disconnected(client, session));
        Optional<C> replaced =
                Optional.ofNullable(connections.put(client, connection)).filter(before -> !before.equals(connection));
        replaced.ifPresent(ends::remove);
        return replaced;
    }

    /** Forgets a connection, and returns what the run must hear of that, unless no client had joined on it. */
    Optional<RunInput.Disconnected> end(C connection) {
        Optional<RunInput.Disconnected> end = Optional.ofNullable(ends.remove(connection));
        end.ifPresent(ended -> connections.remove(ended.client(), connection));
        return end;
    }

    Optional<C> connectionOf(ClientId client) {
        return Optional.ofNullable(connections.get(client));
    }
}
