package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.JoinOutcome;
import io.github.coordinator.PendingClients;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who is connected, and for which client each connection speaks. It tells the coordinator of clients that come and go, and
 * clients where they sit.
 */
final class Connections {
    private final Coordinator coordinator;
    private final PendingClients pending;
    private final Consumer<Report> reports;

    /** Every open connection, with the client that it speaks for once that has joined. */
    private final Map<Connection, Optional<ClientId>> clientOf = new LinkedHashMap<>();

    private final Map<ClientId, Connection> connectionOf = new HashMap<>();
    private long rosterVersionTold = -1;

    Connections(Coordinator coordinator, PendingClients pending, Consumer<Report> reports) {
        this.coordinator = coordinator;
        this.pending = pending;
        this.reports = reports;
    }

    boolean isEmpty() {
        return clientOf.isEmpty();
    }

    boolean isOpen(Connection connection) {
        return clientOf.containsKey(connection);
    }

    /** The client that an open connection speaks for; null before it has joined. */
    @Nullable
    ClientId clientOf(Connection connection) {
        return clientOf.getOrDefault(connection, Optional.empty()).orElse(null);
    }

    void opened(Connection connection) {
        clientOf.put(connection, Optional.empty());
    }

    void closed(Connection connection) {
        ClientId gone = clientOf(connection);
        clientOf.remove(connection);
        if (gone != null) {
            connectionOf.remove(gone);
            pending.remove(gone);
            coordinator.disconnect(gone);
        }
    }

    /**
     * A client wants to take part; who may not loses the connection. A member that came back is pending too: it keeps its
     * seat, and means to stay for the next epoch.
     *
     * @return whether it may
     */
    boolean join(Connection from, ToServer.Join join) {
        ClientId client;
        try {
            client = ClientId.of(join.client());
        } catch (IllegalArgumentException unusable) {
            from.close("a name has 1 to " + ClientId.MAX_BYTES + " bytes");
            return false;
        }
        // A client that was dropped may join again on its connection, but no connection speaks for two.
        ClientId spokenFor = clientOf(from);
        if (spokenFor != null && !spokenFor.equals(client)
                || !connectionOf.getOrDefault(client, from).equals(from)) {
            from.close("another connection speaks for this client");
            return false;
        }
        JoinOutcome outcome = coordinator.join(join.runId(), client);
        if (!outcome.accepted() && outcome != JoinOutcome.ALREADY_MEMBER) {
            from.close("refused: " + outcome);
            return false;
        }
        clientOf.put(from, Optional.of(client));
        connectionOf.put(client, from);
        if (pending.add(client)) {
            reports.accept(new Report.Joined(client.toString()));
        }
        sendSeat(client, from);
        return true;
    }

    /** Seats go out when they have changed, before the status that names their version. */
    void sendSeats() {
        long version = coordinator.status().rosterVersion();
        if (version != rosterVersionTold) {
            rosterVersionTold = version;
            connectionOf.forEach(this::sendSeat);
        }
    }

    private void sendSeat(ClientId client, Connection connection) {
        coordinator.seat(client).ifPresent(seat -> connection.send(new ToClient.Seated(seat)));
    }

    void send(ClientId client, ToClient message) {
        Connection connection = connectionOf.get(client);
        if (connection != null) {
            connection.send(message);
        }
    }

    void sendToMembers(ToClient message) {
        connectionOf.forEach((client, connection) -> {
            if (coordinator.seat(client).isPresent()) {
                connection.send(message);
            }
        });
    }

    /** To all that have joined. */
    void sendToClients(ToClient message) {
        connectionOf.values().forEach(connection -> connection.send(message));
    }

    /** To all, whether they have joined or only look on. */
    void sendToAll(ToClient message) {
        clientOf.keySet().forEach(connection -> connection.send(message));
    }
}
