package io.github.coordinator.examples.internetscale;

import java.util.ArrayList;
import java.util.List;

/** How much of the heap is in use at the end of each epoch: by simulation, host and coordinator together. */
final class Memory {
    /**
     * The heap at one moment, in bytes.
     *
     * @param used with garbage
     * @param live without, after a collection
     */
    record Reading(long used, long live) {}

    private final List<Reading> readings = new ArrayList<>();

    void measure() {
        long used = used();
        System.gc();
        readings.add(new Reading(used, used()));
    }

    List<Reading> readings() {
        return readings;
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
