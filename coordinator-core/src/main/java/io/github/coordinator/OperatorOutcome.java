package io.github.coordinator;

/**
 * The answer to {@link Coordinator#eject}, {@link Coordinator#pause}, {@link Coordinator#resume} and
 * {@link Coordinator#restarted}. The causes of refusal are checked in the order of the constants.
 */
public enum OperatorOutcome implements Outcome {
    /** It is recorded; the run follows at the next tick that can. */
    RECORDED(Kind.DONE),
    /** Refused: the run is over. */
    FINISHED(Kind.REFUSED),
    /** Nothing to pause: the run is paused. */
    ALREADY_PAUSED(Kind.NOTHING_TO_DO),
    /** Nothing to resume: the run is not paused and will not be, or resumes already. */
    NOT_PAUSED(Kind.NOTHING_TO_DO),
    /** Nothing to do: the client is ejected already. */
    ALREADY_EJECTED(Kind.NOTHING_TO_DO);

    private final Kind kind;

    OperatorOutcome(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
