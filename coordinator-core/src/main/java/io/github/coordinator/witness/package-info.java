/** Witness proofs, and the ways in which they say who took part in a round. */
@NullMarked
package io.github.coordinator.witness;

import org.jspecify.annotations.NullMarked;
