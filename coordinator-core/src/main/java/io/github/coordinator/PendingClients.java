package io.github.coordinator;

import io.github.coordinator.config.ConfigProblem;
import io.github.coordinator.config.RunConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The pending clients of a {@link HostedRun}, members among them, each with its session, its last sign of life and since when
 * it waits. The members of the last epoch come first, then the others in the order in which they joined. A client whose
 * connection is gone keeps its place, and is not counted, until the run drops it or it joins again.
 */
final class PendingClients implements ClientSource {
    static final int NO_ROW = PendingRows.NO_ROW;

    private final PendingLimits limits;
    private final PendingRows rows = new PendingRows();

    /** The clients that were removed in this epoch, or in the last one while there is none. */
    private final Set<ClientId> removed = new LinkedHashSet<>();

    private final TakableClients takable;
    private RunConfig config;

    /** From the configuration, since every idle tick looks at it. */
    private boolean watchesSilence;

    private long lastSession;

    /** The members with which the epoch began; those of {@link #removed} are members no more. */
    private List<ClientId> members = List.of();

    /** How many of the first rows are the places of {@link #members}; 0 once clients have moved to other rows. */
    private int placeCount;

    /** Counts the joins of clients that were not pending, and the ends of epochs. */
    private long turn;

    /** Whether room was sought since the last tick: nobody has become silent since. */
    private boolean roomWasSought;

    /** Who disconnected since room was last sought. */
    private final Set<ClientId> lost = new LinkedHashSet<>();

    private long observedNanos;

    /** No client is silent before this observed time. */
    private long earliestSilence;

