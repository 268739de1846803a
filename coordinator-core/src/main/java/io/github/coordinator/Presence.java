package io.github.coordinator;

/** Whether a member is still there. All but {@link #ACTIVE} are gone, and are removed when the state allows it. */
public enum Presence {
    /** It takes part. */
    ACTIVE,
    /** Its connection is gone; it keeps its seat if it joins before it is removed. */
    DISCONNECTED,
    /** It said goodbye; it may join the next epoch. */
    LEFT,
    /** The host barred it for the rest of the run. */
    EJECTED
}
