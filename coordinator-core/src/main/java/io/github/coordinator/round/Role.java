package io.github.coordinator.round;

/** What the committee's order makes of a client for one round. Being a witness comes on top, by an order of its own. */
public enum Role {
    /** Settles disagreements between verifiers; gets no data of its own. No configuration asks for any yet. */
    TIE_BREAKER,
    /** Repeats the work of trainers to check it; gets no data of its own. */
    VERIFIER,
    /** Trains on its share of the round's batch. */
    TRAINER
}
