/** The reader of run files: a {@code data.toml} of ours, or a run file of Psyche. The only package that needs tomlj. */
@NullMarked
package io.github.coordinator.runfile;

import org.jspecify.annotations.NullMarked;
