/** The example as a whole, in real processes. */
@NullMarked
package io.github.coordinator.examples.localtestnet;

import org.jspecify.annotations.NullMarked;
