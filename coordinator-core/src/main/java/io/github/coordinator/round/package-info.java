/**
 * One round: its witnesses, the role and the data of each client, and the proofs by which witnesses attest.
 *
 * <p>All of it follows from a {@link io.github.coordinator.round.Round}, a few numbers that the host broadcasts. A client asks
 * {@link io.github.coordinator.round.Round#partOf} for its part. The coordinator decides with the same code, so anyone can
 * check its decisions.
 */
@NullMarked
package io.github.coordinator.round;

import org.jspecify.annotations.NullMarked;
