/**
 * Everything that can happen within so many operations: all states that a small run can reach, breadth first, each step
 * under the invariants of {@link io.github.coordinator.model.Invariants}. Random tests find what is likely; this finds what
 * is possible. The ways to a sample of the states are gone once more, by a coordinator that is not restored on the way and with all
 * calls that should make no difference, so that nothing can hide where no snapshot shows it.
 *
 * <p>{@link io.github.coordinator.exhaustive.Alphabet} lists the operations,
 * {@link io.github.coordinator.exhaustive.Situation} says which states are the same, and
 * {@link io.github.coordinator.exhaustive.ExhaustiveTest} pins how many there are.
 */
@NullMarked
package io.github.coordinator.exhaustive;

import org.jspecify.annotations.NullMarked;
