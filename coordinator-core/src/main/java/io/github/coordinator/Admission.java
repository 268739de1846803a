package io.github.coordinator;

import io.github.coordinator.config.RunConfig;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Which clients the next epoch can take: those pending that are not ejected. */
final class Admission {
    private final ClientSource source;
    private int enough;
    private int most;
    private final Set<ClientId> ejected = new LinkedHashSet<>();

    Admission(RunConfig config, ClientSource source) {
        this.source = Objects.requireNonNull(source, "source");
        configure(config);
    }

    /** Takes up another configuration. */
    void configure(RunConfig config) {
        enough = config.initMinClients();
        most = config.maxClients();
    }

    void restore(List<ClientId> ejectedBefore) {
        ejected.addAll(ejectedBefore);
    }

    boolean isEjected(ClientId client) {
        return ejected.contains(client);
    }

    /** The ejected clients, in the order in which they were ejected. */
    List<ClientId> ejected() {
        return List.copyOf(ejected);
    }

    /** Bars a client, and says whether it was not barred before. */
    boolean eject(ClientId client) {
        return ejected.add(client);
    }

    /** Lets a client in again, and says whether it was barred. */
    boolean reinstate(ClientId client) {
        return ejected.remove(client);
    }

    /** Whether enough clients can be taken. O(ejected) where enough are pending, else O(1). */
    boolean enoughArePending() {
        return canTake(enough);
    }

    /** Whether not even all pending clients would be enough. O(1). */
    boolean tooFewArePending() {
        return source.pending().size() < enough;
    }

    /** Whether there is no room for more. O(ejected) where enough are pending, else O(1). */
    boolean isFull() {
        return canTake(most);
    }

    private boolean canTake(int wanted) {
        Set<ClientId> pending = source.pending();
        return pending.size() >= wanted && countTakable(pending) >= wanted;
    }

    private int countTakable(Set<ClientId> pending) {
        int takable = pending.size();
        for (ClientId client : ejected) {
            takable -= pending.contains(client) ? 1 : 0;
        }
        return takable;
    }

    /** How many clients can be taken. O(ejected). */
    int takableCount() {
        return countTakable(source.pending());
    }

    /** Where a client stands among those that can be taken. O(pending). */
    Optional<PendingPlace> placeOf(ClientId client) {
        int count = 0;
        int place = 0;
        for (ClientId each : source.pending()) {
            if (!ejected.contains(each)) {
                count++;
                place = each.equals(client) ? count : place;
            }
        }
        return place == 0
                ? Optional.empty()
                : Optional.of(new PendingPlace(ClientExplanation.Situation.PENDING, place, count, Optional.empty()));
    }

    Set<ClientId> pending() {
        return source.pending();
    }

    /** The first clients that can be taken, as many as there is room for. O(pending). */
    List<ClientId> takable() {
        List<ClientId> takable = new ArrayList<>();
        for (ClientId client : source.pending()) {
            if (takable.size() == most) {
                break;
            }
            if (!ejected.contains(Objects.requireNonNull(client, "a pending client"))) {
                takable.add(client);
            }
        }
        if (takable.size() < enough) {
            throw new IllegalArgumentException(
                    "the ClientSource has " + takable.size() + " clients that can be taken, fewer than its size says: "
                            + source.pending().size());
        }
        return takable;
    }
}
