/**
 * Compares the core with recordings of the original: {@link io.github.coordinator.verification.golden.TraceReplay} repeats
 * traces, and {@link io.github.coordinator.verification.golden.Departure} names each deliberate difference. To run:
 * {@code mvn -pl coordinator-core test -Dtest='*Vectors*,*Traces*'}, with {@code -Dgolden=<folder>} on other recordings.
 */
@NullMarked
package io.github.coordinator.verification.golden;

import org.jspecify.annotations.NullMarked;
