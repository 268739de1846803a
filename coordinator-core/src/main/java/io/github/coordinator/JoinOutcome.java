package io.github.coordinator;

/** The answer to {@link Coordinator#join}. The causes of refusal are checked in the order of the constants. */
public enum JoinOutcome {
    /** The client is welcome: the host adds it to its pending clients and ticks. */
    ACCEPTED,
    /** A member whose connection was gone is back before the tick that would have removed it, and keeps its seat. */
    SEAT_KEPT,
    /** Refused: the run has another id. */
    WRONG_RUN,
    /** Refused: the client was ejected from this run. */
    BARRED,
    /** Refused: the run is over. */
    FINISHED,
    /** Nothing to do: the client is a member. */
    ALREADY_MEMBER,
    /** Refused for now: the client said goodbye, and cannot undo it; it may join again once it has been removed. */
    LEAVING;

    /**
     * Whether the join was accepted. One that was not changed nothing.
     *
     * @return true for {@link #ACCEPTED} and {@link #SEAT_KEPT}
     */
    public boolean accepted() {
        return this == ACCEPTED || this == SEAT_KEPT;
    }
}
