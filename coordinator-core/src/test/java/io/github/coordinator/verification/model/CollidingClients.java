package io.github.coordinator.verification.model;

import io.github.coordinator.ClientId;
import java.util.List;
import java.util.stream.Stream;

/** Clients whose ids all have the same hash, so that a look-up must compare them. */
public final class CollidingClients {
    /** The clients that random calls are about. */
    public static final List<ClientId> ALL = Stream.of("AaAaAa", "AaAaBB", "AaBBAa", "AaBBBB", "BBAaAa", "BBAaBB")
            .map(ClientId::of)
            .toList();

    /** Somebody who is never pending. */
    static final ClientId STRANGER = ClientId.of("BBBBBB");

    private CollidingClients() {}
}
