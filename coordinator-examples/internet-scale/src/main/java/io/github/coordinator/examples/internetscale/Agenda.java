package io.github.coordinator.examples.internetscale;

import java.time.Duration;
import java.util.PriorityQueue;

/** Virtual time: what is to happen, in the order in which it will. Times are in nanoseconds since the run began. */
final class Agenda {
    static final long SECOND = 1_000_000_000L;

    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long now;
    private long added;

    private record Entry(long at, long number, Runnable action) implements Comparable<Entry> {
        /** What is due at the same time happens in the order in which it was planned; a heap alone would not keep it. */
        @Override
        public int compareTo(Entry other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    long now() {
        return now;
    }

    void in(Duration delay, Runnable action) {
        in(delay.toNanos(), action);
    }

    void in(long nanos, Runnable action) {
        entries.add(new Entry(now + nanos, added++, action));
    }

    /** Lets time pass to the next entry, if it is due by then, and does it; else lets it pass to then. */
    boolean nextUntil(long then) {
        Entry next = entries.peek();
        boolean due = next != null && next.at <= then;
        now = Math.max(now, due ? next.at : then);
        if (due) {
            entries.remove().action.run();
        }
        return due;
    }
}
