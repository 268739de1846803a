/** The smallest complete host at work. */
@NullMarked
package io.github.coordinator.examples.embedding;

import org.jspecify.annotations.NullMarked;
