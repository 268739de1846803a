package io.github.coordinator;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A client that takes part in a {@link HostedRun}, now or from the next epoch on. Immutable; equal by value.
 *
 * @since 0.1.0
 */
public final class PendingClient {
    private final Fields fields;

    private record Fields(
            ClientId client, long session, boolean connected, long waitingSince, boolean heard, Duration silentFor) {}

    PendingClient(
            ClientId client, long session, boolean connected, long waitingSince, boolean heard, Duration silentFor) {
        fields = new Fields(client, session, connected, waitingSince, heard, silentFor);
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

    /**
     * Since when it waits: it joined, or last took part, later than every client with a smaller number.
     *
     * @return a number that grows with time
     */
    public long waitingSince() {
        return fields.waitingSince;
    }

    /**
     * Whether it gave a sign of life since the last tick.
     *
     * @return false where that rule is off
     */
    public boolean heard() {
        return fields.heard;
    }

    /**
     * How long before the last tick it gave its last other sign of life, in observed time.
     *
     * @return 0 where that rule is off
     */
    public Duration silentFor() {
        return fields.silentFor;
    }

    @Override
    public boolean equals(@Nullable Object other) {
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
