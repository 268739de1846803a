package io.github.coordinator.round;

/**
 * A member's place in the roster. Seats are numbered when a round begins and hold for the whole life of that round:
 * a removal changes the numbers of the others only when the next round begins.
 *
 * @param rosterVersion the version of the roster in which the client has this seat, at least 0
 * @param index its index in that roster, counted from 0
 * @since 0.1.0
 */
public record Seat(long rosterVersion, int index) {
    /**
     * Checks the bounds.
     *
     * @param rosterVersion at least 0
     * @param index at least 0
     * @throws IllegalArgumentException if a number is negative
     */
    public Seat {
        if (rosterVersion < 0 || index < 0) {
            throw new IllegalArgumentException(
                    "rosterVersion " + rosterVersion + " and index " + index + " of a seat must be at least 0");
        }
    }
}
