package io.github.coordinator;

/** The answer to {@link Coordinator#join}. The causes of refusal are checked in the order of the constants. */
public enum JoinOutcome {
    /** The client is welcome: the host adds it to its pending clients and ticks. */
    ACCEPTED(true),
    /** A member whose connection was gone is back before the tick that would have removed it, and keeps its seat. */
    SEAT_KEPT(true),
    /** Refused: the run has another id. */
    WRONG_RUN(false),
    /** Refused: the client was ejected from this run. */
    BARRED(false),
    /** Refused: the run is over. */
    FINISHED(false),
    /** Nothing to do: the client is a member. */
    ALREADY_MEMBER(false),
    /** Refused for now: the client said goodbye, and cannot undo it; it may join again once it has been removed. */
    LEAVING(false);

    private final boolean accepted;

    JoinOutcome(boolean accepted) {
        this.accepted = accepted;
    }

    /**
     * Whether the join was accepted. One that was not changed nothing.
     *
     * @return true for {@link #ACCEPTED} and {@link #SEAT_KEPT}
     */
    public boolean accepted() {
        return accepted;
    }
}
