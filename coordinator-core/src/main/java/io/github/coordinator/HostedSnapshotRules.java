package io.github.coordinator;

import static io.github.coordinator.SnapshotRules.require;
import static io.github.coordinator.SnapshotRules.requireCounter;
import static io.github.coordinator.SnapshotRules.requireEachOnce;
import static io.github.coordinator.SnapshotRules.requireSigns;

import io.github.coordinator.config.RunConfig;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What holds of every snapshot that a hosted run can have, besides the {@link SnapshotRules} for its coordinator. */
final class HostedSnapshotRules {
    private final HostedRunSnapshot snapshot;
    private final RunConfig config;

    private HostedSnapshotRules(HostedRunSnapshot snapshot) {
        this.snapshot = snapshot;
        config = snapshot.run().config();
    }

    /**
     * Checks the pending clients, their sessions and their limits.
     *
     * @throws IllegalArgumentException if they contradict each other or the snapshot of the coordinator
     */
    static void check(HostedRunSnapshot snapshot) {
        HostedSnapshotRules rules = new HostedSnapshotRules(snapshot);
        requireCounter("lastSession", snapshot.lastSession());
        requireCounter("turn", snapshot.turn());
        rules.checkLimits();
        snapshot.pendingClients().forEach(rules::checkPending);
        rules.checkClients();
        rules.checkSessions();
        rules.checkEjected();
    }

    private void checkLimits() {
        int pendingCount = snapshot.pendingClients().size();
        int maxPending = snapshot.limits().maxPending();
        require(
                pendingCount <= maxPending,
                () -> pendingCount + " pending clients must be at most maxPending (" + maxPending + ")");
        checkLimits(config);
        snapshot.run().nextConfig().ifPresent(this::checkLimits);
    }

    private void checkLimits(RunConfig limited) {
        PendingClients.problemsWith(limited, snapshot.limits()).forEach(problem -> require(false, problem::message));
    }

    private void checkPending(PendingClient pending) {
        long session = pending.session();
        long lastSession = snapshot.lastSession();
        require(
                session >= 1 && session <= lastSession,
                () -> "session " + session + " of client " + pending.client() + " must be from 1 to lastSession ("
                        + lastSession + ")");
        long waitingSince = pending.waitingSince();
        long turn = snapshot.turn();
        require(
                waitingSince >= 1 && waitingSince <= turn,
                () -> "waitingSince " + waitingSince + " of client " + pending.client() + " must be from 1 to turn ("
                        + turn + ")");
        requireSigns(config, pending.client(), pending.heard(), pending.silentFor());
    }

    /** Checks that each client is pending at most once, and that the pending clients fit the members. */
    private void checkClients() {
        List<RunSnapshot.Member> members = snapshot.run().members();
        ClientLookup memberLookup =
                new ClientLookup(members.size(), index -> members.get(index).client());
        PendingClient[] ofMember = new PendingClient[members.size()];
        List<ClientId> others = new ArrayList<>();
        for (PendingClient pending : snapshot.pendingClients()) {
            int index = memberLookup.placeOf(pending.client());
            if (index < 0) {
                others.add(pending.client());
            } else {
                require(ofMember[index] == null, () -> "client " + pending.client() + " must not be pending twice");
                ofMember[index] = pending;
            }
        }
        requireEachOnce(others, "must not be pending twice");
        for (int index = 0; index < ofMember.length; index++) {
            checkMember(members.get(index), ofMember[index]);
        }
    }

    private static void checkMember(RunSnapshot.Member member, @Nullable PendingClient pending) {
        boolean isConnected = pending != null && pending.connected();
        switch (member.presence()) {
            case ACTIVE -> require(isConnected, () -> problem(member, "be pending and connected"));
            case DISCONNECTED ->
                require(pending != null && !isConnected, () -> problem(member, "be pending and not connected"));
            case LEFT, EJECTED -> {
                // It may have joined again, for the next epoch.
            }
        }
    }

    private static String problem(RunSnapshot.Member member, String otherwise) {
        return "client " + member.client() + " is " + member.presence() + " and must " + otherwise;
    }

    private void checkSessions() {
        long[] sessions = snapshot.pendingClients().stream()
                .mapToLong(PendingClient::session)
                .sorted()
                .toArray();
        for (int i = 1; i < sessions.length; i++) {
            long session = sessions[i];
            require(sessions[i - 1] != session, () -> "session " + session + " must not be that of two clients");
        }
    }

    private void checkEjected() {
        Set<ClientId> ejected = new LinkedHashSet<>(snapshot.run().ejected());
        if (ejected.isEmpty()) {
            return;
        }
        for (PendingClient pending : snapshot.pendingClients()) {
            require(
                    !ejected.contains(pending.client()),
                    () -> "client " + pending.client() + " must not be both ejected and pending");
        }
    }
}
