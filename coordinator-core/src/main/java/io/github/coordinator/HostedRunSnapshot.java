package io.github.coordinator;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.internal.Sha256;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The complete state of a {@link HostedRun} as an immutable value, pending clients and sessions included. It does not hold
 * the secret of the seeds.
 *
 * @since 0.1.0
 */
public final class HostedRunSnapshot {
    private final Fields fields;

    record Fields(
            RunSnapshot run, List<PendingClient> pendingClients, long lastSession, long turn, PendingLimits limits) {}

    HostedRunSnapshot(Fields fields) {
        this.fields = fields;
    }

    /**
     * The state of the coordinator.
     *
     * @return its snapshot
     */
    public RunSnapshot run() {
        return fields.run;
    }

    /**
     * The clients that take part now or from the next epoch on.
     *
     * @return the clients in the order in which the run takes them; immutable
     */
    public List<PendingClient> pendingClients() {
        return fields.pendingClients;
    }

    /**
     * The session that began last.
     *
     * @return its number, 0 before the first
     */
    public long lastSession() {
        return fields.lastSession;
    }

    /**
     * How many joins of clients that were not pending, and how many ends of epochs there were. Clients that wait are ordered by
     * it.
     *
     * @return at least 0
     */
    public long turn() {
        return fields.turn;
    }

    /**
     * How pending clients are kept.
     *
     * @return the limits
     */
    public PendingLimits limits() {
        return fields.limits;
    }

    /**
     * Checks what the run's own snapshot does not.
     *
     * @throws IllegalArgumentException if the parts contradict each other
     */
    void check() {
        SnapshotRules.requireCounter("lastSession", fields.lastSession);
        SnapshotRules.requireCounter("turn", fields.turn);
        int pendingCount = fields.pendingClients.size();
        int maxPending = fields.limits.maxPending();
        require(
                pendingCount <= maxPending,
                () -> pendingCount + " pending clients must be at most maxPending (" + maxPending + ")");
        checkLimits(fields.run.config());
        fields.run.nextConfig().ifPresent(this::checkLimits);
        List<RunSnapshot.Member> members = fields.run.members();
        ClientLookup memberLookup =
                new ClientLookup(members.size(), place -> members.get(place).client());
        PendingClient[] ofMember = new PendingClient[members.size()];
        List<ClientId> others = new ArrayList<>();
        boolean watchesSilence = !fields.run.config().healthCheckTimeout().isZero();
        for (PendingClient each : fields.pendingClients) {
            checkPending(each, watchesSilence);
            int place = memberLookup.placeOf(each.client());
            if (place < 0) {
                others.add(each.client());
            } else {
                require(ofMember[place] == null, () -> "client " + each.client() + " must not be pending twice");
                ofMember[place] = each;
            }
        }
        SnapshotRules.requireEachOnce(others, "must not be pending twice");
        requireSessionsOnce();
        Set<ClientId> ejected = new LinkedHashSet<>(fields.run.ejected());
        for (int i = 0; !ejected.isEmpty() && i < fields.pendingClients.size(); i++) {
            ClientId client = fields.pendingClients.get(i).client();
            require(!ejected.contains(client), () -> "client " + client + " must not be both ejected and pending");
        }
        for (int place = 0; place < ofMember.length; place++) {
            checkMember(members.get(place), ofMember[place]);
        }
    }

    private void requireSessionsOnce() {
        long[] sessions = fields.pendingClients.stream()
                .mapToLong(PendingClient::session)
                .sorted()
                .toArray();
        for (int i = 1; i < sessions.length; i++) {
            long session = sessions[i];
            require(sessions[i - 1] != session, () -> "session " + session + " must not be that of two clients");
        }
    }

    private void checkLimits(RunConfig config) {
        PendingClients.problemsWith(config, fields.limits).forEach(problem -> require(false, problem::message));
    }

    private void checkPending(PendingClient each, boolean watchesSilence) {
        require(
                each.session() >= 1 && each.session() <= fields.lastSession,
                () -> "session " + each.session() + " of client " + each.client() + " must be from 1 to lastSession ("
                        + fields.lastSession + ")");
        require(
                each.waitingSince() >= 1 && each.waitingSince() <= fields.turn,
                () -> "waitingSince " + each.waitingSince() + " of client " + each.client()
                        + " must be from 1 to turn (" + fields.turn + ")");
        require(
                watchesSilence || (!each.heard() && each.silentFor().isZero()),
                () -> "client " + each.client() + " can be heard or silent only with a health_check_timeout");
        Duration longest = SnapshotRules.LONGEST_SILENCE;
        require(
                !each.silentFor().isNegative() && each.silentFor().compareTo(longest) <= 0,
                () -> "silentFor " + each.silentFor() + " of client " + each.client() + " must be from PT0S to "
                        + longest);
    }

    private static void checkMember(RunSnapshot.Member member, @Nullable PendingClient entry) {
        boolean isConnected = entry != null && entry.connected();
        switch (member.presence()) {
            case ACTIVE -> require(isConnected, () -> problem(member, "be pending and connected"));
            case DISCONNECTED ->
                require(entry != null && !isConnected, () -> problem(member, "be pending and not connected"));
            case LEFT, EJECTED -> {
                // It may have joined again, for the next epoch.
            }
        }
    }

    private static String problem(RunSnapshot.Member member, String otherwise) {
        return "client " + member.client() + " is " + member.presence() + " and must " + otherwise;
    }

    private static void require(boolean holds, Supplier<String> problem) {
        if (!holds) {
            throw new IllegalArgumentException("not the snapshot of a run: " + problem.get());
        }
    }

    /**
     * The binary form, from which {@link #fromBytes} makes an equal snapshot. FORMAT.md describes it. O(clients that it
     * names).
     *
     * @return a new array
     */
    public byte[] toBytes() {
        return BinaryFrame.write(BinaryFrame.Kind.HOSTED_RUN_SNAPSHOT, writer -> SnapshotFormat.write(writer, this));
    }

    /**
     * Reads what {@link #toBytes} wrote, with this version of the library or an older one. Checks all of it but the proofs,
     * which {@link HostedRun#restore} checks. O(bytes), and the order of sessions.
     *
     * @param bytes the binary form
     * @return the snapshot
     * @throws BinaryFormatException if the bytes are not the binary form of a snapshot; it says where
     * @throws IllegalArgumentException if the snapshot contradicts itself
     */
    public static HostedRunSnapshot fromBytes(byte[] bytes) {
        HostedRunSnapshot snapshot =
                BinaryFrame.read(BinaryFrame.Kind.HOSTED_RUN_SNAPSHOT, bytes, SnapshotFormat::hosted);
        SnapshotRules.check(snapshot.run());
        snapshot.check();
        return snapshot;
    }

    /**
     * The SHA-256 hash of the binary form, by which replicas compare their states.
     *
     * @return a new array of 32 bytes
     */
    public byte[] digest() {
        return Sha256.digest().digest(toBytes());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HostedRunSnapshot that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        return "HostedRunSnapshot" + fields.toString().substring("Fields".length());
    }
}
