package io.github.coordinator;

/** The answer to {@link Coordinator#pause} and {@link Coordinator#resume}. */
public enum PauseOutcome {
    /** It is recorded; the run follows at the next tick that can. */
    RECORDED,
    /** Refused: the run is over. */
    FINISHED,
    /** Nothing to pause: the run is paused. */
    ALREADY_PAUSED,
    /** Nothing to resume: the run is not paused and will not be, or resumes already. */
    NOT_PAUSED;

    /**
     * Whether the request was accepted. One that was not changed nothing.
     *
     * @return true for {@link #RECORDED}
     */
    public boolean accepted() {
        return this == RECORDED;
    }
}
