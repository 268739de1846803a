/**
 * Tests the tests: puts back each fault of the original, one at a time, and each must turn them red. The faults, and a table
 * of the tests that caught them, are in {@code src/test/faults}. To run:
 * {@code mvn -pl coordinator-core -Pfaults verify}, with {@code -Dfaults=F04} for one fault alone.
 */
@NullMarked
package io.github.coordinator.verification.faults;

import org.jspecify.annotations.NullMarked;
