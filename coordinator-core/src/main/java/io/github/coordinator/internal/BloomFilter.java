package io.github.coordinator.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The arithmetic of Psyche's Bloom filter: 1,024 bits and 8 keys. The position for a key is FNV-1a over the bytes with the
 * key as the initial state, modulo the number of bits.
 */
public final class BloomFilter {
    /** How many bits a filter has. */
    public static final int BITS = 1024;

    /** How many keys, and so positions for each client, a filter has. */
    public static final int KEYS = 8;

    private static final long FNV_PRIME = 0x100000001b3L;

    private BloomFilter() {}

    /**
     * The keys that follow from a round's seed: key {@code k} is the first eight bytes, little-endian, of SHA-256(seed as
     * eight little-endian bytes ‖ "participation" ‖ {@code k} as one byte).
     *
     * @param seed the seed of the round
     * @return a new array of {@value #KEYS} keys
     */
    public static long[] keys(long seed) {
        MessageDigest sha256 = Sha256.digest();
        long[] keys = new long[KEYS];
        for (int key = 0; key < KEYS; key++) {
            sha256.update(Sha256.littleEndian(seed));
            sha256.update("participation".getBytes(StandardCharsets.US_ASCII));
            keys[key] = Sha256.firstLong(sha256.digest(new byte[] {(byte) key}));
        }
        return keys;
    }

    /**
     * Adds bytes to a filter, as they are.
     *
     * @param keys the filter's keys
     * @param words the filter's bits, which change
     * @param bytes what to add
     */
    public static void add(long[] keys, long[] words, byte[] bytes) {
        for (long key : keys) {
            int position = position(key, bytes);
            words[position >>> 6] |= 1L << position;
        }
    }

    /**
     * Whether a filter contains bytes, as they are.
     *
     * @param keys the filter's keys
     * @param words the filter's bits
     * @param bytes what may have been added
     * @return true if the bytes were added, and for some that were not
     */
    public static boolean contains(long[] keys, long[] words, byte[] bytes) {
        for (long key : keys) {
            int position = position(key, bytes);
            if ((words[position >>> 6] >>> position & 1) == 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * How many bits of a filter are set.
     *
     * @param words the filter's bits
     * @return from 0 to {@value #BITS}
     */
    public static int bitsSet(long[] words) {
        int set = 0;
        for (long word : words) {
            set += Long.bitCount(word);
        }
        return set;
    }

    private static int position(long key, byte[] bytes) {
        long state = key;
        for (byte each : bytes) {
            state = (state ^ (each & 0xff)) * FNV_PRIME;
        }
        return (int) Long.remainderUnsigned(state, BITS);
    }
}
