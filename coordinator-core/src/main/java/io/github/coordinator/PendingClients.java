package io.github.coordinator;

import io.github.coordinator.config.RunConfig;
import java.time.Duration;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The pending clients of a {@link HostedRun}, members among them, each with its session, its last sign of life and since when
 * it waits. The members of the last epoch come first, then the others in the order in which they joined. A client whose
 * connection is gone keeps its place, and is not counted, until the run drops it or it joins again.
 */
final class PendingClients implements ClientSource {
    private final PendingLimits limits;
    private final Map<ClientId, Entry> entries = new LinkedHashMap<>();

    /** The clients that were removed in this epoch, or in the last one while there is none. */
    private final Set<ClientId> removed = new LinkedHashSet<>();

    /** The entries heard since the last tick. */
    private final Set<Entry> undated = new LinkedHashSet<>();

    private final Set<ClientId> takable = new Takable();
    private RunConfig config;

    /** From the configuration, since every idle tick looks at it. */
    private boolean watchesSilence;

    private int disconnectedCount;
    private long lastSession;

    /** The members with which the epoch began; those of {@link #removed} are members no more. */
    private List<ClientId> members = List.of();

    /** Counts the joins of clients that were not pending, and the ends of epochs. */
    private long turn;

    /** Whether nobody could be dropped to make room, when that was last tried, and nothing has changed that since. */
    private boolean nobodyIsDroppable;

    private long observedNanos;

    /** No entry is silent before this observed time. */
    private long earliestSilence;

    /** The connected clients that the tick in progress finds silent. */
    private final Set<ClientId> silent = new LinkedHashSet<>();

    private static final class Entry {
        private final ClientId client;
        private long session;
        private long waitingSince;
        private long heardAt;
        private boolean connected = true;
        private boolean heard;

        Entry(ClientId client) {
            this.client = client;
        }
    }

    PendingClients(RunConfig config, PendingLimits limits) {
        this.config = Objects.requireNonNull(config, "config");
        watchesSilence = !config.healthCheckTimeout().isZero();
        this.limits = Objects.requireNonNull(limits, "limits");
    }

    /** The clients that the next epoch can take. A live view. */
    @Override
    public Set<ClientId> pending() {
        return takable;
    }

    PendingLimits limits() {
        return limits;
    }

    boolean contains(ClientId client) {
        return entries.containsKey(client);
    }

    /** How many clients are pending whose sessions go on. */
    int connectedCount() {
        return entries.size() - disconnectedCount;
    }

    // Messages

    /** Begins a new session of a client, which waits at the place that it has, or else at the end. */
    long join(ClientId client) {
        Entry entry = entries.get(client);
        if (entry == null) {
            entry = new Entry(client);
            entry.waitingSince = ++turn;
            entry.heardAt = observedNanos;
            entries.put(client, entry);
        } else if (!entry.connected) {
            entry.connected = true;
            disconnectedCount--;
        }
        lastSession++;
        entry.session = lastSession;
        hear(entry);
        return lastSession;
    }

    /**
     * Makes room for one more client, if there is none, by dropping silent and disconnected ones that are not members. O(1) if
     * nothing has changed since nobody could be dropped, else O(pending).
     */
    boolean makeRoom(Predicate<ClientId> isMember) {
        if (entries.size() < limits.maxPending()) {
            return true;
        }
        if (nobodyIsDroppable) {
            return false;
        }
        List<ClientId> droppable = new ArrayList<>();
        for (Entry entry : entries.values()) {
            if ((!entry.connected || isSilent(entry, observedNanos)) && !isMember.test(entry.client)) {
                droppable.add(entry.client);
            }
        }
        droppable.forEach(this::remove);
        nobodyIsDroppable = droppable.isEmpty();
        return !nobodyIsDroppable;
    }

    /** Hears a client, and says whether it is here and connected. */
    boolean hear(ClientId client) {
        Entry entry = entries.get(client);
        if (entry == null || !entry.connected) {
            return false;
        }
        hear(entry);
        return true;
    }

    private void hear(Entry entry) {
        if (watchesSilence && !entry.heard) {
            entry.heard = true;
            undated.add(entry);
        }
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
        nobodyIsDroppable = false;
        return true;
    }

    /** Drops a client, and says whether it was here. */
    boolean remove(ClientId client) {
        Entry entry = entries.remove(client);
        if (entry == null) {
            return false;
        }
        disconnectedCount -= entry.connected ? 0 : 1;
        return true;
    }

