/** Several servers in one process. */
@NullMarked
package io.github.coordinator.examples.replicated;

import org.jspecify.annotations.NullMarked;
