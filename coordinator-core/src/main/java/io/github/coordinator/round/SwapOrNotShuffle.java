package io.github.coordinator.round;

import io.github.coordinator.internal.Sha256;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * A permutation of {@code 0 … count − 1} that follows from a 32-byte seed, of which any single element can be computed
 * without the others: the swap-or-not shuffle of Hoang, Morris and Rogaway ("An Enciphering Scheme Based on a Card
 * Shuffle", CRYPTO 2012), with the SHA-256 rounds that the Ethereum consensus specification gave it, 90 of them.
 *
 * <p>In each round an index is paired with its mirror image about a pivot, and one bit, common to both, says whether the
 * two change places. A round therefore undoes itself, the inverse runs the rounds backwards, and a whole order needs
 * {@code count / 2} conditional swaps a round.
 *
 * <p>Instances are immutable but reuse one digest, and so belong to one thread at a time.
 */
final class SwapOrNotShuffle {
    /** The number of rounds; part of the definition of the permutation. */
    public static final int ROUNDS = 90;

    private final RoundHashes hashes;
    private final long count;
    private final long[] pivots = new long[ROUNDS];

    /**
     * Prepares the permutation. Costs {@value #ROUNDS} hashes.
     *
     * @param seed 32 bytes that determine the permutation
     * @param count how many elements are permuted, at least 1
     * @throws IllegalArgumentException if the seed or the count is out of bounds
     */
    public SwapOrNotShuffle(byte[] seed, long count) {
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1, but is " + count);
        }
        this.count = count;
        hashes = new RoundHashes(seed);
        for (int round = 0; round < ROUNDS; round++) {
            pivots[round] = Long.remainderUnsigned(hashes.pivotSource(round), count);
        }
    }

    /**
     * Where the element ends up that starts at the given index. Costs {@value #ROUNDS} hashes.
     *
     * @param index from 0 to {@code count − 1}
     * @return its position, from 0 to {@code count − 1}
     * @throws IndexOutOfBoundsException if the index is out of bounds
     */
    public long positionOf(long index) {
        long place = Objects.checkIndex(index, count);
        for (int round = 0; round < ROUNDS; round++) {
            place = swappedOrNot(round, place);
        }
        return place;
    }

    /**
     * Which element ends up at the given position: the inverse of {@link #positionOf}. Costs {@value #ROUNDS} hashes.
     *
     * @param position from 0 to {@code count − 1}
     * @return the index it started at, from 0 to {@code count − 1}
     * @throws IndexOutOfBoundsException if the position is out of bounds
     */
    public long indexAt(long position) {
        long place = Objects.checkIndex(position, count);
        for (int round = ROUNDS - 1; round >= 0; round--) {
            place = swappedOrNot(round, place);
        }
        return place;
    }

    private long swappedOrNot(int round, long place) {
        long mirror = pivots[round] - place;
        mirror += count & mirror >> 63;
        long higher = Math.max(place, mirror);
        hashes.hashBlock(round, higher >>> RoundHashes.BLOCK_SHIFT);
        return hashes.bit((int) higher) == 0 ? place : mirror;
    }

    /**
     * The indices that end up at the positions {@code 0 … howMany − 1}. Costs at most {@code 90 · howMany} hashes, and at
     * most 90 for each 256 elements.
     *
     * @param howMany from 0 to {@code count}
     * @return the index at each of the first positions
     * @throws IllegalArgumentException if {@code howMany} is out of bounds or the count exceeds an array's
     */
    public int[] firstIndices(int howMany) {
        if (howMany < 0 || howMany > count || count > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("cannot take " + howMany + " of " + count);
        }
        int[] places = new int[howMany];
        for (int position = 0; position < howMany; position++) {
            places[position] = position;
        }
        int blocks = (int) ((count - 1) >>> RoundHashes.BLOCK_SHIFT) + 1;
        // Neighbours share bit sources. Where there are fewer of these than elements to follow, each is hashed once.
        boolean areDense = blocks <= howMany;
        byte[] bits = new byte[areDense ? blocks * RoundHashes.BLOCK_BYTES : 0];
        for (int round = ROUNDS - 1; round >= 0; round--) {
            if (areDense) {
                hashes.hashBlocks(round, bits);
                swapOrNot(places, (int) pivots[round], (int) count, bits);
            } else {
                for (int i = 0; i < howMany; i++) {
                    places[i] = (int) swappedOrNot(round, places[i]);
                }
            }
        }
        return places;
    }

    /** One round for many places, with all its swap bits at hand. The processor could only guess branches, so it has none. */
    private static void swapOrNot(int[] places, int pivot, int count, byte[] bits) {
        for (int i = 0; i < places.length; i++) {
            int place = places[i];
            int mirror = pivot - place;
            mirror += count & mirror >> 31;
            int higher = Math.max(place, mirror);
            int swap = -(bits[higher >>> 3] >>> (higher & 7) & 1);
            places[i] = place ^ ((place ^ mirror) & swap);
        }
    }

    /**
     * The whole permutation: the index at each position. Costs about {@code 90 · (2 + count / 512)} hashes, and
     * never more than {@code 90 · (4 + count / 512)}, and {@code 90 · count / 2} conditional swaps.
     *
     * @return the index at each position
     * @throws IllegalArgumentException if the count exceeds an array's
     */
    public int[] order() {
        if (count > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("an array cannot hold an order of " + count);
        }
        int[] order = new int[(int) count];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        for (int round = 0; round < ROUNDS; round++) {
            int pivot = (int) pivots[round];
            // About the pivot, 0 … pivot mirrors into itself, and so does what follows it.
            swapMirrored(order, round, pivot, pivot);
            swapMirrored(order, round, pivot + order.length, order.length - 1);
        }
        return order;
    }

    /**
     * Makes one round's swaps between the places up to {@code highest} and their mirror images, which together make
     * {@code sum}. It goes from one set swap bit to the next, so that a pair that keeps its places costs nothing.
     */
    private void swapMirrored(int[] order, int round, int sum, int highest) {
        // The sum of two places may pass the largest int, but as an unsigned number it does not.
        int lowest = (sum >>> 1) + 1;
        int first = lowest >>> 6;
        int last = highest >>> 6;
        for (int word = first; word <= last; word++) {
            hashes.hashBlock(round, word >>> 2);
            long swaps = hashes.bits(word);
            if (word == first) {
                swaps &= -1L << lowest;
            }
            if (word == last) {
                swaps &= -1L >>> ~highest;
            }
            for (; swaps != 0; swaps &= swaps - 1) {
                int place = (word << 6) + Long.numberOfTrailingZeros(swaps);
                int mirror = sum - place;
                int moved = order[place];
                order[place] = order[mirror];
                order[mirror] = moved;
            }
        }
    }

    /** The two kinds of hashes of a round: the source of its pivot, and 256 swap bits for each block of 256 indices. */
    private static final class RoundHashes {
        static final int BLOCK_SHIFT = 8;
        static final int BLOCK_MASK = (1 << BLOCK_SHIFT) - 1;
        static final int BLOCK_BYTES = 32;

        private static final VarHandle LONGS =
                MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

        private final MessageDigest sha256 = Sha256.digest();
        private final byte[] message = new byte[37];
        private final byte[] block = new byte[BLOCK_BYTES];
        private int hashedRound = -1;
        private long hashedBlock = -1;

        RoundHashes(byte[] seed) {
            if (seed.length != 32) {
                throw new IllegalArgumentException("a seed has 32 bytes, not " + seed.length);
            }
            System.arraycopy(seed, 0, message, 0, 32);
        }

        long pivotSource(int round) {
            message[32] = (byte) round;
            hashedRound = -1;
            sha256.update(message, 0, 33);
            Sha256.finish(sha256, block, 0);
            return Sha256.firstLong(block);
        }

        /** The swap bits of 64 indices, the given word of all; its block must be the one hashed last. */
        long bits(int word) {
            return (long) LONGS.get(block, (word & 3) << 3);
        }

        /** The swap bit of the given index, whose block must be the one hashed last. */
        int bit(int index) {
            return block[(index & BLOCK_MASK) >>> 3] >>> (index & 7) & 1;
        }

        /** Hashes a block of swap bits, unless it is the one hashed last. */
        void hashBlock(int round, long blockIndex) {
            if (round != hashedRound || blockIndex != hashedBlock) {
                hash(round, blockIndex, block, 0);
                hashedRound = round;
                hashedBlock = blockIndex;
            }
        }

        void hashBlocks(int round, byte[] target) {
            for (int i = 0; i * BLOCK_BYTES < target.length; i++) {
                hash(round, i, target, i * BLOCK_BYTES);
            }
        }

        private void hash(int round, long blockIndex, byte[] target, int offset) {
            message[32] = (byte) round;
            message[33] = (byte) blockIndex;
            message[34] = (byte) (blockIndex >>> 8);
            message[35] = (byte) (blockIndex >>> 16);
            message[36] = (byte) (blockIndex >>> 24);
            sha256.update(message, 0, 37);
            Sha256.finish(sha256, target, offset);
        }
    }
}
