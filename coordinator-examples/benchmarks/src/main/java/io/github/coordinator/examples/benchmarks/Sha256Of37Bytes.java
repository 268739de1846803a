package io.github.coordinator.examples.benchmarks;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The unit of everything here, h: one SHA-256 of 37 bytes, of which an election is made. A cost in h hardly depends on
 * the machine, and shows how far the work is from the hashes that it cannot do without.
 */
final class Sha256Of37Bytes {
    private final MessageDigest sha256;
    private final byte[] message = new byte[37];
    private final byte[] hash = new byte[32];

    Sha256Of37Bytes() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Hashes once, each time another message, without allocation. */
    byte[] hash() {
        message[36]++;
        sha256.update(message, 0, message.length);
        try {
            sha256.digest(hash, 0, hash.length);
        } catch (DigestException impossible) {
            throw new IllegalStateException("the hash has room for 32 bytes", impossible);
        }
        return hash;
    }
}
