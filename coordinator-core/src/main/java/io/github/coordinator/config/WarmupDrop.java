package io.github.coordinator.config;

/**
 * What a disconnection in warm-up does. Further constants may come in a minor version: a switch over them needs a default.
 *
 * @since 0.1.0
 */
public enum WarmupDrop {
    /** The member is removed at the next tick, and the warm-up goes on, as in Psyche's code. */
    CONTINUE,
    /**
     * The member is removed at the next tick, and the run goes back to waiting for members, whatever its size: the letter of
     * Psyche's documentation.
     */
    RESTART,
    /** The member keeps its seat until the warm-up ends, and may come back until then. */
    KEEP
}
