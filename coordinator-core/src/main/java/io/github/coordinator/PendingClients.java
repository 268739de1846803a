package io.github.coordinator;

import io.github.coordinator.config.ConfigProblem;
import io.github.coordinator.config.RunConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The pending clients of a {@link HostedRun}, members among them, each with its session, its last sign of life and since when
 * it waits. The members of the last epoch come first, then the others in the order in which they joined. A client whose
 * connection is gone keeps its place, and is not counted, until the run drops it or it joins again.
 */
final class PendingClients implements ClientSource {
    private final PendingLimits limits;
    private final Map<ClientId, PendingEntry> entries = new LinkedHashMap<>();

    /** The clients that were removed in this epoch, or in the last one while there is none. */
    private final Set<ClientId> removed = new LinkedHashSet<>();

    /** The entries heard since the last tick. */
    private final List<PendingEntry> undated = new ArrayList<>();

    private final TakableClients takable;
    private RunConfig config;

    /** From the configuration, since every idle tick looks at it. */
    private boolean watchesSilence;

    private final Set<PendingEntry> disconnected = new LinkedHashSet<>();
    private long lastSession;

    /** The members with which the epoch began; those of {@link #removed} are members no more. */
    private List<ClientId> members = List.of();

    /** Counts the joins of clients that were not pending, and the ends of epochs. */
    private long turn;

    /** Whether room was sought since the last tick: nobody has become silent since. */
    private boolean roomWasSought;

    /** Who disconnected since room was last sought. */
    private final Set<PendingEntry> lost = new LinkedHashSet<>();

    private long observedNanos;

    /** No entry is silent before this observed time. */
    private long earliestSilence;

    /** The connected clients that the tick in progress finds silent. */
    private final List<PendingEntry> silent = new ArrayList<>();

    PendingClients(RunConfig config, PendingLimits limits) {
        this.config = Objects.requireNonNull(config, "config");
        watchesSilence = !config.healthCheckTimeout().isZero();
        this.limits = Objects.requireNonNull(limits, "limits");
        takable = new TakableClients(entries, limits);
        takable.configure(config);
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
        return entries.size() - disconnected.size();
    }

    /** What is wrong with a configuration for these clients; nothing if it can be taken up. */
    static List<ConfigProblem> problemsWith(RunConfig config, PendingLimits limits) {
        int enough = config.initMinClients();
        return enough <= limits.maxPending()
                ? List.of()
                : List.of(new ConfigProblem(
                        "init_min_clients",
                        0,
                        0,
                        "init_min_clients is " + enough + ", must be at most the " + limits.maxPending()
                                + " clients that may be pending"));
    }

    // Messages

    /** Begins a new session of a client, which waits at the place that it has, or else at the end. */
    long join(ClientId client) {
        PendingEntry entry = entries.get(client);
        if (entry == null) {
            entry = new PendingEntry(client);
            entry.waitingSince = ++turn;
            entry.heardAt = observedNanos;
            entry.removed = removed.contains(client);
            entries.put(client, entry);
            takable.count(entry);
        } else if (disconnected.remove(entry)) {
            entry.connected = true;
            takable.count(entry);
        }
        lastSession++;
        entry.session = lastSession;
        hear(entry);
        return lastSession;
    }

    /**
     * Makes room for one more client, if there is none, by dropping silent and disconnected ones that are not members. The
     * first time after a tick O(pending), then O(clients that disconnected since).
     */
    boolean makeRoom(Predicate<ClientId> isMember) {
        if (entries.size() < limits.maxPending()) {
            return true;
        }
        if (roomWasSought && lost.isEmpty()) {
            return false;
        }
        List<PendingEntry> droppable = (roomWasSought ? lost : entries.values())
                .stream()
                        .filter(entry -> !entry.connected || isSilent(entry, observedNanos))
                        .filter(entry -> !isMember.test(entry.client))
                        .toList();
        roomWasSought = true;
        lost.clear();
        droppable.forEach(this::remove);
        return !droppable.isEmpty();
    }

    /** Hears a client, and says whether it is here and connected. */
    boolean hear(ClientId client) {
        PendingEntry entry = entries.get(client);
        if (entry == null || !entry.connected) {
            return false;
        }
        hear(entry);
        return true;
    }

    private void hear(PendingEntry entry) {
        if (watchesSilence && !entry.heard) {
            entry.heard = true;
            undated.add(entry);
        }
    }

    /** The session that the client's last join began, or 0 if the client is not here. */
    long session(ClientId client) {
        PendingEntry entry = entries.get(client);
        return entry == null ? 0 : entry.session;
    }

    /** Ends the session of a client that is here, and says whether it went on until now. */
    boolean disconnect(ClientId client) {
        PendingEntry entry = entries.get(client);
        if (entry == null || !entry.connected) {
            return false;
        }
        takable.discount(entry);
        entry.connected = false;
        disconnected.add(entry);
        lost.add(entry);
        return true;
    }

