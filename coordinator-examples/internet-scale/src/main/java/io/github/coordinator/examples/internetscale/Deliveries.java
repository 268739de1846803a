package io.github.coordinator.examples.internetscale;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * When the members of a round deliver their work, and so what a witness has seen at any moment. The time of a client is
 * Pareto with shape 2: it is late by a factor of two one time in four, by ten one time in a hundred, and the mean tells
 * nothing of the worst. Only those who are late for the first witnesses need a time; the others are in all the bitmaps.
 */
final class Deliveries {
    /** Witnesses leave the others this much time before they attest. */
    static final long PATIENCE = 40 * Agenda.SECOND;

    private static final int SEAT_BITS = 24;
    private static final long SEAT_MASK = (1L << SEAT_BITS) - 1;
    private static final long MILLISECOND = 1_000_000L;

    private final SplittableRandom random;

    /** The late clients, as milliseconds above the seat, so that sorting the numbers sorts the deliveries. */
    private long[] late = new long[1024];

    private int lateCount;
    private int delivered;
    private byte[] seen = new byte[0];

    Deliveries(SplittableRandom random) {
        this.random = random;
    }

    /** The odds that Pareto gives a client of needing more than the witnesses' patience, if it never needs less than that. */
    static double oddsOfBeingLate(double leastSeconds) {
        double share = leastSeconds * Agenda.SECOND / PATIENCE;
        return share * share;
    }

    /** Draws the times of a new round. A client that is not online when it begins delivers nothing in it. */
    void begin(Seating seating, Fleet fleet) {
        seen = new byte[(seating.size() + 7) / 8];
        lateCount = 0;
        delivered = 0;
        for (int seat = 0; seat < seating.size(); seat++) {
            int client = seating.clientAt(seat);
            if (!fleet.isOnline(client)) {
                continue;
            }
            float odds = fleet.oddsOfBeingLate(client);
            float chance = random.nextInt() >>> 1;
            if (chance < odds * 0x1p31f) {
                addLate(seat, Math.sqrt(odds * 0x1p31 / (chance + 0.5)));
            } else {
                see(seat);
            }
        }
        Arrays.sort(late, 0, lateCount);
    }

    private void addLate(int seat, double timesPatience) {
        if (lateCount == late.length) {
            late = Arrays.copyOf(late, 2 * lateCount);
        }
        late[lateCount++] = (long) (timesPatience * PATIENCE / MILLISECOND) << SEAT_BITS | seat;
    }

    /** When those at the given seats have done their own work: after the round's beginning, and never before the patience. */
    long[] timesOf(int[] seats) {
        int[] sorted = seats.clone();
        Arrays.sort(sorted);
        long[] timeOfSorted = new long[seats.length];
        Arrays.fill(timeOfSorted, PATIENCE);
        for (int i = 0; i < lateCount; i++) {
            int found = Arrays.binarySearch(sorted, (int) (late[i] & SEAT_MASK));
            if (found >= 0) {
                timeOfSorted[found] = timeOf(i);
            }
        }
        return Arrays.stream(seats)
                .mapToLong(seat -> timeOfSorted[Arrays.binarySearch(sorted, seat)])
                .toArray();
    }

    private long timeOf(int i) {
        return (late[i] >>> SEAT_BITS) * MILLISECOND;
    }

    /** A new bitmap of those who delivered within that time since the round began; asked with times that never go back. */
    byte[] seenAfter(long nanos) {
        while (delivered < lateCount && timeOf(delivered) <= nanos) {
            see((int) (late[delivered++] & SEAT_MASK));
        }
        return seen.clone();
    }

    private void see(int seat) {
        seen[seat >>> 3] |= (byte) (1 << (seat & 7));
    }
}
