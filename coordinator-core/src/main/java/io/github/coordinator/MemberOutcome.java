package io.github.coordinator;

/**
 * The answer to {@link Coordinator#ready}, {@link Coordinator#healthCheck}, {@link Coordinator#leave} and
 * {@link Coordinator#disconnected}. The causes of refusal are checked in the order of the constants.
 *
 * @since 0.1.0
 */
public enum MemberOutcome implements Outcome {
    /** It is recorded; the next tick sees it. */
    RECORDED(Kind.DONE),
    /** Nothing to do: a later join of this client has begun a new session. */
    OLD_SESSION(Kind.NOTHING_TO_DO),
    /** Refused: the run is not in a state that takes this message. */
    WRONG_STATE(Kind.REFUSED),
    /** Refused: the message is about another epoch. */
    WRONG_EPOCH(Kind.REFUSED),
    /** Refused: the client has no seat in this epoch. */
    NOT_A_MEMBER(Kind.REFUSED),
    /** Refused: the client has a seat, but is gone: disconnected, left or ejected. */
    GONE(Kind.REFUSED),
    /** Nothing to do: the client has said so before. */
    ALREADY_READY(Kind.NOTHING_TO_DO);

    private final Kind kind;

    MemberOutcome(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
