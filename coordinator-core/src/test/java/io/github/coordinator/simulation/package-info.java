/**
 * Whole runs in virtual time: a host as a real server would be, honest clients that know only what they were sent, some
 * that lie, and a network that loses, repeats, delays and swaps what it carries.
 *
 * <p>{@link io.github.coordinator.simulation.Simulation} is one run, made by {@link io.github.coordinator.simulation.Plan}
 * out of one number; the same number gives the same run to the byte. {@link io.github.coordinator.simulation.Referee}
 * judges every call to the coordinator by the invariants of {@link io.github.coordinator.model.Invariants}, and what only a
 * whole world can show by its own. {@link io.github.coordinator.simulation.SimulationTest} makes thousands of runs, and says
 * how to repeat one that fails.
 *
 * <p>Nothing of this is published. What a host's own tests need is in the library: time is a parameter, seeds may be fixed,
 * and the whole state is a value, so that a test drives a host as that of the example {@code embedding} does. The invariants
 * watch the library and not its host, and to publish them would bind them to what the tests are made of.
 */
@NullMarked
package io.github.coordinator.simulation;

import org.jspecify.annotations.NullMarked;
