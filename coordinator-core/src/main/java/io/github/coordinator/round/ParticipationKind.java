package io.github.coordinator.round;

/**
 * How a witness proof says who took part in a round. Further constants may come in a minor version: a switch over kinds needs
 * a default.
 *
 * @since 0.1.0
 */
public enum ParticipationKind {
    /** One bit for each client of the round: exact, and the default. */
    BITMAP,

    /**
     * Psyche's Bloom filter of 1,024 bits and 8 keys: of one size however many clients there are, but it lets some of
     * the absent pass. A run that uses it has at most 88 clients.
     */
    BLOOM
}
