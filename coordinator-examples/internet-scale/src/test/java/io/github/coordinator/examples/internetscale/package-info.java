/** The tests of the simulation, on runs small enough to be quick. */
@NullMarked
package io.github.coordinator.examples.internetscale;

import org.jspecify.annotations.NullMarked;
