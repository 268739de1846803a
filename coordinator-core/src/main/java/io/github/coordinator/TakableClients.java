package io.github.coordinator;

import io.github.coordinator.config.RunConfig;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Those of the {@link PendingClients} that the next epoch can take: connected, not silent, and not removed in the last epoch
 * if enough others are there. A live view.
 */
final class TakableClients extends AbstractSet<ClientId> {
    private final Map<ClientId, PendingEntry> entries;
    private final PendingLimits limits;
    private int enough;
    private int most;

    /** How many are here, and how many of them were removed. */
    private int here;

    private int removedHere;

    TakableClients(Map<ClientId, PendingEntry> entries, PendingLimits limits) {
        this.entries = entries;
        this.limits = limits;
    }

    void configure(RunConfig config) {
        enough = config.initMinClients();
        most = config.maxClients();
    }

    /** To be called once an entry has changed or come. */
    void count(PendingEntry entry) {
        add(entry, 1);
    }

    /** To be called before an entry changes or goes. */
    void discount(PendingEntry entry) {
        add(entry, -1);
    }

    private void add(PendingEntry entry, int change) {
        if (entry.isHere()) {
            here += change;
            removedHere += entry.removed ? change : 0;
        }
    }

    @Override
    public int size() {
        return passesOver() ? here - removedHere : here;
    }

    private boolean passesOver() {
        return here - removedHere >= enough;
    }

    /** Whether a client is here, passed over or not: the run keeps the counts of all of them. O(1). */
    @Override
    public boolean contains(@Nullable Object client) {
        PendingEntry entry = entries.get(client);
        return entry != null && entry.isHere();
    }

    /** The clients in the order of their places; where there is not room for all, those that are to be taken come first. */
    @Override
    public Iterator<ClientId> iterator() {
        boolean passesOver = passesOver();
        List<PendingEntry> takable = new ArrayList<>(size());
        for (PendingEntry entry : entries.values()) {
            if (entry.isHere() && !(passesOver && entry.removed)) {
                takable.add(entry);
            }
        }
        return (takable.size() > most ? rotated(takable) : takable)
                .stream().map(entry -> entry.client).iterator();
    }

    private List<PendingEntry> rotated(List<PendingEntry> takable) {
        Set<PendingEntry> chosen = new LinkedHashSet<>();
        takable.stream()
                .sorted(Comparator.comparingLong(entry -> entry.waitingSince))
                .limit(limits.rotatingSeats(most))
                .forEach(chosen::add);
        for (int i = 0; chosen.size() < most; i++) {
            chosen.add(takable.get(i));
        }
        List<PendingEntry> order = new ArrayList<>(takable);
        order.removeIf(entry -> !chosen.contains(entry));
        takable.stream().filter(entry -> !chosen.contains(entry)).forEach(order::add);
        return order;
    }
}
