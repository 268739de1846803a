/**
 * The configuration of a run, as values that fit each other. {@link io.github.coordinator.config.RunConfig#builder} makes one
 * in code; {@link io.github.coordinator.runfile} reads one from a file.
 */
@NullMarked
package io.github.coordinator.config;

import org.jspecify.annotations.NullMarked;
