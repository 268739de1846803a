package io.github.coordinator.round;

/**
 * How the shares of a round's data are dealt to its trainers. Further constants may come in a minor version: a switch over
 * them needs a default.
 *
 * @since 0.1.0
 */
public enum DataOrder {
    /** By the order of roles, in which each client gets each share equally often. A client's own share costs 182 hashes. */
    UNIFORM,
    /**
     * By Psyche's shuffle, which favours some seats: of 1,000 clients, one seat gets one share up to 73 times as often as it
     * should. A client's own share is O(clients).
     */
    PSYCHE
}
