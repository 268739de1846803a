package io.github.coordinator.internal;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 without the checked exceptions that every Java platform is required to make impossible. */
public final class Sha256 {
    private Sha256() {}

    /**
     * A new digest.
     *
     * @return a digest that belongs to its caller
     */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /**
     * Writes the hash of what was given to the digest into the target, without the copy that returning it would cost.
     *
     * @param digest what has been given the message
     * @param target where the 32 bytes go
     * @param offset where in the target they begin
     */
    public static void finish(MessageDigest digest, byte[] target, int offset) {
        try {
            digest.digest(target, offset, 32);
        } catch (DigestException impossible) {
            throw new IllegalStateException("the target has room for 32 bytes", impossible);
        }
    }

    /**
     * The first eight bytes of a hash, read in little-endian order.
     *
     * @param hash at least eight bytes
     * @return the number they are
     */
    public static long firstLong(byte[] hash) {
        long value = 0;
        for (int i = 7; i >= 0; i--) {
            value = (value << 8) | (hash[i] & 0xff);
        }
        return value;
    }

    /**
     * The eight bytes of a number in little-endian order.
     *
     * @param value the number
     * @return a new array of eight bytes
     */
    public static byte[] littleEndian(long value) {
        byte[] bytes = new byte[8];
        for (int i = 0; i < 8; i++) {
            bytes[i] = (byte) (value >>> (8 * i));
        }
        return bytes;
    }
}
