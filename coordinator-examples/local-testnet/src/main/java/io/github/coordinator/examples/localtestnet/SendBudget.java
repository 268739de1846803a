package io.github.coordinator.examples.localtestnet;

import java.util.Collection;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;

/**
 * Counts the bytes that wait to be read by clients. They are counted when they are sent, and released when the network has
 * taken them. A client with too many is cut off; where there are too many in all, it is the one with the most.
 */
final class SendBudget {
    /** What a waiting message takes beside its bytes, in objects: about 500 bytes, as seen in a full heap. */
    private static final int OVERHEAD = 512;

    private final long perConnection;
    private final long inAll;
    private final AtomicLong queuedInAll = new AtomicLong();
    private final LongAccumulator mostQueued = new LongAccumulator(Math::max, 0);

    /** One connection's part. */
    interface Account {
        AtomicLong queued();

        /** Ends the connection at once, and with it all that waits. */
        void cutOff();
    }

    SendBudget(long perConnection, long inAll) {
        this.perConnection = perConnection;
        this.inAll = inAll;
    }

    /** Counts a message that is about to be sent. */
    void add(Account account, int bytes, Collection<? extends Account> accounts) {
        long queued = account.queued().addAndGet(cost(bytes));
        if (queued > perConnection) {
            account.cutOff();
        }
        long all = queuedInAll.addAndGet(cost(bytes));
        mostQueued.accumulate(all);
        if (all > inAll) {
            accounts.stream()
                    .max(Comparator.comparingLong(each -> each.queued().get()))
                    .ifPresent(Account::cutOff);
        }
    }

    /** Releases a message that was sent, or never will be. */
    void release(Account account, int bytes) {
        account.queued().addAndGet(-cost(bytes));
        queuedInAll.addAndGet(-cost(bytes));
    }

    /** A waiting message is there as a text and as bytes. */
    private static long cost(int bytes) {
        return 2L * bytes + OVERHEAD;
    }

    long queuedInAll() {
        return queuedInAll.get();
    }

    /** How many bytes have waited in all, at most. */
    long mostQueued() {
        return mostQueued.get();
    }
}
