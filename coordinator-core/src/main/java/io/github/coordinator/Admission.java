package io.github.coordinator;

import io.github.coordinator.config.RunConfig;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Which clients the next epoch can take: those pending that are not ejected. */
final class Admission {
    private final ClientSource source;
    private final int enough;
    private final int most;
    private final Set<ClientId> ejected = new LinkedHashSet<>();

    Admission(RunConfig config, ClientSource source) {
        this.source = Objects.requireNonNull(source, "source");
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

    /** Whether enough clients can be taken. O(ejected) where enough are pending, else O(1). */
    boolean enoughArePending() {
        Set<ClientId> pending = source.pending();
        int takable = pending.size();
        if (takable < enough) {
            return false;
        }
        for (ClientId client : ejected) {
            if (pending.contains(client)) {
                takable--;
            }
        }
        return takable >= enough;
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
