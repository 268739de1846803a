package io.github.coordinator.examples.localtestnet;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;

/** A port for a server that comes and goes. */
final class FreePort {
    /** Below the ports that a system gives to sockets that ask for any: one of those could take it meanwhile. */
    private static final int FIRST = 20_000;

    private static final int PORTS = 12_000;

    private FreePort() {}

    static int find() throws IOException {
        Random random = new Random();
        while (true) {
            int port = FIRST + random.nextInt(PORTS);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (BindException taken) {
                // Another one, then.
            }
        }
    }
}
