/** The configuration of a run: values that fit each other, and their builder. */
@NullMarked
package io.github.coordinator.config;

import org.jspecify.annotations.NullMarked;
