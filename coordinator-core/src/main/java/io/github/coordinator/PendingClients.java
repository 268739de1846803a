package io.github.coordinator;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The ready-made source of pending clients: who joined first comes first. The host adds a client whose join was accepted,
 * removes one whose connection is gone, and hands over the events of each tick. Belongs to the coordinator's thread.
 */
public final class PendingClients implements ClientSource {
    private final Set<ClientId> clients = new LinkedHashSet<>();

    /** Kept, because every idle tick asks for it. */
    private final Collection<ClientId> view = Collections.unmodifiableSet(clients);

    /** A source without clients. */
    public PendingClients() {}

    /**
     * Adds a client behind all others, unless it is there already. O(1).
     *
     * @param client who joined
     * @return whether it was not there before
     */
    public boolean add(ClientId client) {
        return clients.add(Objects.requireNonNull(client, "client"));
    }

    /**
     * Removes a client. O(1).
     *
     * @param client who is gone
     * @return whether it was there
     */
    public boolean remove(ClientId client) {
        return clients.remove(Objects.requireNonNull(client, "client"));
    }

    /**
     * Removes whom the run dropped; they come back by joining again. O(events).
     *
     * @param events what a tick returned
     */
    public void apply(List<RunEvent> events) {
        for (RunEvent event : events) {
            if (event instanceof RunEvent.ClientDropped dropped) {
                clients.remove(dropped.exit().client());
            }
        }
    }

    /** A live, unmodifiable view, in the order of joining. */
    @Override
    public Collection<ClientId> pending() {
        return view;
    }
}
