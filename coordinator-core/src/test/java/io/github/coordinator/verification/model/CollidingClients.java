package io.github.coordinator.verification.model;

import io.github.coordinator.ClientId;
import java.util.List;
import java.util.stream.Stream;

/** Clients whose ids all have the same hash, so that whoever looks them up must compare. */
public final class CollidingClients {
    /** Whom random calls speak of. */
    public static final List<ClientId> ALL = Stream.of("AaAaAa", "AaAaBB", "AaBBAa", "AaBBBB", "BBAaAa", "BBAaBB")
            .map(ClientId::of)
            .toList();

    /** Somebody who is never pending. */
    static final ClientId STRANGER = ClientId.of("BBBBBB");

    private CollidingClients() {}
}