    /** Where a client stands at that observed time, if it is here. O(clients). */
    Optional<PendingPlace> placeOf(ClientId client, long observed) {
        Entry entry = entries.get(client);
        if (entry == null) {
            return Optional.empty();
        }
        int place = 0;
        int count = 0;
        for (ClientId each : takable) {
            count++;
            place = each.equals(client) ? count : place;
        }
        ClientExplanation.Situation situation = ClientExplanation.Situation.PENDING;
        if (!entry.connected) {
            situation = ClientExplanation.Situation.DISCONNECTED;
        } else if (isSilent(entry, observed)) {
            situation = ClientExplanation.Situation.SILENT;
        } else if (place == 0) {
            situation = ClientExplanation.Situation.PASSED_OVER;
        }
        Optional<Duration> silentFor = watchesSilence
                ? Optional.of(entry.heard ? Duration.ZERO : Duration.ofNanos(observed - entry.heardAt))
                : Optional.empty();
        return Optional.of(new PendingPlace(situation, place, count, silentFor));
    }

    // Ticks

    /** Finds out which clients a tick at that observed time must not count, where clients can be silent. */
    void findSilent(long observedAtTick) {
        if (observedAtTick < earliestSilence) {
            return;
        }
        long timeout = config.healthCheckTimeout().toNanos();
        long earliest = observedAtTick + timeout;
        for (Entry entry : entries.values()) {
            if (entry.connected && isSilent(entry, observedAtTick)) {
                silent.add(entry.client);
            } else if (!entry.heard) {
                earliest = Math.min(earliest, entry.heardAt + timeout);
            }
        }
        earliestSilence = earliest;
    }

    /** Whether clients can be silent at all. */
    boolean watchesSilence() {
        return watchesSilence;
    }

    private boolean isSilent(Entry entry, long observed) {
        return watchesSilence
                && !entry.heard
                && observed - entry.heardAt >= config.healthCheckTimeout().toNanos();
    }

    /** The tick threw: what it found is found again by the next one. */
    void abandonTick() {
        silent.clear();
        earliestSilence = Long.MIN_VALUE;
    }

    /** Follows what a tick did, and says whether it dropped anyone. */
    boolean endTick(TickResult result, boolean wasWaiting, RunConfig current, long observed) {
        observedNanos = observed;
        dateSigns();
        nobodyIsDroppable = false;
        int before = entries.size();
        if (wasWaiting) {
            dropSilent();
            dropDisconnected();
        }
        if (result.changed()) {
            follow(result);
            if (!current.equals(config)) {
                configure(current);
            }
        }
        return entries.size() != before;
    }

    private void follow(TickResult result) {
        result.removals().forEach(this::follow);
        List<ClientId> roster = result.roster().map(Roster::clients).orElse(members);
        boolean begins = result.transition()
                .filter(transition -> transition.to() == RunState.WARMUP)
                .isPresent();
        if (begins) {
            beginEpoch(roster);
        } else if (roster.isEmpty() && !members.isEmpty()) {
            endEpoch();
        }
    }

    /** Takes up another configuration. Where silence is off, nobody is. */
    private void configure(RunConfig next) {
        config = next;
        watchesSilence = !next.healthCheckTimeout().isZero();
        earliestSilence = Long.MIN_VALUE;
        if (!watchesSilence) {
            entries.values().forEach(entry -> entry.heardAt = observedNanos);
        }
    }

    /** Entries that were removed in between are dated too, and nobody looks at them again. */
    private void dateSigns() {
        if (!undated.isEmpty()) {
            for (Entry entry : undated) {
                entry.heardAt = observedNanos;
                entry.heard = false;
            }
            undated.clear();
        }
    }

    private void dropSilent() {
        if (!silent.isEmpty()) {
            silent.forEach(this::remove);
            silent.clear();
        }
    }

    boolean someAreDisconnected() {
        return disconnectedCount > 0;
    }

    private void dropDisconnected() {
        if (disconnectedCount > 0) {
            entries.values().removeIf(entry -> !entry.connected);
            disconnectedCount = 0;
        }
    }

    /** A removed member is no longer pending, unless it left or was ejected and joined again since. */
    private void follow(Removal removal) {
        removed.add(removal.client());
        boolean isHere = switch (removal.cause()) {
            case LEFT, EJECTED -> true;
            case DISCONNECTED, SILENT, ABSENT, NOT_ATTESTING -> false;
        };
        if (!isHere) {
            remove(removal.client());
        }
    }

