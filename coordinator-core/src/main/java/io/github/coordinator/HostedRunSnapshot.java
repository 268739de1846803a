package io.github.coordinator;

import io.github.coordinator.config.RunConfig;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The complete state of a {@link HostedRun} as an immutable value, pending clients and sessions included. It does not hold
 * the secret of the seeds.
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
        require(fields.lastSession >= 0, "lastSession " + fields.lastSession + " must be at least 0");
        require(fields.turn >= 0, "turn " + fields.turn + " must be at least 0");
        int pendingCount = fields.pendingClients.size();
        int maxPending = fields.limits.maxPending();
        require(
                pendingCount <= maxPending,
                pendingCount + " pending clients must be at most maxPending (" + maxPending + ")");
        checkLimits(fields.run.config());
        fields.run.nextConfig().ifPresent(this::checkLimits);
        Set<Long> sessions = new LinkedHashSet<>();
        Map<ClientId, PendingClient> pending = new LinkedHashMap<>();
        for (PendingClient each : fields.pendingClients) {
            require(pending.put(each.client(), each) == null, "client " + each.client() + " must not be pending twice");
            checkPending(each);
            require(
                    sessions.add(each.session()),
                    "session " + each.session() + " of client " + each.client()
                            + " must not be that of another client");
        }
        for (ClientId client : fields.run.ejected()) {
            require(!pending.containsKey(client), "client " + client + " must not be both ejected and pending");
        }
        for (RunSnapshot.Member member : fields.run.members()) {
            checkMember(member, pending.get(member.client()));
        }
    }

    private void checkLimits(RunConfig config) {
        PendingClients.problemsWith(config, fields.limits).forEach(problem -> require(false, problem.message()));
    }

    private void checkPending(PendingClient each) {
        String whose = " of client " + each.client();
        require(
                each.session() >= 1 && each.session() <= fields.lastSession,
                "session " + each.session() + whose + " must be from 1 to lastSession (" + fields.lastSession + ")");
        require(
                each.waitingSince() >= 1 && each.waitingSince() <= fields.turn,
                "waitingSince " + each.waitingSince() + whose + " must be from 1 to turn (" + fields.turn + ")");
        boolean isSilenceOn = !fields.run.config().healthCheckTimeout().isZero();
        require(
                isSilenceOn || (!each.heard() && each.silentFor().isZero()),
                "client " + each.client() + " can be heard or silent only with a health_check_timeout");
        Duration longest = SnapshotRules.LONGEST_SILENCE;
        require(
                !each.silentFor().isNegative() && each.silentFor().compareTo(longest) <= 0,
                "silentFor " + each.silentFor() + whose + " must be from PT0S to " + longest);
    }

    private static void checkMember(RunSnapshot.Member member, @Nullable PendingClient entry) {
        boolean isConnected = entry != null && entry.connected();
        String who = "client " + member.client() + " is " + member.presence() + " and must ";
        switch (member.presence()) {
            case ACTIVE -> require(isConnected, who + "be pending and connected");
            case DISCONNECTED -> require(entry != null && !isConnected, who + "be pending and not connected");
            case LEFT, EJECTED -> {
                // It may have joined again, for the next epoch.
            }
        }
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException("not the snapshot of a run: " + problem);
        }
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
