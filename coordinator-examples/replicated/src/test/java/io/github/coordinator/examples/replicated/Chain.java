package io.github.coordinator.examples.replicated;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A machine whose state depends on each turn and on their order. */
final class Chain implements ReplicatedMachine<Long> {
    private long length;
    private byte[] digest = new byte[32];

    /** How often the whole state was replaced by a snapshot. */
    private int restored;

    @Override
    public synchronized Long apply(byte[] turn) {
        if (new String(turn, StandardCharsets.UTF_8).equals("poison")) {
            throw new IllegalStateException("this turn cannot be applied");
        }
        MessageDigest sha = sha256();
        sha.update(digest);
        digest = sha.digest(turn);
        return ++length;
    }

    @Override
    public synchronized byte[] snapshot() {
        return ByteBuffer.allocate(Long.BYTES + digest.length)
                .putLong(length)
                .put(digest)
                .array();
    }

    @Override
    public synchronized void restore(byte[] snapshot) {
        ByteBuffer bytes = ByteBuffer.wrap(snapshot);
        length = bytes.getLong();
        bytes.get(digest);
        restored++;
    }

    synchronized int restored() {
        return restored;
    }

    synchronized long length() {
        return length;
    }

    @Override
    public synchronized String toString() {
        return length + " " + HexFormat.of().formatHex(digest);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
