package io.github.coordinator.examples.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Counts what the work itself allocates, for work whose preparation allocates too: the gc profiler cannot tell the two
 * apart. The preparation calls {@link #begin} last. {@link #end} is the first call after the work.
 */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class CountedBytes {
    /** The names of the secondary results, which are those of the fields. */
    static final String BYTES = "countedBytes";

    static final String OPERATIONS = "countedOperations";

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** The bytes counted since the iteration began. */
    public long countedBytes;

    /** The operations among which they are shared out. */
    public long countedOperations;

    private long before;

    void begin() {
        before = allocated();
    }

    void end(int operations) {
        countedBytes += allocated() - before;
        countedOperations += operations;
    }

    /** How many bytes the current thread has allocated since it started. */
    static long allocated() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }
}
