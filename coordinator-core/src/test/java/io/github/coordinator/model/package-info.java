/**
 * The run held against a second, deliberately naive one and against its invariants, under random calls.
 *
 * <p>{@link io.github.coordinator.model.Call} and {@link io.github.coordinator.model.Step} say what was done and what came
 * of it. {@link io.github.coordinator.model.Invariants} judges one step, {@link io.github.coordinator.model.History} a
 * whole run. {@link io.github.coordinator.model.NaiveRun} says what should have come of it, and {@link
 * io.github.coordinator.model.RunProperties} compares.
 */
@NullMarked
package io.github.coordinator.model;

import org.jspecify.annotations.NullMarked;
