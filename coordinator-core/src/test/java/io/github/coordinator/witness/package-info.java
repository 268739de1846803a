/** Tests of proofs and participation. */
@NullMarked
package io.github.coordinator.witness;

import org.jspecify.annotations.NullMarked;
