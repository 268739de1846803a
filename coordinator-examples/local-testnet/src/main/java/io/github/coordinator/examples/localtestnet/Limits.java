package io.github.coordinator.examples.localtestnet;

import java.time.Duration;

/**
 * What the server spends on its connections.
 *
 * @param messageBytes the longest message of a client
 * @param parts in how many parts a message may come
 * @param strangers how many connections may be open that have not joined
 * @param unreadBytes how many bytes may wait for one client until nothing more is read from it
 * @param queuedBytes how many bytes may wait for one client to read them, before it is cut off
 * @param queuedBytesInAll how many may wait for all clients together
 * @param untilJoined the time from the beginning of a connection to the join
 * @param forMessage the time from the first part of a message to its last
 * @param unheard the time without a message and without an answer to a ping
 * @param betweenPings the time from one ping to the next
 */
record Limits(
        int messageBytes,
        int parts,
        int strangers,
        long unreadBytes,
        long queuedBytes,
        long queuedBytesInAll,
        Duration untilJoined,
        Duration forMessage,
        Duration unheard,
        Duration betweenPings) {
    private static final int BESIDE_THE_MODEL = 4_096;

    /** The limits of the server of a run. */
    static Limits of(TestnetConfig file) {
        int base64 = (new Classifier(file.settings()).size() * Float.BYTES + 2) / 3 * 4;
        int messageBytes = base64 + BESIDE_THE_MODEL;
        return new Limits(
                messageBytes,
                64,
                file.room() / 4,
                Math.max(256 << 10, 4L * messageBytes),
                8 << 20,
                Math.min(64 << 20, Runtime.getRuntime().maxMemory() / 4),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(10));
    }
}
