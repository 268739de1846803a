package io.github.coordinator.config;

/**
 * When training ends before its time. Further constants may come in a minor version: a switch over them needs a default.
 *
 * @since 0.1.0
 */
public enum EarlyEnd {
    /**
     * Once every elected witness that is still active has attested, with at least one proof, and the quorum where one is
     * required.
     */
    WITNESSES,
    /** Once the quorum has attested; where none is required, as {@link #WITNESSES}. */
    QUORUM,
    /** Never. */
    NEVER
}
