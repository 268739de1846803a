package io.github.coordinator.examples.benchmarks;

/**
 * What a row of the table came to.
 *
 * @param work the row
 * @param nanos the time of one operation; not a number where the row is not about time
 * @param hashes the same in h
 * @param bytes what one operation allocates, or keeps where the row is about that
 */
record Measurement(Work work, double nanos, double hashes, double bytes) {
    boolean held() {
        return work.target().heldBy(this);
    }
}
