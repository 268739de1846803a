package io.github.coordinator;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What {@link PendingClients} keeps of each client, in arrays by row, in the order of the clients' places. Only
 * {@link #add} and {@link #bringForward} move clients to other rows.
 */
final class PendingRows {
    static final int NO_ROW = ClientTable.NO_ROW;

    private static final int FEWEST = 16;

    private final ClientTable clients = new ClientTable(FEWEST);
    private long[] sessions = new long[FEWEST];
    private long[] waitingSince = new long[FEWEST];

    /** When each was last heard, but for a message since the last tick, in observed time. */
    private long[] heardAt = new long[FEWEST];

    /** A bit for each row heard since the last tick. In a {@link BitSet}, setting it would take a third of a sign of life. */
    private long[] heard = new long[wordsFor(FEWEST)];

    private boolean someAreHeard;

    private BitSet disconnected = new BitSet();
    private int disconnectedCount;

    /** The clients that were removed in this epoch, or in the last one while there is none. */
    private BitSet removed = new BitSet();

    /** The connected clients that the tick in progress finds silent. */
    private BitSet silent = new BitSet();

    private static int wordsFor(int rows) {
        return (rows + Long.SIZE - 1) / Long.SIZE;
    }

    int size() {
        return clients.size();
    }

    int rowOf(ClientId client) {
        return clients.rowOf(client);
    }

    ClientId client(int row) {
        return clients.client(row);
    }

    /** The first row with a client from the given one on, or {@link #NO_ROW}. */
    int next(int from) {
        return clients.nextRow(from);
    }

    /** The rows with clients. Lasts until a client is added. */
    IntStream taken() {
        return IntStream.iterate(next(0), row -> row != NO_ROW, row -> next(row + 1));
    }

    /** Adds a client that is not there at the last place, connected, and returns its row. */
    int add(ClientId client, long since, long heardAtNanos) {
        if (isFull()) {
            arrange(orderWith(List.of()), 2 * Math.max(size(), FEWEST));
        }
        int row = clients.add(client);
        waitingSince[row] = since;
        heardAt[row] = heardAtNanos;
        return row;
    }

    /** Removes a client. What it said since the last tick is still dated by the next one. */
    void remove(int row) {
        clients.remove(row);
        setDisconnected(row, false);
        removed.clear(row);
        silent.clear(row);
    }

    long session(int row) {
        return sessions[row];
    }

    void setSession(int row, long session) {
        sessions[row] = session;
    }

    long waitingSince(int row) {
        return waitingSince[row];
    }

    void setWaitingSince(int row, long turn) {
        waitingSince[row] = turn;
    }

    boolean isDisconnected(int row) {
        return disconnected.get(row);
    }

    void setDisconnected(int row, boolean isDisconnected) {
        if (disconnected.get(row) != isDisconnected) {
            disconnected.set(row, isDisconnected);
            disconnectedCount += isDisconnected ? 1 : -1;
        }
    }

    int disconnectedCount() {
        return disconnectedCount;
    }

    /** The first disconnected row from the given one on, or {@link #NO_ROW}. */
    int nextDisconnected(int from) {
        return disconnected.nextSetBit(from);
    }

    boolean isRemoved(int row) {
        return removed.get(row);
    }

    void setRemoved(int row, boolean isRemoved) {
        removed.set(row, isRemoved);
    }

    /** The first silent row from the given one on, or {@link #NO_ROW}. */
    int nextSilent(int from) {
        return silent.nextSetBit(from);
    }

    void setSilent(int row, boolean isSilent) {
        silent.set(row, isSilent);
    }

    /** Whether the client of a row is connected and not silent. */
    boolean isHere(int row) {
        return !disconnected.get(row) && !silent.get(row);
    }

    /** Whether the next client to be added moves others to other rows. */
    boolean isFull() {
        return clients.isFull();
    }

    /** Those of the first rows that are heard since the last tick, in a new set. */
    BitSet heard(int rows) {
        return BitSet.valueOf(heard).get(0, rows);
    }

    boolean someAreHeard() {
        return someAreHeard;
    }

    boolean isHeard(int row) {
        return (heard[row >>> 6] >>> row & 1) != 0;
    }

    void hear(int row) {
        heard[row >>> 6] |= 1L << row;
        someAreHeard = true;
    }

    long heardAt(int row) {
        return heardAt[row];
    }

    /** All were last heard at that time, but for messages since the last tick. */
    void setHeardAt(long observedNanos) {
        Arrays.fill(heardAt, observedNanos);
    }

    /** Dates the messages since the last tick. */
    void dateSigns(long observedNanos) {
        if (someAreHeard) {
            BitSet.valueOf(heard).stream().forEach(row -> heardAt[row] = observedNanos);
            Arrays.fill(heard, 0);
            someAreHeard = false;
        }
    }

    /** Gives clients the first places, as far as they are there. They are then in the first rows, in their order. */
    void bringForward(List<ClientId> first) {
        // A few more rows, for newcomers until the epoch ends.
        arrange(orderWith(first), size() + size() / 16 + FEWEST);
    }

    /** The rows that have clients: those of the given clients, and then the others. */
    private int[] orderWith(List<ClientId> first) {
        BitSet others = new BitSet();
        for (int row = next(0); row != NO_ROW; row = next(row + 1)) {
            others.set(row);
        }
        int[] order = new int[size()];
        int count = 0;
        int likely = next(0);
        for (ClientId client : first) {
            int row = likely != NO_ROW && client(likely).equals(client) ? likely : rowOf(client);
            if (row != NO_ROW) {
                order[count++] = row;
                others.clear(row);
                likely = next(row + 1);
            }
        }
        for (int row = others.nextSetBit(0); row >= 0; row = others.nextSetBit(row + 1)) {
            order[count++] = row;
        }
        return order;
    }

    private void arrange(int[] order, int capacity) {
        clients.arrange(order, capacity);
        sessions = arranged(sessions, order, capacity);
        waitingSince = arranged(waitingSince, order, capacity);
        heardAt = arranged(heardAt, order, capacity);
        heard = Arrays.copyOf(arranged(BitSet.valueOf(heard), order).toLongArray(), wordsFor(capacity));
        disconnected = arranged(disconnected, order);
        removed = arranged(removed, order);
        silent = arranged(silent, order);
    }

    private static long[] arranged(long[] values, int[] order, int capacity) {
        long[] arranged = new long[capacity];
        for (int row = 0; row < order.length; row++) {
            arranged[row] = values[order[row]];
        }
        return arranged;
    }

    private static BitSet arranged(BitSet bits, int[] order) {
        BitSet arranged = new BitSet();
        for (int row = 0; row < order.length && !bits.isEmpty(); row++) {
            if (bits.get(order[row])) {
                arranged.set(row);
            }
        }
        return arranged;
    }
}
