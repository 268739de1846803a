package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.Outcome;

/** What became of an update. The causes of refusal are checked in the order of the constants. */
enum UpdateOutcome {
    /** It is recorded, and relayed to all members. */
    RECORDED(Outcome.Kind.DONE),
    /** Refused: no such round is open. */
    WRONG_ROUND(Outcome.Kind.REFUSED),
    /** Refused: the client has no seat. */
    NOT_A_MEMBER(Outcome.Kind.REFUSED),
    /** Refused: the client has no share of the data. */
    NO_SHARE(Outcome.Kind.REFUSED),
    /** Nothing to do: the first one counts. */
    DUPLICATE(Outcome.Kind.NOTHING_TO_DO);

    private final Outcome.Kind kind;

    UpdateOutcome(Outcome.Kind kind) {
        this.kind = kind;
    }

    Outcome.Kind kind() {
        return kind;
    }
}
