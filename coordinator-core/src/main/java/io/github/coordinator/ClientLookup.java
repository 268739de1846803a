package io.github.coordinator;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds clients in a list: in O(1) and without an index, as long as they are asked for in the order of the list. */
final class ClientLookup {
    private final List<ClientId> clients;
    private int next;
    private @Nullable ClientIndex index;

    ClientLookup(List<ClientId> clients) {
        this.clients = clients;
    }

    /** The place of a client in the list, or −1. */
    int placeOf(ClientId client) {
        boolean isNext = next < clients.size() && clients.get(next).equals(client);
        int place = isNext ? next : index().placeOf(client);
        next = place + 1;
        return place;
    }

    private ClientIndex index() {
        ClientIndex made = index;
        if (made == null) {
            made = index = new ClientIndex(clients.toArray(new ClientId[0]));
        }
        return made;
    }

    /** A client that is in the list twice. */
    Optional<ClientId> duplicate() {
        if (!index().hasDuplicates()) {
            return Optional.empty();
        }
        Set<ClientId> seen = new LinkedHashSet<>();
        return clients.stream().filter(client -> !seen.add(client)).findFirst();
    }
}
