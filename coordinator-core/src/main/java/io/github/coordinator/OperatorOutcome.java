package io.github.coordinator;

/**
 * The answer to a call of the operator or of the host itself: {@link Coordinator#eject}, {@link Coordinator#reinstate},
 * {@link Coordinator#pause}, {@link Coordinator#resume}, {@link Coordinator#stop}, {@link Coordinator#reconfigure},
 * {@link Coordinator#checkpoint} and {@link Coordinator#restarted}. The causes of refusal are checked in the order of the constants.
 *
 * @since 0.1.0
 */
public enum OperatorOutcome implements Outcome {
    /** It is recorded; the run follows at the next tick that can. */
    RECORDED(Kind.DONE),
    /** Refused: the run is over. */
    FINISHED(Kind.REFUSED),
    /** Nothing to do, or refused for good: the operator has asked for the end of the run, which cannot be taken back. */
    STOPPING(Kind.NOTHING_TO_DO),
    /** Nothing to pause: the run is paused. */
    ALREADY_PAUSED(Kind.NOTHING_TO_DO),
    /** Nothing to resume: the run is not paused and will not be, or resumes already. */
    NOT_PAUSED(Kind.NOTHING_TO_DO),
    /** Refused: only a paused run takes a configuration. */
    WRONG_STATE(Kind.REFUSED),
    /** Refused: the run cannot take up that configuration; its problems say why. */
    CONFIG_REFUSED(Kind.REFUSED),
    /** Nothing to do: the client is ejected already. */
    ALREADY_EJECTED(Kind.NOTHING_TO_DO),
    /** Nothing to do: the client is not ejected. */
    NOT_EJECTED(Kind.NOTHING_TO_DO);

    private final Kind kind;

    OperatorOutcome(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
