package io.github.coordinator.verification.model;

import io.github.coordinator.ClientId;
import io.github.coordinator.ClientSource;
import io.github.coordinator.Removal;
import io.github.coordinator.RunEvent;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** The plainest source of pending clients: the first to join comes first, and a client that was removed joins again. */
public final class JoinedClients implements ClientSource {
    private final Set<ClientId> clients = new LinkedHashSet<>();

    public void add(ClientId client) {
        clients.add(client);
    }

    public void remove(ClientId client) {
        clients.remove(client);
    }

    /** Takes out the clients that a tick removed, but for those that said goodbye: if they are here, they joined again. */
    public void apply(Collection<? extends RunEvent> events) {
        for (RunEvent event : events) {
            if (event instanceof Removal removal
                    && removal.cause() != Removal.Cause.LEFT
                    && removal.cause() != Removal.Cause.EJECTED) {
                clients.remove(removal.client());
            }
        }
    }

    @Override
    public Set<ClientId> pending() {
        return Collections.unmodifiableSet(clients);
    }
}
