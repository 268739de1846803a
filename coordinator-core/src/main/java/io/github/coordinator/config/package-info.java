/** The configuration of a run: validated values, their builder, and the reader of {@code data.toml}. */
@NullMarked
package io.github.coordinator.config;

import org.jspecify.annotations.NullMarked;
