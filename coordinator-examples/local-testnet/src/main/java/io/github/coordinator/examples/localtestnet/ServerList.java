package io.github.coordinator.examples.localtestnet;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The servers of a run, of which one leads. A client tries them in turn. A server that does not lead may say which one does:
 * that one is tried next, but once only between two waits, because it may have ceased to.
 */
final class ServerList {
    private final List<URI> servers;
    private int next;
    private int leftBeforeWait;
    private @Nullable URI leader;
    private boolean followedLeader;

    ServerList(List<URI> servers) {
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("there must be a server");
        }
        this.servers = List.copyOf(servers);
        leftBeforeWait = servers.size();
    }

    /** The server to try now. */
    URI next() {
        URI known = leader;
        if (known != null) {
            leader = null;
            followedLeader = true;
            return known;
        }
        URI server = servers.get(next);
        next = (next + 1) % servers.size();
        leftBeforeWait--;
        return server;
    }

    /** A server says who leads. */
    void leads(URI server) {
        leader = followedLeader ? null : server;
    }

    /** Whether all have been tried since the last wait, so that it is time for another one. */
    boolean isTimeToWait() {
        return leader == null && leftBeforeWait <= 0;
    }

    /** The client has waited, or a server has let it in: each may be tried again. */
    void beginAnew() {
        leftBeforeWait = servers.size();
        followedLeader = false;
    }
}
