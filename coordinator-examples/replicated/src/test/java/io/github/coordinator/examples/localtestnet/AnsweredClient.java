package io.github.coordinator.examples.localtestnet;

import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A client process that writes each message that was answered to a file. */
public final class AnsweredClient {
    private AnsweredClient() {}

    /** Takes a name, the file of the key, the file for the answered messages, and the servers as {@code host:port}. */
    public static void main(String[] arguments) throws InterruptedException {
        List<URI> servers = Arrays.stream(arguments)
                .skip(3)
                .map(server -> URI.create("ws://" + server + Gateway.PATH))
                .toList();
        System.exit(ClientProcess.run(
                new ClientProcess.Options(servers, arguments[0], Path.of(arguments[1]), null, Path.of(arguments[2])),
                System.out));
    }
}
