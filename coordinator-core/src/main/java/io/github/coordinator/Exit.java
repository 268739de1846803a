package io.github.coordinator;

import java.time.Instant;

/**
 * How a client left the run: recorded once, and kept until the next epoch takes its members.
 *
 * @param client who left
 * @param cause why
 * @param during the state that the run was in
 * @param epoch the epoch, counted from 0
 * @param height the round within the epoch, counted from 0; −1 during warm-up, before the first
 * @param at the time of the tick that removed it
 */
public record Exit(ClientId client, Cause cause, RunState during, long epoch, long height, Instant at) {
    /** Why a client was removed. Where several causes hold, the first of them. */
    public enum Cause {
        /** The host barred it; it never returns to this run. */
        EJECTED,
        /** It said goodbye. */
        LEFT,
        /** Its connection was gone, and it did not join again in time. */
        DISCONNECTED,
        /** It gave no sign of life for {@code max_missed_health_checks} rounds in a row. */
        MISSED_HEALTH_CHECKS,
        /** A quorum of the witnesses left it out for {@code max_absent_rounds} confirmed rounds in a row. */
        ABSENT
    }
}
