/**
 * Tests the tests: puts back each fault of the original, one at a time, and expects the quick tests to turn red. The faults
 * and the table of the tests that caught them are in {@code src/test/faults}.
 *
 * <p>All faults: {@code mvn -pl coordinator-core -Pfaults verify}. One fault: the same with {@code -Dfaults=F04}.
 */
@NullMarked
package io.github.coordinator.verification.faults;

import org.jspecify.annotations.NullMarked;
