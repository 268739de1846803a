package io.github.coordinator.witness;

import io.github.coordinator.internal.Sha256;
import io.github.coordinator.round.Round;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/**
 * Roughly who took part in a round, as Psyche's witnesses say it: a Bloom filter of 1,024 bits with 8 keys over the
 * SHA-256 hashes of the clients' ids. It lets some of the absent pass, and the more the fuller it is; a bitmap does not.
 * Immutable.
 *
 * <p>The position for a key is FNV-1a over the bytes with the key as the initial state, modulo the number of bits.
 */
public final class ParticipationFilter implements Participation {
    /** How many bits a filter has. */
    public static final int BITS = 1024;

    /** How many keys, and so positions for each client, a filter has. */
    public static final int KEYS = 8;

    /**
     * How many bits may be set in a filter that is evidence. With this many, (575 / 1,024)<sup>8</sup>, just under 1 %, of
     * the absent pass.
     */
    public static final int MAX_BITS_SET = 575;

    /**
     * How many clients a round may have whose witnesses use filters. An honest filter of that many has 509 bits set in the
     * mean, with a standard deviation of 9, and so stays below {@link #MAX_BITS_SET} but for odds of about 10<sup>−12</sup>.
     */
    public static final int MAX_CLIENTS = 88;

    private static final long FNV_PRIME = 0x100000001b3L;

    private final long[] keys;
    private final long[] words;

    private ParticipationFilter(long[] keys, long[] words) {
        this.keys = keys;
        this.words = words;
    }

    /**
     * The keys that the filters of a round must use. They follow from its seed, so that no witness can choose keys that
     * suit it: key {@code k} is the first eight bytes, little-endian, of SHA-256(seed as eight little-endian bytes ‖
     * "participation" ‖ {@code k} as one byte).
     *
     * @param round the round
     * @return a new array of {@value #KEYS} keys
     */
    public static long[] keysOf(Round round) {
        MessageDigest sha256 = Sha256.digest();
        long[] keys = new long[KEYS];
        for (int key = 0; key < KEYS; key++) {
            sha256.update(Sha256.littleEndian(round.seed()));
            sha256.update("participation".getBytes(StandardCharsets.US_ASCII));
            keys[key] = Sha256.firstLong(sha256.digest(new byte[] {(byte) key}));
        }
        return keys;
    }

    /**
     * The filter of those whom a predicate accepts. O(clients).
     *
     * @param round the round, which gives the keys and the number of clients
     * @param idOf the bytes of the id of the client at a roster index
     * @param seen asked once for each roster index, ascending
     * @return the filter
     */
    public static ParticipationFilter of(Round round, IntFunction<byte[]> idOf, IntPredicate seen) {
        long[] keys = keysOf(round);
        long[] words = new long[BITS / Long.SIZE];
        MessageDigest sha256 = Sha256.digest();
        for (int index = 0; index < round.clients(); index++) {
            if (seen.test(index)) {
                add(keys, words, sha256.digest(idOf.apply(index)));
            }
        }
        return new ParticipationFilter(keys, words);
    }

    /**
     * A filter as it came over a transport; whether it is any evidence is checked by the coordinator.
     *
     * @param keys {@value #KEYS} keys
     * @param words {@value #BITS} bits; position {@code p} is bit {@code p mod 64}, least significant first, of word
     *     {@code p / 64}
     * @return the filter
     * @throws IllegalArgumentException if there are more or fewer keys or words
     */
    public static ParticipationFilter fromWords(long[] keys, long[] words) {
        if (keys.length != KEYS || words.length != BITS / Long.SIZE) {
            throw new IllegalArgumentException(
                    "a filter has 8 keys and 16 words, not " + keys.length + " and " + words.length);
        }
        return new ParticipationFilter(keys.clone(), words.clone());
    }

    /**
     * The keys.
     *
     * @return a new array of {@value #KEYS} keys
     */
    public long[] keys() {
        return keys.clone();
    }

    /**
     * The bits, in the form that {@link #fromWords} reads.
     *
     * @return a new array of 16 words
     */
    public long[] toWords() {
        return words.clone();
    }

    /**
     * Whether these are the filter's keys. O(1).
     *
     * @param expected the keys that the round gives
     * @return whether they are the same, in the same order
     */
    public boolean hasKeys(long[] expected) {
        return Arrays.equals(keys, expected);
    }

    /**
     * Whether so many bits are set that the filter says too little about anyone. O(1).
     *
     * @return whether more than {@value #MAX_BITS_SET} bits are set
     */
    public boolean isSaturated() {
        int set = 0;
        for (long word : words) {
            set += Long.bitCount(word);
        }
        return set > MAX_BITS_SET;
    }

    /**
     * Whether the witness may have seen a client. O(1).
     *
     * @param id the bytes of the client's id
     * @return true if it saw the client, and for some whom it did not see
     */
    public boolean mayInclude(byte[] id) {
        return contains(Sha256.digest().digest(id));
    }

    /** Whether the filter contains those bytes, as they are. */
    boolean contains(byte[] bytes) {
        for (long key : keys) {
            int position = position(key, bytes);
            if ((words[position >>> 6] >>> position & 1) == 0) {
                return false;
            }
        }
        return true;
    }

    /** A filter with those bytes added, as they are. */
    static void add(long[] keys, long[] words, byte[] bytes) {
        for (long key : keys) {
            int position = position(key, bytes);
            words[position >>> 6] |= 1L << position;
        }
    }

    private static int position(long key, byte[] bytes) {
        long state = key;
        for (byte each : bytes) {
            state = (state ^ (each & 0xff)) * FNV_PRIME;
        }
        return (int) Long.remainderUnsigned(state, BITS);
    }

    /**
     * Whom the filter contains, as a bitmap, false positives included. O(clients).
     *
     * @param clients how many clients the round has, at least 1
     * @param idOf the bytes of the id of the client at a roster index
     * @return the bitmap
     */
    public ParticipationBitmap toBitmap(int clients, IntFunction<byte[]> idOf) {
        MessageDigest sha256 = Sha256.digest();
        return ParticipationBitmap.of(clients, index -> contains(sha256.digest(idOf.apply(index))));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ParticipationFilter that
                && Arrays.equals(keys, that.keys)
                && Arrays.equals(words, that.words);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(keys) + Arrays.hashCode(words);
    }

    @Override
    public String toString() {
        return "filter " + Long.toHexString(Arrays.hashCode(words));
    }
}
