package io.github.coordinator;

import java.util.Arrays;

/**
 * Finds a client in an array that does not change. Takes six to eight bytes for each client beside the array, a fraction of
 * what a map takes. Places in the array are sorted by hash, and by id where hashes are equal. The first bits of the hash lead
 * to a bucket, which has one to two clients on average. Remote clients choose their ids and may fill a bucket with
 * collisions, but a look-up costs no more than the logarithm of the bucket's size.
 */
final class ClientIndex {
    private final ClientId[] clients;

    /** All places, in the order of {@link #compare}. */
    private final int[] places;

    /** Where in {@link #places} each bucket begins, and at the end, where the last one ends. */
    private final int[] starts;

    private final int bucketShift;

    private final boolean hasDuplicates;

    /** Finds clients in an array that its owner does not change any more. */
    ClientIndex(ClientId[] clients) {
        this.clients = clients;
        int bucketBits = Math.max(1, 31 - Integer.numberOfLeadingZeros(Math.max(1, clients.length)));
        bucketShift = 32 - bucketBits;
        starts = new int[(1 << bucketBits) + 1];
        long[] sorted = sortedByHash();
        places = new int[clients.length];
        for (int i = 0; i < sorted.length; i++) {
            places[i] = (int) sorted[i];
        }
        hasDuplicates = sortTies(sorted);
    }

    /**
     * Hashes followed by their places, sorted. First every client is put into its bucket, which takes the same time for all
     * ids. Then each bucket is sorted as numbers, which is many times faster than as objects. The order must be that of
     * unsigned hashes; within a bucket all hashes begin with the same bit, so sorting signed numbers gives it.
     */
    private long[] sortedByHash() {
        int[] hashes = new int[clients.length];
        for (int place = 0; place < hashes.length; place++) {
            hashes[place] = spread(clients[place]);
            starts[bucket(hashes[place]) + 1]++;
        }
        for (int bucket = 1; bucket < starts.length; bucket++) {
            starts[bucket] += starts[bucket - 1];
        }
        int[] ends = starts.clone();
        long[] sorted = new long[clients.length];
        for (int place = 0; place < hashes.length; place++) {
            int hash = hashes[place];
            sorted[ends[bucket(hash)]++] = (long) hash << 32 | place;
        }
        for (int bucket = 1; bucket < starts.length; bucket++) {
            if (starts[bucket] - starts[bucket - 1] > 1) {
                Arrays.sort(sorted, starts[bucket - 1], starts[bucket]);
            }
        }
        return sorted;
    }

    /** Sorts the places of equal hashes by id. Returns whether any id is there twice. */
    private boolean sortTies(long[] sorted) {
        boolean someAreEqual = false;
        for (int from = 0, to; from < sorted.length; from = to) {
            to = from + 1;
            while (to < sorted.length && (int) (sorted[to] >>> 32) == (int) (sorted[from] >>> 32)) {
                to++;
            }
            if (to - from > 1) {
                int first = from;
                Integer[] ties = new Integer[to - from];
                Arrays.setAll(ties, i -> places[first + i]);
                Arrays.sort(ties, (a, b) -> clients[a].compareTo(clients[b]));
                for (int i = 0; i < ties.length; i++) {
                    places[from + i] = ties[i];
                    someAreEqual |= i > 0 && clients[ties[i]].equals(clients[ties[i - 1]]);
                }
            }
        }
        return someAreEqual;
    }

    /** Whether a client is there twice; then it is found at one of its places. */
    boolean hasDuplicates() {
        return hasDuplicates;
    }

    /** The place of a client in the array, or −1. */
    int placeOf(ClientId client) {
        int hash = spread(client);
        int bucket = bucket(hash);
        int low = starts[bucket];
        int high = starts[bucket + 1] - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = compare(clients[places[middle]], hash, client);
            if (order == 0) {
                return places[middle];
            } else if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    private static int compare(ClientId candidate, int hash, ClientId client) {
        int byHash = Integer.compareUnsigned(spread(candidate), hash);
        return byHash != 0 ? byHash : candidate.compareTo(client);
    }

    private int bucket(int hash) {
        return hash >>> bucketShift;
    }

    /** The id's hash spread over all bits: short names differ in few, and buckets look at the high ones. */
    static int spread(ClientId client) {
        int hash = client.hashCode() * 0x9E3779B9;
        return (hash ^ hash >>> 15) * 0x85EBCA6B;
    }
}
