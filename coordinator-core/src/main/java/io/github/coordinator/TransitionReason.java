package io.github.coordinator;

/**
 * Why the run went to another state. Where several reasons hold, the first in the order in which {@link RunState} lists
 * them. Further constants may come in a minor version: a switch over reasons needs a default.
 *
 * @since 0.1.0
 */
public enum TransitionReason {
    /** {@code WAITING_FOR_MEMBERS → WARMUP}: enough clients are pending, and the waiting is over. */
    ENOUGH_CLIENTS,
    /** {@code WAITING_FOR_MEMBERS → FINISHED}: no steps are left. */
    NO_STEPS_LEFT,
    /** {@code WARMUP → ROUND_TRAIN}: every member is ready. */
    ALL_READY,
    /** {@code WARMUP → ROUND_TRAIN}: {@code warmup_time} is over. */
    WARMUP_TIME_OVER,
    /** {@code ROUND_TRAIN → ROUND_WITNESS}: every elected witness that is still active has attested. */
    ALL_ATTESTED,
    /** {@code ROUND_TRAIN → ROUND_WITNESS}: the quorum has attested, and {@code early_end} is {@code "quorum"}. */
    QUORUM_ATTESTED,
    /** {@code ROUND_TRAIN → ROUND_WITNESS}: fewer witnesses than the quorum have attested or may still attest. */
    CUT_SHORT,
    /** {@code ROUND_TRAIN → ROUND_WITNESS}: {@code max_round_train_time} is over. */
    TRAIN_TIME_OVER,
    /** {@code ROUND_WITNESS → ROUND_TRAIN}: the epoch goes on. */
    NEXT_ROUND,
    /** {@code ROUND_WITNESS → WAITING_FOR_MEMBERS}: the last step of the run is done. */
    LAST_STEP_DONE,
    /** {@code ROUND_WITNESS → COOLDOWN}: the epoch has had {@code rounds_per_epoch} rounds. */
    EPOCH_ROUNDS_DONE,
    /** {@code ROUND_WITNESS → COOLDOWN}: {@code epoch_time} is over. */
    EPOCH_TIME_OVER,
    /** {@code WARMUP → WAITING_FOR_MEMBERS} or {@code ROUND_WITNESS → COOLDOWN}: fewer than {@code min_clients} are left. */
    TOO_FEW_MEMBERS,
    /** {@code WARMUP → WAITING_FOR_MEMBERS}: a member disconnected, and {@code on_warmup_drop} is {@code "restart"}. */
    WARMUP_DROP,
    /**
     * {@code ROUND_WITNESS → COOLDOWN}: fewer witnesses than the quorum attested, or fewer clients than
     * {@code min_participants} took part, and the round removed nobody.
     */
    NOT_CONFIRMED,
    /** {@code COOLDOWN → WAITING_FOR_MEMBERS}: {@code cooldown_time} is over. */
    COOLDOWN_TIME_OVER,
    /** The operator asked for a pause. From {@code ROUND_WITNESS} the way to {@code PAUSED} leads through {@code COOLDOWN}. */
    PAUSE,
    /** The operator asked for the end of the run. From {@code ROUND_WITNESS} the way to {@code FINISHED} leads through {@code COOLDOWN}. */
    STOP,
    /** {@code PAUSED → WAITING_FOR_MEMBERS}: the operator ended the pause. */
    RESUME;

    /** Whether the run can be in that state for this reason. */
    boolean leadsTo(RunState state) {
        return switch (this) {
            case ENOUGH_CLIENTS -> state == RunState.WARMUP;
            case ALL_READY, WARMUP_TIME_OVER, NEXT_ROUND -> state == RunState.ROUND_TRAIN;
            case ALL_ATTESTED, QUORUM_ATTESTED, CUT_SHORT, TRAIN_TIME_OVER -> state == RunState.ROUND_WITNESS;
            case EPOCH_ROUNDS_DONE, EPOCH_TIME_OVER, NOT_CONFIRMED -> state == RunState.COOLDOWN;
            case LAST_STEP_DONE, WARMUP_DROP, COOLDOWN_TIME_OVER, RESUME -> state == RunState.WAITING_FOR_MEMBERS;
            case TOO_FEW_MEMBERS -> state == RunState.WAITING_FOR_MEMBERS || state == RunState.COOLDOWN;
            case PAUSE -> state == RunState.PAUSED || state == RunState.COOLDOWN;
            case STOP -> state == RunState.FINISHED || state == RunState.COOLDOWN;
            case NO_STEPS_LEFT -> state == RunState.FINISHED;
        };
    }
}
