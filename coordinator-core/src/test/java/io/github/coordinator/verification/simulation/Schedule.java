package io.github.coordinator.verification.simulation;

import java.util.PriorityQueue;

/**
 * Virtual time: what is to happen, and when. Time stands still while something happens, and then leaps to what comes next;
 * what is due at the same time happens in the order in which it was planned.
 */
final class Schedule {
    private record Entry(long at, long order, Runnable action) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
        }
    }

    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long now;
    private long planned;

    /** The true time, in nanoseconds since the run began. Only the host's clock may differ from it. */
    long now() {
        return now;
    }

    void after(long nanos, Runnable action) {
        if (nanos < 0) {
            throw new IllegalArgumentException("nothing can be planned for the past: " + nanos);
        }
        entries.add(new Entry(now + nanos, planned++, action));
    }

    /** Lets the next thing happen, and says whether there was one. */
    boolean runNext() {
        Entry next = entries.poll();
        if (next == null) {
            return false;
        }
        now = next.at;
        next.action.run();
        return true;
    }
}
