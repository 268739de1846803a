package io.github.coordinator;

import java.util.List;

/**
 * The members of the epoch in the order of their seats: {@code clients().get(i)} has index {@code i}. Immutable.
 *
 * @param version grows with every change; a {@link io.github.coordinator.round.Seat} holds for one version
 * @param clients the members, distinct; empty while waiting for members, paused or finished
 */
public record Roster(long version, List<ClientId> clients) {
    /**
     * Copies the list.
     *
     * @param version as above
     * @param clients as above
     */
    public Roster {
        clients = List.copyOf(clients);
    }
}
