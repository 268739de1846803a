package io.github.coordinator.round;

/**
 * A client's place in the roster. It holds as long as the roster has that version, and so at least for the life of a
 * round: whoever leaves, nobody else's seat moves before the round is over.
 *
 * @param rosterVersion the version of the roster in which the client has this seat, at least 0
 * @param index its index in that roster, counted from 0
 */
public record Seat(long rosterVersion, int index) {
    /**
     * Checks the bounds.
     *
     * @param rosterVersion as above
     * @param index as above
     * @throws IllegalArgumentException if a number is negative
     */
    public Seat {
        if (rosterVersion < 0 || index < 0) {
            throw new IllegalArgumentException("a seat has no negative numbers: " + rosterVersion + ", " + index);
        }
    }
}
