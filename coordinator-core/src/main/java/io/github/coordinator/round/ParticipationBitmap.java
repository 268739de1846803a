package io.github.coordinator.round;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Exactly who took part in a round: one bit for each seat of its roster. Immutable; equal by value.
 *
 * @since 0.1.0
 */
public final class ParticipationBitmap implements Participation {
    private final int clients;
    private final long[] words;

    private ParticipationBitmap(int clients, long[] words) {
        this.clients = clients;
        this.words = words;
    }

    /**
     * A bitmap of the clients that a predicate accepts. O(clients).
     *
     * @param clients how many clients the round has, at least 1
     * @param seen asked once for each roster index, ascending
     * @return the bitmap
     * @throws IllegalArgumentException if there are no clients
     */
    public static ParticipationBitmap of(int clients, IntPredicate seen) {
        long[] words = new long[wordsFor(clients)];
        for (int index = 0; index < clients; index++) {
            if (seen.test(index)) {
                words[index >>> 6] |= 1L << index;
            }
        }
        return new ParticipationBitmap(clients, words);
    }

    /**
     * A bitmap read from the form in which {@link #toBytes} wrote it. O(clients / 64).
     *
     * @param clients how many clients the round has, at least 1
     * @param bytes ⌈clients / 8⌉ bytes; index {@code i} is bit {@code i mod 8}, least significant first, of byte
     *     {@code i / 8}, and the bits after the last client are 0
     * @return the bitmap
     * @throws IllegalArgumentException if there are no clients, or the bytes are not of that form
     */
    public static ParticipationBitmap fromBytes(int clients, byte[] bytes) {
        int size = wordsFor(clients);
        if (bytes.length != (clients + 7L) / 8) {
            throw new IllegalArgumentException(
                    "a bitmap of " + clients + " clients has " + (clients + 7L) / 8 + " bytes, not " + bytes.length);
        }
        long[] words = new long[size];
        for (int i = 0; i < bytes.length; i++) {
            words[i >>> 3] |= (bytes[i] & 0xffL) << (8 * i);
        }
        if ((words[words.length - 1] & ~lastWordMask(clients)) != 0) {
            throw new IllegalArgumentException(
                    "a bitmap of " + clients + " clients must have no bit set at or above index " + clients);
        }
        return new ParticipationBitmap(clients, words);
    }

    private static int wordsFor(int clients) {
        if (clients < 1) {
            throw new IllegalArgumentException("a round has at least 1 client, not " + clients);
        }
        return ((clients - 1) >>> 6) + 1;
    }

    private static long lastWordMask(int clients) {
        return -1L >>> -clients;
    }

    /**
     * The bitmap as bytes, for a transport: the form that {@link #fromBytes} reads.
     *
     * @return a new array of ⌈clients / 8⌉ bytes
     */
    public byte[] toBytes() {
        byte[] bytes = new byte[(int) ((clients + 7L) / 8)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (words[i >>> 3] >>> (8 * i));
        }
        return bytes;
    }

    /**
     * For how many clients the bitmap has a bit.
     *
     * @return at least 1
     */
    public int clientCount() {
        return clients;
    }

    /**
     * Whether the witness saw a client.
     *
     * @param index the client's roster index
     * @return whether its bit is set
     * @throws IndexOutOfBoundsException if the index is out of bounds
     */
    public boolean includes(int index) {
        Objects.checkIndex(index, clients);
        return (words[index >>> 6] >>> index & 1) != 0;
    }

    /**
     * The clients that at least {@code quorum} of the bitmaps leave out. O(clients / 64 · bitmaps).
     *
     * @param quorum how many bitmaps must leave a client out, at least 1
     * @param clients how many clients each of the bitmaps has
     * @param bitmaps the bitmaps
     * @return the roster indices of those left out
     * @throws IllegalArgumentException if the quorum is below 1, or a bitmap has another number of clients
     */
    public static BitSet omittedByAtLeast(int quorum, int clients, List<ParticipationBitmap> bitmaps) {
        if (quorum < 1) {
            throw new IllegalArgumentException("a quorum is at least 1, not " + quorum);
        }
        long[][] seen = new long[bitmaps.size()][];
        for (int i = 0; i < seen.length; i++) {
            ParticipationBitmap bitmap = bitmaps.get(i);
            if (bitmap.clients != clients) {
                throw new IllegalArgumentException("a bitmap has " + bitmap.clients + " clients, must have " + clients);
            }
            seen[i] = bitmap.words;
        }
        int words = wordsFor(clients);
        if (quorum > seen.length) {
            return new BitSet();
        }
        // Omitted by at least q of n is the same as seen by fewer than n − q + 1.
        long[] omitted = SlicedCounts.of(seen, words).atLeast(seen.length - quorum + 1);
        for (int i = 0; i < words; i++) {
            omitted[i] = ~omitted[i];
        }
        omitted[words - 1] &= lastWordMask(clients);
        return BitSet.valueOf(omitted);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ParticipationBitmap that && clients == that.clients && Arrays.equals(words, that.words);
    }

    @Override
    public int hashCode() {
        return 31 * clients + Arrays.hashCode(words);
    }

    /** The number of clients seen, of all; the bits themselves may be a million. */
    @Override
    public String toString() {
        return BitSet.valueOf(words).cardinality() + " of " + clients;
    }
}
