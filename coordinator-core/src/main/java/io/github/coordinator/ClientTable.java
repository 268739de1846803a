package io.github.coordinator;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Clients in rows, in the order in which they were added, and found by id. A removed client leaves its row empty until the
 * rows are {@linkplain #arrange arranged} anew. Takes 16 bytes for each row, a third of what a linked map takes.
 *
 * <p>The hash of a client leads to a slot. Its row is found there, or in one of the next slots before a free one. Remote
 * clients choose their ids and may make many of the same hash: one that finds no free slot within {@value #PROBES} goes to a
 * map instead, where a look-up costs no more than the logarithm of the collisions.
 */
final class ClientTable {
    static final int NO_ROW = -1;

    private static final int PROBES = 64;

    /** The client in each row; null where it was removed. */
    private @Nullable ClientId[] clients;

    /** The row, counted from 1, in the lower bits, and above them as much of the hash as fits; 0 in a free slot. */
    private int[] slots;

    /**
     * The client in each slot; null where it was removed. A search could find it by its row, but would have to wait for the
     * slot first: where clients are many, each of the two takes as long as a fetch from memory.
     */
    private @Nullable ClientId[] slotClients;

    /** How many bits the rows take. */
    private int rowBits;

    /** The rows of the clients that found no free slot. */
    private final Map<ClientId, Integer> crowded = new LinkedHashMap<>();

    private int rows;
    private int size;

    ClientTable(int capacity) {
        clients = new ClientId[capacity];
        slots = new int[slotsFor(capacity)];
        slotClients = new ClientId[slots.length];
        rowBits = bitsFor(capacity);
    }

    /** At most two thirds of the slots are taken, and no search runs over the end. */
    private static int slotsFor(int capacity) {
        return capacity + capacity / 2 + PROBES;
    }

    private static int bitsFor(int capacity) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(capacity);
    }

    int size() {
        return size;
    }

    /** Whether rows must be arranged anew before another client is added. */
    boolean isFull() {
        return rows == clients.length;
    }

    /** The client in a row that is not empty. */
    ClientId client(int row) {
        return Objects.requireNonNull(clients[row], "a client in the row");
    }

    /** The row of a client, or {@link #NO_ROW}. */
    int rowOf(ClientId client) {
        int hash = ClientIndex.spread(client);
        int first = slotOf(hash);
        for (int slot = first; slot < first + PROBES; slot++) {
            int entry = slots[slot];
            if (entry == 0) {
                return NO_ROW;
            }
            // What is left of the entry without the hash is the row, unless the hash is another one.
            int row = (entry ^ hash << rowBits) - 1;
            if (row >>> rowBits == 0 && client.equals(slotClients[slot])) {
                return row;
            }
        }
        return crowded.getOrDefault(client, NO_ROW);
    }

    private int slotOf(int hash) {
        return (int) ((hash & 0xFFFF_FFFFL) * (slots.length - PROBES) >>> 32);
    }

    /** Adds a client that is not there, while there is room for another row. Returns its row. */
    int add(ClientId client) {
        clients[rows] = client;
        enter(client, rows);
        size++;
        return rows++;
    }

    private void enter(ClientId client, int row) {
        int hash = ClientIndex.spread(client);
        int first = slotOf(hash);
        for (int slot = first; slot < first + PROBES; slot++) {
            if (slots[slot] == 0) {
                slots[slot] = hash << rowBits | row + 1;
                slotClients[slot] = client;
                return;
            }
        }
        crowded.put(client, row);
    }

    /** Removes the client of a row. Its slot stays taken, so that searches go on past it. */
    void remove(int row) {
        leave(client(row), row);
        clients[row] = null;
        size--;
    }

    private void leave(ClientId client, int row) {
        int hash = ClientIndex.spread(client);
        int first = slotOf(hash);
        for (int slot = first; slot < first + PROBES; slot++) {
            if (slots[slot] == (hash << rowBits | row + 1)) {
                slotClients[slot] = null;
                return;
            }
        }
        crowded.remove(client);
    }

    /** The first row from the given one on that is not empty, or {@link #NO_ROW}. */
    int nextRow(int from) {
        for (int row = from; row < rows; row++) {
            if (clients[row] != null) {
                return row;
            }
        }
        return NO_ROW;
    }

    /** Moves the clients of these rows, which are all that are not empty, to the first rows in this order. */
    void arrange(int[] order, int capacity) {
        @Nullable ClientId[] arranged = new ClientId[capacity];
        for (int row = 0; row < order.length; row++) {
            arranged[row] = clients[order[row]];
        }
        slots = new int[slotsFor(capacity)];
        slotClients = new ClientId[slots.length];
        rowBits = bitsFor(capacity);
        clients = arranged;
        crowded.clear();
        rows = order.length;
        for (int row = 0; row < rows; row++) {
            enter(client(row), row);
        }
    }
}
