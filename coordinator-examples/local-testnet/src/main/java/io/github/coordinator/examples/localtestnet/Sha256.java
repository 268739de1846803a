package io.github.coordinator.examples.localtestnet;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 without the checked exception, which no Java platform throws. */
final class Sha256 {
    static final int BYTES = 32;

    private Sha256() {}

    /** The hash of these parts, one after the other. */
    static byte[] of(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** The hash in hexadecimal. */
    static String hexOf(byte[] bytes) {
        return HexFormat.of().formatHex(of(bytes));
    }
}
