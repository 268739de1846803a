/**
 * The server of the local testnet on several machines, as the state machine of a Raft group. {@code RaftNode} is one replica; it
 * knows nothing of training.
 */
@NullMarked
package io.github.coordinator.examples.replicated;

import org.jspecify.annotations.NullMarked;
