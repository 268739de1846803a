package io.github.coordinator;

/** The answer to {@link Coordinator#witness}. The causes of refusal are checked in the order of the constants. */
public enum WitnessOutcome {
    /** The proof is recorded. */
    ACCEPTED,
    /** Refused: no round is open. */
    WRONG_STATE,
    /** Refused: the sender has no seat in this epoch. */
    NOT_A_MEMBER,
    /** Refused: the sender has a seat, but is gone: disconnected, left or ejected. */
    GONE,
    /** Refused: the proof speaks of another epoch. */
    WRONG_EPOCH,
    /** Refused: the proof speaks of another round of this epoch. */
    WRONG_ROUND,
    /** Refused: the sender has another index in the roster. */
    WRONG_INDEX,
    /** Refused: the sender is no witness of this round. */
    NOT_ELECTED,
    /** Refused: the sender is a witness, but at another position. */
    WRONG_POSITION,
    /** Refused: the sender has attested this round before. */
    DUPLICATE,
    /** Refused: this run wants participation as a bitmap and got a filter, or the other way round. */
    WRONG_PARTICIPATION_KIND,
    /** Refused: the bitmap has more or fewer bits than the round has clients. */
    WRONG_BITMAP_SIZE,
    /** Refused: the filter was not made with the keys that the round gives. */
    FOREIGN_FILTER_KEYS,
    /** Refused: so many bits of the filter are set that it is no evidence. */
    SATURATED_FILTER;

    /**
     * Whether the proof was accepted. One that was not changed nothing.
     *
     * @return true for {@link #ACCEPTED}
     */
    public boolean accepted() {
        return this == ACCEPTED;
    }
}
