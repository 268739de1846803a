/**
 * Whole runs in virtual time: a host as a real server would be, honest clients that know only what they were sent, some
 * that lie, and a network that loses, repeats, delays and swaps what it carries.
 *
 * <p>{@link io.github.coordinator.simulation.Simulation} is one run, made by {@link io.github.coordinator.simulation.Plan}
 * out of one number; the same number gives the same run to the byte. {@link io.github.coordinator.simulation.Referee}
 * judges every call to the coordinator by the invariants of {@link io.github.coordinator.model.Invariants}, and what only a
 * whole world can show by its own. {@link io.github.coordinator.simulation.SimulationTest} makes thousands of runs, and says
 * how to repeat one that fails.
 */
@NullMarked
package io.github.coordinator.simulation;

import org.jspecify.annotations.NullMarked;
