package io.github.coordinator;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a run is doing. Only {@link Coordinator#tick} changes it, by at most one step of {@link #successors()} at a time.
 * {@code healthCheck}, {@code disconnect}, {@code leave} and {@code eject} are taken in every state, and {@code join},
 * {@code pause} and {@code resume} in all but {@link #FINISHED}.
 */
public enum RunState {
    /**
     * Asks the {@link ClientSource} for the clients pending at each tick. Ends with {@link #FINISHED} if no steps are left,
     * with {@link #PAUSED} if a pause is pending, and with {@link #WARMUP} once at least {@code init_min_clients} are
     * pending and {@code waiting_for_members_extra_time} is over.
     */
    WAITING_FOR_MEMBERS,
    /**
     * Clients load the model, and say that they are {@link Coordinator#ready ready}. Those that are gone are removed at
     * each tick. Ends with {@link #WAITING_FOR_MEMBERS} when fewer than {@code min_clients} are left, with {@link #PAUSED}
     * if a pause is pending, and with {@link #ROUND_TRAIN} when all are ready or {@code warmup_time} is over.
     */
    WARMUP,
    /**
     * Clients train on their shares, and witnesses may already {@linkplain Coordinator#witness attest}. Ends with
     * {@link #ROUND_WITNESS} when every elected witness that is still active has attested, with at least one proof and the
     * quorum where one is required, or when {@code max_round_train_time} is over.
     */
    ROUND_TRAIN,
    /**
     * The last call for {@linkplain Coordinator#witness witness proofs}. When {@code round_witness_time} is over, the round
     * is evaluated, and clients that are gone, silent or absent are removed. Then it ends with {@link #WAITING_FOR_MEMBERS}
     * after the last step; with {@link #COOLDOWN} if the epoch has had its rounds or its time, if fewer than
     * {@code min_clients} are left, if the round was not confirmed, or if a pause is pending; and else with the next
     * {@link #ROUND_TRAIN}.
     */
    ROUND_WITNESS,
    /**
     * Clients save the model. When {@code cooldown_time} is over, those that are gone are removed and the epoch is, too.
     * Then it ends with {@link #PAUSED} if a pause is pending, and else with {@link #WAITING_FOR_MEMBERS}.
     */
    COOLDOWN,
    /** Stopped by the host. Ends with {@link #WAITING_FOR_MEMBERS} once {@link Coordinator#resume} is recorded. */
    PAUSED,
    /** All steps are done. Never ends. */
    FINISHED;

    /**
     * The states that can follow this one.
     *
     * @return an unmodifiable set in the order of the constants
     */
    public Set<RunState> successors() {
        return switch (this) {
            case WAITING_FOR_MEMBERS -> setOf(WARMUP, PAUSED, FINISHED);
            case WARMUP -> setOf(WAITING_FOR_MEMBERS, ROUND_TRAIN, PAUSED);
            case ROUND_TRAIN -> setOf(ROUND_WITNESS);
            case ROUND_WITNESS -> setOf(WAITING_FOR_MEMBERS, ROUND_TRAIN, COOLDOWN);
            case COOLDOWN -> setOf(WAITING_FOR_MEMBERS, PAUSED);
            case PAUSED -> setOf(WAITING_FOR_MEMBERS);
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
