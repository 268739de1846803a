package io.github.coordinator.examples.localtestnet;

/** Replicates turns. */
@FunctionalInterface
public interface Proposer {
    /**
     * Replicates a turn. Returns when a majority of the servers has it and the {@link ReplicaState} of this server has taken it.
     *
     * @param turn a turn for {@link ReplicaState#apply}
     * @return what {@link ReplicaState#apply} returned
     * @throws NotLeadingException if this server does not lead, or stopped leading before it knew that the turn was taken
     */
    TurnResults propose(byte[] turn);
}
