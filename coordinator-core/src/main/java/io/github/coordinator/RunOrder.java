package io.github.coordinator;

/**
 * What the operator asked for and has not taken effect yet. One order is pending at a time. Further constants may come in a
 * minor version: a switch over orders needs a default.
 *
 * @since 0.1.0
 */
public enum RunOrder {
    /** Nothing. */
    NONE,
    /** To pause the run at the next point where it can. */
    PAUSE,
    /** To finish the run at the next point where it can. Replaces a pause, and cannot be taken back. */
    STOP,
    /** To end the pause; only while the run is {@link RunState#PAUSED}. */
    RESUME
}
