package io.github.coordinator;

/** A client that takes part in a {@link HostedRun}, now or from the next epoch on. Immutable; equal by value. */
public final class PendingClient {
    private final Fields fields;

    private record Fields(ClientId client, long session, boolean connected) {}

    PendingClient(ClientId client, long session, boolean connected) {
        fields = new Fields(client, session, connected);
    }

    /**
     * The client.
     *
     * @return its id
     */
    public ClientId client() {
        return fields.client;
    }

    /**
     * The session that its last join began.
     *
     * @return the number of that join among all joins of the run that were not refused, from 1
     */
    public long session() {
        return fields.session;
    }

    /**
     * Whether that session goes on. A client whose session ended is not counted, and is dropped unless it joins again in
     * time.
     *
     * @return whether it is connected
     */
    public boolean connected() {
        return fields.connected;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PendingClient that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    /** For logs: {@code client-3 session 17}. */
    @Override
    public String toString() {
        return fields.client + " session " + fields.session + (fields.connected ? "" : " disconnected");
    }
}
