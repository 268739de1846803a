package io.github.coordinator;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** The words in which {@link Explanation} and {@link ClientExplanation} speak to people. */
final class Sentences {
    private static final int MAX_NAMES = 10;

    private Sentences() {}

    static String of(RunState state) {
        return switch (state) {
            case WAITING_FOR_MEMBERS -> "waiting for members";
            case WARMUP -> "in warm-up";
            case ROUND_TRAIN -> "training";
            case ROUND_WITNESS -> "in the last call for proofs";
            case COOLDOWN -> "in cooldown";
            case PAUSED -> "paused";
            case FINISHED -> "finished";
        };
    }

    static String of(TransitionReason reason) {
        return switch (reason) {
            case ENOUGH_CLIENTS -> "enough clients were pending";
            case NO_STEPS_LEFT -> "no steps were left";
            case ALL_READY -> "all members were ready";
            case WARMUP_TIME_OVER -> "warmup_time was over";
            case ALL_ATTESTED -> "all elected witnesses that were there had attested";
            case QUORUM_ATTESTED -> "the quorum had attested";
            case CUT_SHORT -> "too few witnesses were left for the quorum";
            case TRAIN_TIME_OVER -> "max_round_train_time was over";
            case NEXT_ROUND -> "the last round was over";
            case LAST_STEP_DONE -> "the last step was done";
            case EPOCH_ROUNDS_DONE -> "the epoch had had its rounds_per_epoch";
            case EPOCH_TIME_OVER -> "epoch_time was over";
            case TOO_FEW_MEMBERS -> "fewer than min_clients were left";
            case WARMUP_DROP -> "a member disconnected in warm-up";
            case NOT_CONFIRMED -> "the round was not confirmed";
            case COOLDOWN_TIME_OVER -> "cooldown_time was over";
            case PAUSE -> "the operator asked for a pause";
            case STOP -> "the operator stopped the run";
            case RESUME -> "the operator ended the pause";
        };
    }

    static String of(Removal removal) {
        String cause = switch (removal.cause()) {
            case EJECTED -> "the operator ejected it";
            case LEFT -> "it left";
            case DISCONNECTED -> "its connection was gone, and it was not back in time";
            case SILENT -> "it gave no sign of life for health_check_timeout";
            case ABSENT -> "its work was not seen in max_absent_rounds rounds in a row";
            case NOT_ATTESTING -> "it did not attest in max_missed_attestations elections in a row";
        };
        String when = removal.round()
                .map(round -> "removed in epoch " + round.epoch() + " after round " + round.height())
                .orElse("removed in the warm-up of epoch " + removal.epoch());
        return when + ": " + cause;
    }

    /** A duration in its two largest units; below a second, to the millisecond and at least one. */
    static String of(Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            return duration.isZero() ? "0 s" : Math.max(1, duration.toMillis()) + " ms";
        }
        if (duration.toDays() > 0) {
            return duration.toDays() + " d" + (duration.toHoursPart() > 0 ? " " + duration.toHoursPart() + " h" : "");
        }
        if (duration.toHours() > 0) {
            return duration.toHours() + " h"
                    + (duration.toMinutesPart() > 0 ? " " + duration.toMinutesPart() + " min" : "");
        }
        if (duration.toMinutes() > 0) {
            return duration.toMinutes() + " min"
                    + (duration.toSecondsPart() > 0 ? " " + duration.toSecondsPart() + " s" : "");
        }
        return duration.toSeconds() + " s";
    }

    static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    static String missing(List<ClientId> missing) {
        if (missing.isEmpty()) {
            return "";
        }
        String names = missing.stream().limit(MAX_NAMES).map(ClientId::toString).collect(Collectors.joining(", "));
        int others = missing.size() - MAX_NAMES;
        return ", missing " + names + (others > 0 ? " and " + others + " more" : "");
    }
}