    /** Drops a client, and says whether it was here. */
    boolean remove(ClientId client) {
        PendingEntry entry = entries.get(client);
        if (entry == null) {
            return false;
        }
        remove(entry);
        return true;
    }

    private void remove(PendingEntry entry) {
        entries.remove(entry.client);
        takable.discount(entry);
        disconnected.remove(entry);
        lost.remove(entry);
    }

    /** Where a client stands at that observed time, if it is here. O(clients). */
    Optional<PendingPlace> placeOf(ClientId client, long observed) {
        PendingEntry entry = entries.get(client);
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

    /** Whether a tick at that observed time may have to find somebody silent. */
    boolean someMayBeSilent(long observedAtTick) {
        return watchesSilence && observedAtTick >= earliestSilence;
    }

    /** Finds out which clients a tick at that observed time must not count. */
    void findSilent(long observedAtTick) {
        long timeout = config.healthCheckTimeout().toNanos();
        long earliest = observedAtTick + timeout;
        for (PendingEntry entry : entries.values()) {
            if (entry.connected && isSilent(entry, observedAtTick)) {
                takable.discount(entry);
                entry.silent = true;
                silent.add(entry);
            } else if (!entry.heard) {
                earliest = Math.min(earliest, entry.heardAt + timeout);
            }
        }
        earliestSilence = earliest;
    }

    private boolean isSilent(PendingEntry entry, long observed) {
        return watchesSilence
                && !entry.heard
                && observed - entry.heardAt >= config.healthCheckTimeout().toNanos();
    }

    /** The tick threw: what it found is found again by the next one. */
    void abandonTick() {
        for (PendingEntry entry : silent) {
            entry.silent = false;
            takable.count(entry);
        }
        silent.clear();
        earliestSilence = Long.MIN_VALUE;
    }

    /** Follows what a tick did, and says whether it dropped anyone. */
    boolean endTick(TickResult result, boolean wasWaiting, RunConfig current, long observed) {
        observedNanos = observed;
        dateSigns();
        roomWasSought = false;
        if (!lost.isEmpty()) {
            lost.clear();
        }
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

    private void configure(RunConfig next) {
        config = next;
        watchesSilence = !next.healthCheckTimeout().isZero();
        takable.configure(next);
        earliestSilence = Long.MIN_VALUE;
        beginSilenceAnew();
    }

    /** Counts the silence of all clients from now on. */
    void beginSilenceAnew() {
        entries.values().forEach(entry -> entry.heardAt = observedNanos);
    }

    /** Entries that were removed in between are dated too, and nobody looks at them again. */
    private void dateSigns() {
        if (!undated.isEmpty()) {
            for (PendingEntry entry : undated) {
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
        return !disconnected.isEmpty();
    }

    private void dropDisconnected() {
        if (someAreDisconnected()) {
            List.copyOf(disconnected).forEach(this::remove);
        }
    }

    /** A removed member is no longer pending, unless it left or was ejected and joined again since. */
    private void follow(Removal removal) {
        removed.add(removal.client());
        setRemoved(removal.client(), true);
        boolean isHere = switch (removal.cause()) {
            case LEFT, EJECTED -> true;
            case DISCONNECTED, SILENT, ABSENT, NOT_ATTESTING -> false;
        };
        if (!isHere) {
            remove(removal.client());
        }
    }

    private void setRemoved(ClientId client, boolean isRemoved) {
        PendingEntry entry = entries.get(client);
        if (entry != null) {
            takable.discount(entry);
            entry.removed = isRemoved;
            takable.count(entry);
        }
    }

    /** The members of the new epoch come first from now on. */
    private void beginEpoch(List<ClientId> taken) {
        removed.forEach(client -> setRemoved(client, false));
        removed.clear();
        members = taken;
        Iterator<ClientId> order = entries.keySet().iterator();
        boolean isInOrder = true;
        for (ClientId member : taken) {
            isInOrder &= order.next().equals(member);
        }
        if (!isInOrder) {
            Map<ClientId, PendingEntry> others = new LinkedHashMap<>(entries);
            entries.clear();
            taken.forEach(member -> {
                PendingEntry entry = others.remove(member);
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
            PendingEntry entry = entries.get(member);
            if (entry != null && !entry.removed) {
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
        snapshot.run().removals().forEach(removal -> removed.add(removal.client()));
        for (PendingClient pending : snapshot.pendingClients()) {
            PendingEntry entry = new PendingEntry(pending.client());
            entry.session = pending.session();
            entry.connected = pending.connected();
            entry.waitingSince = pending.waitingSince();
            entry.heardAt = observedNanos - pending.silentFor().toNanos();
            entry.heard = pending.heard();
            entry.removed = removed.contains(entry.client);
            if (!entry.connected) {
                disconnected.add(entry);
            }
            if (entry.heard) {
                undated.add(entry);
            }
            entries.put(entry.client, entry);
            takable.count(entry);
        }
        members = snapshot.run().members().stream()
                .map(RunSnapshot.Member::client)
                .toList();
        lastSession = snapshot.lastSession();
        turn = snapshot.turn();
    }
}
