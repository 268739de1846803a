/**
 * What the original system did, as recorded in the golden files, and how ours is held against it. The README beside those
 * files, in the folder {@code golden} of the test resources, tells where they come from, how to read them, and in what
 * (D1 to D11) ours differs on purpose.
 */
@NullMarked
package io.github.coordinator.golden;

import org.jspecify.annotations.NullMarked;