    /** The members of the new epoch come first from now on. */
    private void beginEpoch(List<ClientId> taken) {
        removed.clear();
        members = taken;
        Iterator<ClientId> order = entries.keySet().iterator();
        boolean isInOrder = true;
        for (ClientId member : taken) {
            isInOrder &= order.next().equals(member);
        }
        if (!isInOrder) {
            Map<ClientId, Entry> others = new LinkedHashMap<>(entries);
            entries.clear();
            taken.forEach(member -> {
                Entry entry = others.remove(member);
                if (entry != null) {
                    entries.put(member, entry);
                }
            });
            entries.putAll(others);
        }
    }

    /** The members that are left have taken part until now. */
    private void endEpoch() {
        turn++;
        for (ClientId member : members) {
            Entry entry = entries.get(member);
            if (entry != null && !removed.contains(member)) {
                entry.waitingSince = turn;
            }
        }
        members = List.of();
    }

    // Snapshots

    List<PendingClient> snapshot() {
        return entries.values().stream()
                .map(entry -> new PendingClient(
                        entry.client,
                        entry.session,
                        entry.connected,
                        entry.waitingSince,
                        entry.heard,
                        Duration.ofNanos(observedNanos - entry.heardAt)))
                .toList();
    }

    long lastSession() {
        return lastSession;
    }

    long turn() {
        return turn;
    }

    /** Goes on from a snapshot. */
    void restore(HostedRunSnapshot snapshot) {
        for (PendingClient pending : snapshot.pendingClients()) {
            Entry entry = new Entry(pending.client());
            entry.session = pending.session();
            entry.connected = pending.connected();
            entry.waitingSince = pending.waitingSince();
            entry.heardAt = observedNanos - pending.silentFor().toNanos();
            entry.heard = pending.heard();
            disconnectedCount += entry.connected ? 0 : 1;
            if (entry.heard) {
                undated.add(entry);
            }
            entries.put(entry.client, entry);
        }
        members = snapshot.run().members().stream()
                .map(RunSnapshot.Member::client)
                .toList();
        snapshot.run().removals().forEach(removal -> removed.add(removal.client()));
        lastSession = snapshot.lastSession();
        turn = snapshot.turn();
    }

    /**
     * The clients that the next epoch can take: connected, not silent, and not removed in the last epoch if enough others are
     * there.
     */
    private final class Takable extends AbstractSet<ClientId> {
        @Override
        public int size() {
            int all = connectedCount() - silent.size();
            int others = all - countRemoved();
            return others >= config.initMinClients() ? others : all;
        }

        /** Whether a client is here, passed over or not: the run keeps the counts of all of them. O(1). */
        @Override
        public boolean contains(@Nullable Object client) {
            Entry entry = entries.get(client);
            return entry != null && isHere(entry);
        }

        private boolean isHere(Entry entry) {
            return entry.connected && !silent.contains(entry.client);
        }

        private int countRemoved() {
            if (removed.isEmpty()) {
                return 0;
            }
            int count = 0;
            for (ClientId client : removed) {
                Entry entry = entries.get(client);
                count += entry != null && isHere(entry) ? 1 : 0;
            }
            return count;
        }

        /** The clients in the order of their places; where there is not room for all, those that are to be taken come first. */
        @Override
        public Iterator<ClientId> iterator() {
            boolean passesOver = size() < connectedCount() - silent.size();
            List<Entry> here = new ArrayList<>(entries.size());
            for (Entry entry : entries.values()) {
                if (isHere(entry) && !(passesOver && removed.contains(entry.client))) {
                    here.add(entry);
                }
            }
            int room = config.maxClients();
            return (here.size() > room ? rotated(here, room) : here)
                    .stream().map(entry -> entry.client).iterator();
        }

        private List<Entry> rotated(List<Entry> here, int room) {
            Set<Entry> chosen = new LinkedHashSet<>();
            here.stream()
                    .sorted(Comparator.comparingLong(entry -> entry.waitingSince))
                    .limit(limits.rotatingSeats(room))
                    .forEach(chosen::add);
            for (int i = 0; chosen.size() < room; i++) {
                chosen.add(here.get(i));
            }
            List<Entry> order = new ArrayList<>(here);
            order.removeIf(entry -> !chosen.contains(entry));
            here.stream().filter(entry -> !chosen.contains(entry)).forEach(order::add);
            return order;
        }
    }
}
