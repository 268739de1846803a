package io.github.coordinator.examples.replicated;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.ratis.protocol.RaftPeer;

/**
 * A server of the group. Its address for clients is also its name, so that any server that knows the leader's name can send
 * clients there.
 *
 * @param clients where clients connect, as {@code host:port}
 * @param servers where the other servers connect, as {@code host:port}
 */
record ServerAddress(String clients, String servers) {
    private static final Pattern FORM = Pattern.compile("([^=,\\s]+:\\d{1,5})=([^=,\\s]+:\\d{1,5})");

    /**
     * Reads {@code host:port=host:port}.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static ServerAddress parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(text + " is not host:port for clients, =, and host:port for servers");
        }
        return new ServerAddress(parts.group(1), parts.group(2));
    }

    static ServerAddress of(RaftPeer peer) {
        return new ServerAddress(peer.getId().toString(), peer.getAddress());
    }

    String clientHost() {
        return clients.substring(0, clients.lastIndexOf(':'));
    }

    int clientPort() {
        return Integer.parseInt(clients.substring(clients.lastIndexOf(':') + 1));
    }

    RaftPeer peer() {
        return RaftPeer.newBuilder().setId(clients).setAddress(servers).build();
    }

    @Override
    public String toString() {
        return clients + "=" + servers;
    }
}