    PendingClients(RunConfig config, PendingLimits limits) {
        this.config = Objects.requireNonNull(config, "config");
        watchesSilence = !config.healthCheckTimeout().isZero();
        this.limits = Objects.requireNonNull(limits, "limits");
        takable = new TakableClients(rows, limits);
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

    /** The row of a client, or {@link #NO_ROW} if it is not here. Lasts until a client joins or an epoch begins. */
    int rowOf(ClientId client) {
        return rows.rowOf(client);
    }

    /** How many clients are pending whose sessions go on. */
    int connectedCount() {
        return rows.size() - rows.disconnectedCount();
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

    /** Begins a new session of a client, which waits at the place that it has in its row, or else at the end. */
    long join(ClientId client, int rowBefore) {
        int row = rowBefore;
        if (row == NO_ROW) {
            placeCount = isFull() ? 0 : placeCount;
            row = rows.add(client, ++turn, observedNanos);
            rows.setRemoved(row, removed.contains(client));
            takable.count(row);
        } else if (rows.isDisconnected(row)) {
            rows.setDisconnected(row, false);
            takable.count(row);
        }
        lastSession++;
        rows.setSession(row, lastSession);
        hear(row);
        return lastSession;
    }

    /**
     * Makes room for one more client, if there is none, by dropping silent and disconnected ones that are not members. The
     * first time after a tick O(pending), then O(clients that disconnected since).
     */
    boolean makeRoom(Predicate<ClientId> isMember) {
        if (rows.size() < limits.maxPending()) {
            return true;
        }
        if (roomWasSought && lost.isEmpty()) {
            return false;
        }
        IntStream sought = roomWasSought ? lost.stream().mapToInt(rows::rowOf) : rows.taken();
        int[] droppable = sought.filter(row -> rows.isDisconnected(row) || isSilent(row, observedNanos))
                .filter(row -> !isMember.test(rows.client(row)))
                .toArray();
        roomWasSought = true;
        lost.clear();
        Arrays.stream(droppable).forEach(this::remove);
        return droppable.length > 0;
    }

    /** Hears a client that is here and connected. Returns its row, or {@link #NO_ROW} if it is not. */
    int hear(ClientId client) {
        int row = rows.rowOf(client);
        if (row == NO_ROW || rows.isDisconnected(row)) {
            return NO_ROW;
        }
        hear(row);
        return row;
    }

    private void hear(int row) {
        if (watchesSilence) {
            rows.hear(row);
        }
    }

    /** Whether the next join of a client that is not here moves others to other rows. */
    boolean isFull() {
        return rows.isFull();
    }

    /**
     * Whether a row is the place that its client had when the epoch began. Such a client has its seat, or is disconnected: one
     * that loses its seat also loses its row.
     */
    boolean isPlace(int row) {
        return row < placeCount;
    }

    boolean someMembersMayBeHeard() {
        return placeCount > 0 && rows.someAreHeard();
    }

    /** The places of the members that are heard since the last tick, in a new set. */
    BitSet heardMembers() {
        return rows.heard(placeCount);
    }

    /** The session that the client's last join began, or 0 if the client is not here. */
    long session(ClientId client) {
        int row = rows.rowOf(client);
        return row == NO_ROW ? 0 : rows.session(row);
    }

    /** Ends the session of a client that is here, and says whether it went on until now. */
    boolean disconnect(ClientId client) {
        int row = rows.rowOf(client);
        if (row == NO_ROW || rows.isDisconnected(row)) {
            return false;
        }
        takable.discount(row);
        rows.setDisconnected(row, true);
        lost.add(client);
        return true;
    }

    /** Drops a client, and says whether it was here. */
    boolean remove(ClientId client) {
        int row = rows.rowOf(client);
        if (row == NO_ROW) {
            return false;
        }
        remove(row);
        return true;
    }

    private void remove(int row) {
        takable.discount(row);
        lost.remove(rows.client(row));
        rows.remove(row);
    }

    /** Where a client stands at that observed time, if it is here. O(clients). */
    Optional<PendingPlace> placeOf(ClientId client, long observed) {
        int row = rows.rowOf(client);
        if (row == NO_ROW) {
            return Optional.empty();
        }
        int place = 0;
        int count = 0;
        for (ClientId each : takable) {
            count++;
            place = each.equals(client) ? count : place;
        }
        ClientExplanation.Situation situation = ClientExplanation.Situation.PENDING;
        if (rows.isDisconnected(row)) {
            situation = ClientExplanation.Situation.DISCONNECTED;
        } else if (isSilent(row, observed)) {
            situation = ClientExplanation.Situation.SILENT;
        } else if (place == 0) {
            situation = ClientExplanation.Situation.PASSED_OVER;
        }
        Optional<Duration> silentFor = watchesSilence
                ? Optional.of(rows.isHeard(row) ? Duration.ZERO : Duration.ofNanos(observed - rows.heardAt(row)))
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
        for (int row = rows.next(0); row != NO_ROW; row = rows.next(row + 1)) {
            if (!rows.isDisconnected(row) && isSilent(row, observedAtTick)) {
                takable.discount(row);
                rows.setSilent(row, true);
            } else if (!rows.isHeard(row)) {
                earliest = Math.min(earliest, rows.heardAt(row) + timeout);
            }
        }
        earliestSilence = earliest;
    }

    private boolean isSilent(int row, long observed) {
        return watchesSilence
                && !rows.isHeard(row)
                && observed - rows.heardAt(row) >= config.healthCheckTimeout().toNanos();
    }

    /** The tick threw: what it found is found again by the next one. */
    void abandonTick() {
        for (int row = rows.nextSilent(0); row != NO_ROW; row = rows.nextSilent(row + 1)) {
            rows.setSilent(row, false);
            takable.count(row);
        }
        earliestSilence = Long.MIN_VALUE;
    }

    /** Follows what a tick did, and says whether it dropped anyone. */
    boolean endTick(TickResult result, boolean wasWaiting, RunConfig current, long observed) {
        observedNanos = observed;
        rows.dateSigns(observed);
        roomWasSought = false;
        if (!lost.isEmpty()) {
            lost.clear();
        }
        int before = rows.size();
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
        return rows.size() != before;
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
        rows.setHeardAt(observedNanos);
    }

    private void dropSilent() {
        for (int row = rows.nextSilent(0); row != NO_ROW; row = rows.nextSilent(row + 1)) {
            remove(row);
        }
    }

    boolean someAreDisconnected() {
        return rows.disconnectedCount() > 0;
    }

    private void dropDisconnected() {
        for (int row = rows.nextDisconnected(0); row != NO_ROW; row = rows.nextDisconnected(row + 1)) {
            remove(row);
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
        int row = rows.rowOf(client);
        if (row != NO_ROW) {
            takable.discount(row);
            rows.setRemoved(row, isRemoved);
            takable.count(row);
        }
    }

    /** The members of the new epoch come first from now on. */
    private void beginEpoch(List<ClientId> taken) {
        removed.forEach(client -> setRemoved(client, false));
        removed.clear();
        members = taken;
        rows.bringForward(taken);
        placeCount = taken.size();
    }

    /** The members that are left have taken part until now. */
    private void endEpoch() {
        turn++;
        for (ClientId member : members) {
            int row = rows.rowOf(member);
            if (row != NO_ROW && !rows.isRemoved(row)) {
                rows.setWaitingSince(row, turn);
            }
        }
        members = List.of();
        placeCount = 0;
    }

    // Snapshots

    List<PendingClient> snapshot() {
        return rows.taken()
                .mapToObj(row -> new PendingClient(
                        rows.client(row),
                        rows.session(row),
                        !rows.isDisconnected(row),
                        rows.waitingSince(row),
                        rows.isHeard(row),
                        Duration.ofNanos(observedNanos - rows.heardAt(row))))
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
            long heardAt = observedNanos - pending.silentFor().toNanos();
            int row = rows.add(pending.client(), pending.waitingSince(), heardAt);
            rows.setSession(row, pending.session());
            rows.setDisconnected(row, !pending.connected());
            rows.setRemoved(row, removed.contains(pending.client()));
            if (pending.heard()) {
                rows.hear(row);
            }
            takable.count(row);
        }
        members = snapshot.run().members().stream()
                .map(RunSnapshot.Member::client)
                .toList();
        lastSession = snapshot.lastSession();
        turn = snapshot.turn();
    }
}
