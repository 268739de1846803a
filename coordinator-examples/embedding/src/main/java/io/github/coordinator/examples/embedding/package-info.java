/** The smallest complete host: what a server has to do to run a coordinator. */
@NullMarked
package io.github.coordinator.examples.embedding;

import org.jspecify.annotations.NullMarked;
