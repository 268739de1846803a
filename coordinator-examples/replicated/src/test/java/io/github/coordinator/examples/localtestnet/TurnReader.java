package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.ClientId;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/** Reads what the clients said from the turns in the logs of servers. */
public final class TurnReader {
    private final ReplicaState state;
    private final List<String> messages = new ArrayList<>();

    /** Reads turns of servers with this run file and this secret. */
    public TurnReader(Path config, Path secret) {
        state = new ReplicaState(config, secret, new ServerLog(new PrintStream(PrintStream.nullOutputStream())));
    }

    /** Reads the next turn. */
    public void read(byte[] turn) {
        state.read(turn).forEach(input -> AnswerLog.describe(input).ifPresent(messages::add));
    }

    /** What the client with this key said, in the form in which an {@link AnsweredClient} writes it. */
    public List<String> messagesOf(Path key) {
        String client = ClientId.of(SecretKey.load(key, new SecureRandom()).publicKey()) + " ";
        return messages.stream()
                .filter(message -> message.startsWith(client))
                .map(message -> message.substring(client.length()))
                .toList();
    }
}
