package io.github.coordinator;

import java.util.Arrays;
import java.util.List;

/**
 * Finds a client in a list that does not change. Ids are chosen by remote clients, so a plain hash table would let them
 * make every look-up a walk through their collisions. Here places are sorted by hash and, among equal hashes, by id: the
 * first bits of the hash lead to a bucket of two on average, and a bucket stuffed with collisions costs the logarithm of
 * its size. Eight to twelve bytes for each client.
 */
final class ClientIndex {
    private final ClientId[] clients;

    /** All places, in the order of {@link #compare}. */
    private final int[] places;

    /** Where in {@link #places} each bucket begins, and behind the last one, where it ends. */
    private final int[] starts;

    private final int bucketShift;

    ClientIndex(List<ClientId> distinctClients) {
        clients = distinctClients.toArray(new ClientId[0]);
        int bucketBits = Math.max(1, 31 - Integer.numberOfLeadingZeros(Math.max(1, clients.length)));
        bucketShift = 32 - bucketBits;
        places = sortedPlaces(clients);
        starts = new int[(1 << bucketBits) + 1];
        for (ClientId client : clients) {
            starts[bucket(spread(client)) + 1]++;
        }
        for (int bucket = 1; bucket < starts.length; bucket++) {
            starts[bucket] += starts[bucket - 1];
        }
    }

    private static int[] sortedPlaces(ClientId[] clients) {
        // Numbers sort many times faster than objects, so the hash goes above the place, and ids only break ties.
        long[] keys = new long[clients.length];
        for (int place = 0; place < keys.length; place++) {
            keys[place] = (long) spread(clients[place]) << 32 | place;
        }
        Arrays.sort(keys);
        // Unsigned bucket numbers want the negative hashes behind the others.
        int negatives = 0;
        while (negatives < keys.length && keys[negatives] < 0) {
            negatives++;
        }
        int[] places = new int[keys.length];
        for (int i = 0; i < places.length; i++) {
            places[i] = (int) keys[(i + negatives) % keys.length];
        }
        sortTies(clients, places);
        return places;
    }

    private static void sortTies(ClientId[] clients, int[] places) {
        for (int from = 0, to; from < places.length; from = to) {
            int hash = spread(clients[places[from]]);
            to = from + 1;
            while (to < places.length && spread(clients[places[to]]) == hash) {
                to++;
            }
            if (to - from > 1) {
                Integer[] ties = new Integer[to - from];
                for (int i = 0; i < ties.length; i++) {
                    ties[i] = places[from + i];
                }
                Arrays.sort(ties, (a, b) -> clients[a].compareTo(clients[b]));
                for (int i = 0; i < ties.length; i++) {
                    places[from + i] = ties[i];
                }
            }
        }
    }

    /** The place of a client in the list, or −1. */
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

    /** Spreads the id's hash over all bits: short names differ in few, and buckets look at the high ones. */
    private static int spread(ClientId client) {
        int hash = client.hashCode() * 0x9E3779B9;
        return (hash ^ hash >>> 15) * 0x85EBCA6B;
    }
}
