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
    private static final int HIGHEST_PORT = 65_535;

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
        ServerAddress address = new ServerAddress(parts.group(1), parts.group(2));
        if (address.clientPort() > HIGHEST_PORT || port(address.servers()) > HIGHEST_PORT) {
            throw new IllegalArgumentException(text + " has a port above " + HIGHEST_PORT);
        }
        return address;
    }

    static ServerAddress of(RaftPeer peer) {
        return new ServerAddress(peer.getId().toString(), peer.getAddress());
    }

    String clientHost() {
        return clients.substring(0, clients.lastIndexOf(':'));
    }

    int clientPort() {
        return port(clients);
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    RaftPeer peer() {
        return RaftPeer.newBuilder().setId(clients).setAddress(servers).build();
    }

    @Override
    public String toString() {
        return clients + "=" + servers;
    }
}
