package io.github.coordinator;

/**
 * The answer to {@link Coordinator#witness}. The causes of refusal are checked in the order of the constants.
 *
 * @since 0.1.0
 */
public enum WitnessOutcome implements Outcome {
    /** The proof is recorded. */
    ACCEPTED(Kind.DONE),
    /** Refused: no round is open. */
    WRONG_STATE(Kind.REFUSED),
    /** Refused: the sender has no seat in this epoch. */
    NOT_A_MEMBER(Kind.REFUSED),
    /** Refused: the sender has a seat, but is gone: disconnected, left or ejected. */
    GONE(Kind.REFUSED),
    /** Refused: the proof speaks of another epoch. */
    WRONG_EPOCH(Kind.REFUSED),
    /** Refused: the proof speaks of another round of this epoch. */
    WRONG_ROUND(Kind.REFUSED),
    /** Refused: the sender has another index in the roster. */
    WRONG_INDEX(Kind.REFUSED),
    /** Refused: the sender is not a witness of this round. */
    NOT_ELECTED(Kind.REFUSED),
    /** Refused: the sender is a witness, but at another position. */
    WRONG_POSITION(Kind.REFUSED),
    /** Nothing to do: the sender has attested this round before. */
    DUPLICATE(Kind.NOTHING_TO_DO),
    /** Refused: this run wants participation as a bitmap and got a filter, or the other way round. */
    WRONG_PARTICIPATION_KIND(Kind.REFUSED),
    /** Refused: the bitmap has more or fewer bits than the round has clients. */
    WRONG_BITMAP_SIZE(Kind.REFUSED),
    /** Refused: the filter was not made with the keys that the round gives. */
    FOREIGN_FILTER_KEYS(Kind.REFUSED),
    /**
     * Refused: the filter has more bits set than {@link io.github.coordinator.round.ParticipationFilter#MAX_BITS_SET}, too many
     * to be evidence.
     */
    SATURATED_FILTER(Kind.REFUSED);

    private final Kind kind;

    WitnessOutcome(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
