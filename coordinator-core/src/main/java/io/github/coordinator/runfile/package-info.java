/**
 * The reader of run files: a {@code data.toml} of ours, or a run file of Psyche's. {@link
 * io.github.coordinator.runfile.RunConfigLoader} is all of it. This is the only package that needs tomlj.
 */
@NullMarked
package io.github.coordinator.runfile;

import org.jspecify.annotations.NullMarked;
