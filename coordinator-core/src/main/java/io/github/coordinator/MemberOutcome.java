package io.github.coordinator;

/**
 * The answer to {@link Coordinator#ready}, {@link Coordinator#healthCheck}, {@link Coordinator#disconnect},
 * {@link Coordinator#leave} and {@link Coordinator#eject}. The causes of refusal are checked in the order of the
 * constants.
 */
public enum MemberOutcome {
    /** It is recorded; the next tick sees it. */
    RECORDED,
    /** Refused: the run is not in a state that takes this message. */
    WRONG_STATE,
    /** Refused: the client has no seat in this epoch. */
    NOT_A_MEMBER,
    /** Refused: the client has a seat, but is gone: disconnected, left or ejected. */
    GONE,
    /** Nothing to do: the client has said so before. */
    ALREADY_READY,
    /** Nothing to do: the client is barred already. */
    ALREADY_EJECTED;

    /**
     * Whether the message was accepted. One that was not changed nothing.
     *
     * @return true for {@link #RECORDED}
     */
    public boolean accepted() {
        return this == RECORDED;
    }
}
