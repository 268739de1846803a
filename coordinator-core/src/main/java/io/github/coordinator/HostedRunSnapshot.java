package io.github.coordinator;

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

    record Fields(RunSnapshot run, List<PendingClient> pendingClients, long lastSession) {}

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
     * Checks what the run's own snapshot does not.
     *
     * @throws IllegalArgumentException if the parts contradict each other
     */
    void check() {
        require(fields.lastSession >= 0, "lastSession " + fields.lastSession + " must be at least 0");
        Set<Long> sessions = new LinkedHashSet<>();
        Map<ClientId, PendingClient> pending = new LinkedHashMap<>();
        for (PendingClient each : fields.pendingClients) {
            require(pending.put(each.client(), each) == null, "client " + each.client() + " must not be pending twice");
            require(
                    each.session() >= 1 && each.session() <= fields.lastSession,
                    "session " + each.session() + " of client " + each.client() + " must be from 1 to lastSession ("
                            + fields.lastSession + ")");
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

    private static void checkMember(RunSnapshot.Member member, @Nullable PendingClient entry) {
        boolean isPending = entry != null;
        boolean isConnected = entry != null && entry.connected();
        String who = "client " + member.client() + " is " + member.presence() + " and must ";
        switch (member.presence()) {
            case ACTIVE -> require(isConnected, who + "be pending and connected");
            case DISCONNECTED -> require(isPending && !isConnected, who + "be pending and not connected");
            case LEFT, EJECTED -> require(!isPending, who + "not be pending");
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
