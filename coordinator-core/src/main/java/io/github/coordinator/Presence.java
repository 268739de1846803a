package io.github.coordinator;

/**
 * Whether a member is still there. Members that are not {@link #ACTIVE} are gone, and are removed when the state allows it. No
 * constants will come in a minor version.
 *
 * @since 0.1.0
 */
public enum Presence {
    /** It takes part. */
    ACTIVE,
    /** Its connection is gone; it keeps its seat if it joins before it is removed. */
    DISCONNECTED,
    /** It said goodbye; it may join the next epoch. */
    LEFT,
    /** The operator barred it from the run. */
    EJECTED
}
