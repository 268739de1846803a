package io.github.coordinator;

import java.util.AbstractSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pending clients of a {@link HostedRun}, members among them, in the order in which they joined, each with its session. A
 * client whose connection is gone keeps its place, and is not counted, until the run drops it or it joins again.
 */
final class PendingClients implements ClientSource {
    private final Map<ClientId, Entry> entries = new LinkedHashMap<>();
    private final Set<ClientId> connected = new Connected();
    private int disconnectedCount;
    private long lastSession;

    private static final class Entry {
        private long session;
        private boolean connected = true;
    }

    /** The clients whose sessions go on. A live view. */
    @Override
    public Set<ClientId> pending() {
        return connected;
    }

    /** Begins a new session, which the client waits for at the place that it has, or else at the end. */
    long join(ClientId client) {
        Entry entry = entries.computeIfAbsent(client, joined -> new Entry());
        if (!entry.connected) {
            entry.connected = true;
            disconnectedCount--;
        }
        lastSession++;
        entry.session = lastSession;
        return lastSession;
    }

    /** The session that the client's last join began, or 0 if the client is not here. */
    long session(ClientId client) {
        Entry entry = entries.get(client);
        return entry == null ? 0 : entry.session;
    }

    /** Ends the session of a client that is here, and says whether it went on until now. */
    boolean disconnect(ClientId client) {
        Entry entry = entries.get(client);
        if (entry == null || !entry.connected) {
            return false;
        }
        entry.connected = false;
        disconnectedCount++;
        return true;
    }

    /** Drops a client, and says whether it was here. */
    boolean remove(ClientId client) {
        Entry entry = entries.remove(client);
        if (entry != null && !entry.connected) {
            disconnectedCount--;
        }
        return entry != null;
    }

    boolean someAreDisconnected() {
        return disconnectedCount > 0;
    }

    /** Drops the clients whose connections are gone. O(pending clients). */
    void removeDisconnected() {
        entries.values().removeIf(entry -> !entry.connected);
        disconnectedCount = 0;
    }

    List<PendingClient> snapshot() {
        return entries.entrySet().stream()
                .map(each -> new PendingClient(each.getKey(), each.getValue().session, each.getValue().connected))
                .toList();
    }

    long lastSession() {
        return lastSession;
    }

    /** Goes on from a snapshot. */
    void restore(List<PendingClient> snapshot, long last) {
        for (PendingClient pending : snapshot) {
            Entry entry = new Entry();
            entry.session = pending.session();
            entry.connected = pending.connected();
            disconnectedCount += entry.connected ? 0 : 1;
            entries.put(pending.client(), entry);
        }
        lastSession = last;
    }

    private final class Connected extends AbstractSet<ClientId> {
        @Override
        public int size() {
            return entries.size() - disconnectedCount;
        }

        @Override
        public boolean contains(@Nullable Object client) {
            Entry entry = entries.get(client);
            return entry != null && entry.connected;
        }

        @Override
        public Iterator<ClientId> iterator() {
            return entries.entrySet().stream()
                    .filter(entry -> entry.getValue().connected)
                    .map(Map.Entry::getKey)
                    .iterator();
        }
    }
}
