package io.github.coordinator.examples.localtestnet;

/** Has a turn replicated. */
@FunctionalInterface
public interface Proposer {
    /**
     * Returns when the turn cannot be lost any more and the {@link ReplicaState} of this server has taken it.
     *
     * @param turn a turn for {@link ReplicaState#apply}
     * @return what it returned
     * @throws NotLeadingException if this server does not lead, or ceased to before it knew
     */
    TurnResults propose(byte[] turn);
}
