package io.github.coordinator.round;

import io.github.coordinator.internal.BloomFilter;
import io.github.coordinator.internal.Sha256;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Roughly who took part in a round, as Psyche's witnesses say it: a Bloom filter of 1,024 bits with 8 keys over the
 * SHA-256 hashes of the clients' ids. It lets some of the absent pass, and the more the fuller it is; a bitmap does not.
 * Immutable; equal by value.
 *
 * <p>The keys follow from the seed of the round, so that no witness can choose keys that suit it: key {@code k} is the first
 * eight bytes, little-endian, of SHA-256(seed as eight little-endian bytes ‖ "participation" ‖ {@code k} as one byte). The
 * position for a key is FNV-1a over the hash with the key as the initial state, modulo the number of bits.
 *
 * @since 0.1.0
 */
public final class ParticipationFilter implements Participation {
    /** How many bits a filter has. */
    public static final int BITS = BloomFilter.BITS;

    /** How many keys, and so positions for each client, a filter has. */
    public static final int KEYS = BloomFilter.KEYS;

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

    private final long[] keys;
    private final long[] words;

    private ParticipationFilter(long[] keys, long[] words) {
        this.keys = keys;
        this.words = words;
    }

    /**
     * The filter of the clients that a predicate accepts. O(clients).
     *
     * @param round the round, which gives the keys and the number of clients
     * @param idOf the bytes of the id of the client at a roster index
     * @param seen asked once for each roster index, ascending
     * @return the filter
     */
    public static ParticipationFilter of(Round round, IntFunction<byte[]> idOf, IntPredicate seen) {
        long[] keys = BloomFilter.keys(round.seed());
        long[] words = new long[BITS / Long.SIZE];
        MessageDigest sha256 = Sha256.digest();
        for (int index = 0; index < round.clientCount(); index++) {
            if (seen.test(index)) {
                BloomFilter.add(keys, words, sha256.digest(idOf.apply(index)));
            }
        }
        return new ParticipationFilter(keys, words);
    }

    /**
     * A filter as it came over a transport. Whether it is any evidence is checked by the coordinator.
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

    @Override
    public boolean equals(@Nullable Object other) {
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
