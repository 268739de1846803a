package io.github.coordinator;

import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;

/**
 * For each seat, when its member last gave a sign of life, in the time that the run has observed. A message counts as received
 * at the next tick. With a timeout of 0 the rule is off, and nothing is kept.
 */
final class SignsOfLife {
    private final long timeoutNanos;
    private final long[] heardAt;

    /** The seats heard since the last tick. */
    private BitSet heard = new BitSet();

    /** No seat is silent before this observed time. */
    private long earliestSilence;

    /** All seats are heard at the given observed time. */
    SignsOfLife(int seats, Duration timeout, long observedNanos) {
        timeoutNanos = timeout.toNanos();
        heardAt = new long[isOff() ? 0 : seats];
        Arrays.fill(heardAt, observedNanos);
    }

    private boolean isOff() {
        return timeoutNanos == 0;
    }

    void hear(int seat) {
        if (!isOff()) {
            heard.set(seat);
        }
    }

    void hear(BitSet seats) {
        if (!isOff()) {
            heard.or(seats);
        }
    }

    /** Goes on from what is known of a seat. */
    void restore(int seat, boolean isHeard, long heardAtNanos) {
        if (!isOff()) {
            heard.set(seat, isHeard);
            heardAt[seat] = heardAtNanos;
            earliestSilence = Long.MIN_VALUE;
        }
    }

    /** All seats are heard at the given observed time. */
    void hearAll(long observedNanos) {
        Arrays.fill(heardAt, observedNanos);
    }

    /** Hands over what is known of a seat to a seat among others, of the same timeout. */
    void carryInto(SignsOfLife next, int seat, int nextSeat) {
        if (!isOff()) {
            next.restore(nextSeat, isHeard(seat), heardAt[seat]);
        }
    }

    boolean isHeard(int seat) {
        return heard.get(seat);
    }

    /** When the seat was last heard, but for a message since the last tick; the present where the rule is off. */
    long heardAt(int seat, long observedNanos) {
        return isOff() ? observedNanos : heardAt[seat];
    }

    /** Whether any seat is silent. Amortized O(1). Changes nothing that a tick that throws must take back. */
    boolean someAreSilent(int seats, long observedNanos) {
        if (someMayBeSilent(seats, observedNanos)) {
            for (int seat = 0; seat < seats; seat++) {
                if (isSilent(seat, observedNanos)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The seats that gave no sign of life for the timeout. O(seats) where there are any, else amortized O(1). */
    BitSet silent(int seats, long observedNanos) {
        BitSet silent = new BitSet();
        if (someMayBeSilent(seats, observedNanos)) {
            for (int seat = 0; seat < seats; seat++) {
                silent.set(seat, isSilent(seat, observedNanos));
            }
        }
        return silent;
    }

    private boolean isSilent(int seat, long observedNanos) {
        return !heard.get(seat) && observedNanos - heardAt[seat] >= timeoutNanos;
    }

    /** Looks at all seats once in a timeout. A message since the last tick is dated by this one, which is soon enough. */
    private boolean someMayBeSilent(int seats, long observedNanos) {
        if (isOff() || observedNanos < earliestSilence) {
            return false;
        }
        long earliest = Long.MAX_VALUE - timeoutNanos;
        for (int seat = 0; seat < seats; seat++) {
            earliest = Math.min(earliest, heardAt[seat]);
        }
        earliestSilence = earliest + timeoutNanos;
        return observedNanos >= earliestSilence;
    }

    /** Dates the messages since the last tick. */
    void date(long observedNanos) {
        if (!heard.isEmpty()) {
            // By runs of seats: where all are heard, that is one.
            for (int from = heard.nextSetBit(0); from >= 0; ) {
                int to = heard.nextClearBit(from);
                Arrays.fill(heardAt, from, to, observedNanos);
                from = heard.nextSetBit(to);
            }
            heard.clear();
        }
    }

    /** Forgets the seats that leave; later seats shift down. */
    void remove(BitSet leaving) {
        if (!isOff()) {
            Compaction.closeGaps(leaving, heardAt, heardAt.length);
            heard = Compaction.closeGaps(leaving, heard);
        }
    }
}
