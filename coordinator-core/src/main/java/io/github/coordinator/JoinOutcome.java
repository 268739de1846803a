package io.github.coordinator;

/**
 * The answer to {@link Coordinator#join}. The causes of refusal are checked in the order of the constants.
 *
 * @since 0.1.0
 */
public enum JoinOutcome implements Outcome {
    /** The client is welcome: the host adds it to its pending clients and ticks. */
    ACCEPTED(Kind.DONE),
    /** A member whose connection was gone is back before the tick that would have removed it, and keeps its seat. */
    SEAT_KEPT(Kind.DONE),
    /** Refused: the run has another id. */
    WRONG_RUN(Kind.REFUSED),
    /** Refused: the client was ejected from this run. */
    EJECTED(Kind.REFUSED),
    /** Refused: the run is over. */
    FINISHED(Kind.REFUSED),
    /**
     * Nothing to do: the client is a member. A {@link HostedRun} begins a new session with it all the same, as
     * {@link JoinResult#accepted()} says.
     */
    ALREADY_MEMBER(Kind.NOTHING_TO_DO),
    /** Refused by {@link HostedRun}: as many clients are pending as it has room for. */
    FULL(Kind.REFUSED);

    private final Kind kind;

    JoinOutcome(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
