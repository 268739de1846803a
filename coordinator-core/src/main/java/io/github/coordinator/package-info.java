/**
 * The state machine of a distributed training run, and what a host needs to drive it: {@link
 * io.github.coordinator.Coordinator} is where to begin.
 */
@NullMarked
package io.github.coordinator;

import org.jspecify.annotations.NullMarked;
