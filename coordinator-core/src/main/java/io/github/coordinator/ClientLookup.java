package io.github.coordinator;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the places of clients: in O(1) and without an index, as long as they are asked for in the order of their places. */
final class ClientLookup {
    private final int count;
    private final IntFunction<ClientId> clients;
    private int next;
    private @Nullable ClientIndex index;

    /** {@code clients} has the client at each place. */
    ClientLookup(int count, IntFunction<ClientId> clients) {
        this.count = count;
        this.clients = clients;
    }

    /** The place of a client, or −1. */
    int placeOf(ClientId client) {
        boolean isNext = next < count && clients.apply(next).equals(client);
        int place = isNext ? next : index().placeOf(client);
        next = place + 1;
        return place;
    }

    private ClientIndex index() {
        ClientIndex made = index;
        if (made == null) {
            made = index = new ClientIndex(all().toArray(ClientId[]::new));
        }
        return made;
    }

    private Stream<ClientId> all() {
        return IntStream.range(0, count).mapToObj(clients);
    }

    /** A client that has two places. */
    Optional<ClientId> duplicate() {
        if (!index().hasDuplicates()) {
            return Optional.empty();
        }
        Set<ClientId> seen = new LinkedHashSet<>();
        return all().filter(client -> !seen.add(client)).findFirst();
    }
}
