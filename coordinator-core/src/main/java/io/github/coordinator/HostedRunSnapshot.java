package io.github.coordinator;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
     * How many joins and epochs there were, by which waiting clients are ordered.
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
        Set<Long> sessions = new LinkedHashSet<>();
        Map<ClientId, PendingClient> pending = new LinkedHashMap<>();
        for (PendingClient each : fields.pendingClients) {
            require(pending.put(each.client(), each) == null, "client " + each.client() + " must not be pending twice");
            require(
                    each.session() >= 1 && each.session() <= fields.lastSession,
                    "session " + each.session() + " must be from 1 to lastSession (" + fields.lastSession + ")");
            require(sessions.add(each.session()), "session " + each.session() + " must not be there twice");
            require(
                    each.waitingSince() >= 0 && each.waitingSince() <= fields.turn,
                    "waitingSince " + each.waitingSince() + " must be from 0 to turn (" + fields.turn + ")");
            require(
                    !each.silentFor().isNegative() && each.silentFor().compareTo(SnapshotRules.LONGEST_SILENCE) <= 0,
                    "silentFor " + each.silentFor() + " must be from PT0S to " + SnapshotRules.LONGEST_SILENCE);
        }
        for (ClientId client : fields.run.ejected()) {
            require(!pending.containsKey(client), "client " + client + " must not be both ejected and pending");
        }
        for (RunSnapshot.Member member : fields.run.members()) {
            PendingClient entry = pending.get(member.client());
            boolean fits = switch (member.presence()) {
                case ACTIVE -> entry != null && entry.connected();
                case DISCONNECTED -> entry != null && !entry.connected();
                case LEFT, EJECTED -> true;
            };
            require(fits, "the pending clients must match presence " + member.presence() + " of " + member.client());
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
