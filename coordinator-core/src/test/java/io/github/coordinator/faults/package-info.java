/**
 * Proof that the tests work: each fault of the original is put back, one at a time, and must turn them red.
 *
 * <p>The faults are in {@code src/test/faults}, and the {@code README.md} there, which a run of all of them writes, says
 * how they are written, how they are put back and which test caught each. {@link
 * io.github.coordinator.faults.FaultsPutBack} puts them back; {@link io.github.coordinator.faults.FaultFilesTest} belongs
 * to the normal tests, and only sees that each could be.
 */
@NullMarked
package io.github.coordinator.faults;

import org.jspecify.annotations.NullMarked;
