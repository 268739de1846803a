package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.ClientId;

/** Says which keys may join. A host puts its own check here. */
@FunctionalInterface
interface KeyPolicy {
    /**
     * Whether a client may join, which has proved that it has the secret key. Called by many threads, for each join.
     *
     * @param client the public key
     */
    boolean mayJoin(ClientId client);
}
