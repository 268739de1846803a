package io.github.coordinator;

import io.github.coordinator.config.RunConfig;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Those of the {@link PendingClients} that the next epoch can take: connected, not silent, and not removed in the last epoch
 * if enough others are there. A live view.
 */
final class TakableClients extends AbstractSet<ClientId> {
    private final PendingRows rows;
    private final PendingLimits limits;
    private int enough;
    private int most;

    /** How many are here, and how many of them were removed. */
    private int here;

    private int removedHere;

    TakableClients(PendingRows rows, PendingLimits limits) {
        this.rows = rows;
        this.limits = limits;
    }

    void configure(RunConfig config) {
        enough = config.initMinClients();
        most = config.maxClients();
    }

    /** To be called once the client of a row has changed or come. */
    void count(int row) {
        add(row, 1);
    }

    /** To be called before the client of a row changes or goes. */
    void discount(int row) {
        add(row, -1);
    }

    private void add(int row, int change) {
        if (rows.isHere(row)) {
            here += change;
            removedHere += rows.isRemoved(row) ? change : 0;
        }
    }

    @Override
    public int size() {
        return passesOver() ? here - removedHere : here;
    }

    private boolean passesOver() {
        return here - removedHere >= enough;
    }

    /** Whether a client is here, passed over or not: the run keeps the counts of all of them. O(1). */
    @Override
    public boolean contains(@Nullable Object client) {
        int row = client instanceof ClientId id ? rows.rowOf(id) : PendingRows.NO_ROW;
        return row != PendingRows.NO_ROW && rows.isHere(row);
    }

    /** The clients in the order of their places; where there is not room for all, those that are to be taken come first. */
    @Override
    public Iterator<ClientId> iterator() {
        boolean passesOver = passesOver();
        int[] takable = new int[size()];
        int count = 0;
        for (int row = rows.next(0); row != PendingRows.NO_ROW; row = rows.next(row + 1)) {
            if (rows.isHere(row) && !(passesOver && rows.isRemoved(row))) {
                takable[count++] = row;
            }
        }
        return Arrays.stream(takable.length > most ? rotated(takable) : takable)
                .mapToObj(rows::client)
                .iterator();
    }

    private int[] rotated(int[] takable) {
        BitSet chosen = new BitSet();
        Arrays.stream(takable)
                .boxed()
                .sorted(Comparator.comparingLong(rows::waitingSince))
                .limit(limits.rotatingSeats(most))
                .forEach(chosen::set);
        int seatsLeft = most - chosen.cardinality();
        for (int i = 0; seatsLeft > 0; i++) {
            if (!chosen.get(takable[i])) {
                chosen.set(takable[i]);
                seatsLeft--;
            }
        }
        IntStream others = Arrays.stream(takable).filter(row -> !chosen.get(row));
        return IntStream.concat(Arrays.stream(takable).filter(chosen::get), others)
                .toArray();
    }
}
