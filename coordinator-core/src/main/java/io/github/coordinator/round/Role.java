package io.github.coordinator.round;

/**
 * What a client does in one round. Being a witness comes on top, by an election of its own. Further constants may come in
 * a minor version: a switch over roles needs a default.
 *
 * @since 0.1.0
 */
public enum Role {
    /** Repeats the work of trainers to check it; gets no data of its own. */
    VERIFIER,
    /** Trains on its share of the round's batch. */
    TRAINER
}
