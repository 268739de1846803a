package io.github.coordinator.examples.internetscale;

import io.github.coordinator.ClientId;
import java.util.BitSet;
import java.util.List;

/**
 * Which client sits at which seat. It is followed as any client could follow it, from the roster of the epoch and the
 * removals since: later seats shift down. So a round costs a pass over an array, and no message to each of a million clients.
 */
final class Seating {
    private final Fleet fleet;
    private final int[] clients;
    private int size;

    Seating(Fleet fleet) {
        this.fleet = fleet;
        clients = new int[fleet.size()];
    }

    int size() {
        return size;
    }

    int clientAt(int seat) {
        return clients[seat];
    }

    void fill(List<ClientId> roster) {
        size = 0;
        for (ClientId id : roster) {
            clients[size++] = fleet.numberOf(id);
        }
    }

    void clear() {
        size = 0;
    }

    /** Takes out the clients of those numbers. */
    void remove(BitSet removed) {
        int kept = 0;
        for (int seat = 0; seat < size; seat++) {
            if (!removed.get(clients[seat])) {
                clients[kept++] = clients[seat];
            }
        }
        size = kept;
    }

    boolean agreesWith(List<ClientId> roster) {
        if (roster.size() != size) {
            return false;
        }
        for (int seat = 0; seat < size; seat++) {
            if (!fleet.id(clients[seat]).equals(roster.get(seat))) {
                return false;
            }
        }
        return true;
    }
}
