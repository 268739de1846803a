/** What the original system did, as recorded in the golden files, and how ours is held against it. */
@NullMarked
package io.github.coordinator.golden;

import org.jspecify.annotations.NullMarked;
