package io.github.coordinator;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a run is doing. Only {@link Coordinator#tick} changes it, by at most one step of {@link #successors()} at a time. Each
 * state lists what it accepts beside the calls that every state accepts ({@code healthCheck}, {@code disconnected},
 * {@code leave}, {@code eject}, {@code reinstate}, {@code checkpoint}, and in all but {@link #FINISHED} {@code join},
 * {@code pause}, {@code resume} and {@code stop}), and each way
 * out in the order in which a tick checks them. A duration is over when at least it, and more than no time, has passed. No
 * constants will come in a minor version.
 *
 * @since 0.1.0
 */
public enum RunState {
    /**
     * Asks the {@link ClientSource} for the pending clients.
     *
     * <ul>
     * <li>→ {@link #FINISHED}: no steps are left
     * <li>→ {@link #FINISHED}: a stop is pending
     * <li>→ {@link #PAUSED}: a pause is pending
     * <li>→ {@link #WARMUP}: at least {@code init_min_clients} that are not ejected are pending, and
     *     {@code waiting_for_members_extra_time} has passed since the tick that first found enough, or {@code max_clients} can
     *     be taken
     * </ul>
     */
    WAITING_FOR_MEMBERS,
    /**
     * Clients load the model. Accepts {@link Coordinator#ready ready}. Each tick removes members that left or were ejected;
     * {@code on_warmup_drop} says when it removes members that disconnected. Silent ones are removed by the ticks that look for
     * signs of life, a third of {@code health_check_timeout} apart.
     *
     * <ul>
     * <li>→ {@link #WAITING_FOR_MEMBERS}: a member disconnected and {@code on_warmup_drop} is {@code "restart"}, or fewer than
     *     {@code min_clients} are left
     * <li>→ {@link #FINISHED}: a stop is pending
     * <li>→ {@link #PAUSED}: a pause is pending
     * <li>→ {@link #ROUND_TRAIN}: all members that are there are ready and at least {@code min_clients} are there, or
     *     {@code warmup_time} is over
     * </ul>
     */
    WARMUP,
    /**
     * Clients train on their shares. Accepts {@link Coordinator#witness witness}.
     *
     * <ul>
     * <li>→ {@link #ROUND_WITNESS}: {@code early_end} is fulfilled; or a quorum is required, and fewer elected witnesses than
     *     it needs have attested or may still attest; or {@code max_round_train_time} is over
     * </ul>
     */
    ROUND_TRAIN,
    /**
     * The last call for witness proofs. Accepts {@link Coordinator#witness witness}. When {@code round_witness_time} is over,
     * the round is evaluated, and members that are gone, silent, absent or not attesting are removed.
     *
     * <ul>
     * <li>→ {@link #WAITING_FOR_MEMBERS}: the last step is done
     * <li>→ {@link #COOLDOWN}: the epoch has had {@code rounds_per_epoch} rounds, or {@code epoch_time} is over, or fewer than
     *     {@code min_clients} are left, or the round was not confirmed and nobody was removed in it, or a stop or a pause is
     *     pending
     * <li>→ {@link #ROUND_TRAIN}: otherwise
     * </ul>
     */
    ROUND_WITNESS,
    /**
     * Clients save the model. When {@code cooldown_time} is over, members that are gone or silent are removed, and the epoch
     * ends.
     *
     * <ul>
     * <li>→ {@link #FINISHED}: a stop is pending
     * <li>→ {@link #PAUSED}: a pause is pending
     * <li>→ {@link #WAITING_FOR_MEMBERS}: otherwise
     * </ul>
     */
    COOLDOWN,
    /**
     * Stopped by the operator for a while. Accepts {@link Coordinator#reconfigure reconfigure}.
     *
     * <ul>
     * <li>→ {@link #FINISHED}: a stop is pending
     * <li>→ {@link #WAITING_FOR_MEMBERS}: {@link Coordinator#resume resume} is recorded
     * </ul>
     */
    PAUSED,
    /** The run is done. Never ends. */
    FINISHED;

    /**
     * The states that can follow this one.
     *
     * @return an unmodifiable set in the order of the constants
     */
    public Set<RunState> successors() {
        return switch (this) {
            case WAITING_FOR_MEMBERS -> setOf(WARMUP, PAUSED, FINISHED);
            case WARMUP -> setOf(WAITING_FOR_MEMBERS, ROUND_TRAIN, PAUSED, FINISHED);
            case ROUND_TRAIN -> setOf(ROUND_WITNESS);
            case ROUND_WITNESS -> setOf(WAITING_FOR_MEMBERS, ROUND_TRAIN, COOLDOWN);
            case COOLDOWN -> setOf(WAITING_FOR_MEMBERS, PAUSED, FINISHED);
            case PAUSED -> setOf(WAITING_FOR_MEMBERS, FINISHED);
            case FINISHED -> setOf();
        };
    }

    private static Set<RunState> setOf(RunState... states) {
        EnumSet<RunState> set = EnumSet.noneOf(RunState.class);
        Collections.addAll(set, states);
        return Collections.unmodifiableSet(set);
    }

    /**
     * Whether this is one of the two states of an open round, in which witnesses may attest.
     *
     * @return true for {@link #ROUND_TRAIN} and {@link #ROUND_WITNESS}
     */
    public boolean isRound() {
        return this == ROUND_TRAIN || this == ROUND_WITNESS;
    }
}
