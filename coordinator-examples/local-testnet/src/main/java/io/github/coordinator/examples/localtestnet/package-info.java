/**
 * A training run on one machine: a server process with the coordinator inside, client processes that train a classifier of
 * handwritten digits together, and a command that starts them all and shows the run.
 */
@NullMarked
package io.github.coordinator.examples.localtestnet;

import org.jspecify.annotations.NullMarked;
