/**
 * The server of the local testnet on several machines, as the state machine of a Raft group: {@code RaftNode} is a replica, and
 * knows nothing of training.
 */
@NullMarked
package io.github.coordinator.examples.replicated;

import org.jspecify.annotations.NullMarked;
