package io.github.coordinator.verification.model;

import static io.github.coordinator.verification.model.Invariants.require;

import io.github.coordinator.ClientId;
import io.github.coordinator.JoinOutcome;
import io.github.coordinator.Outcome;
import io.github.coordinator.Presence;
import io.github.coordinator.Removal;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Invariants 26 and 34: how silence is counted, and that it costs a member its seat, and nothing else does so. */
final class SilenceInvariants {
    private SilenceInvariants() {}

    /** What is known of the signs of a client. */
    private record Signs(ClientId client, boolean isMember, boolean heard, Duration silentFor) {}

    static void check(Step step) {
        List<Signs> before = signs(step.before());
        for (Signs after : signs(step.after())) {
            checkSigns(
                    step,
                    before.stream()
                            .filter(signs -> signs.client.equals(after.client))
                            .findFirst(),
                    after);
        }
        if (step.call() instanceof Call.Tick) {
            checkRemovals(step);
        }
    }

    private static List<Signs> signs(RunSnapshot run) {
        List<Signs> signs = new ArrayList<>();
        for (RunSnapshot.Member member : run.members()) {
            signs.add(new Signs(member.client(), true, member.heard(), member.silentFor()));
        }
        for (RunSnapshot.Standing standing : run.standings()) {
            if (standing.wasMember()) {
                signs.add(new Signs(standing.client(), false, standing.heard(), standing.silentFor()));
            }
        }
        return signs;
    }

    private static void checkSigns(Step step, Optional<Signs> before, Signs after) {
        boolean isOn = !step.after().config().healthCheckTimeout().isZero();
        boolean isTick = step.call() instanceof Call.Tick;
        boolean wasHeard = before.filter(Signs::heard).isPresent();
        boolean isReconfigured = !step.after().config().equals(step.before().config());
        Duration silence = before.filter(known -> isOn && !isReconfigured && !(isTick && wasHeard))
                .map(known -> known.silentFor.plus(step.observed()))
                .orElse(Duration.ZERO);
        require(26, after.silentFor.equals(silence), "a member is silent for the observed time without a sign", step);
        boolean isHeard = isOn
                && !isTick
                && (wasHeard || before.filter(known -> givesSign(step, known)).isPresent());
        require(26, after.heard == isHeard, "what is recorded of a member is its sign of life", step);
    }

    private static boolean givesSign(Step step, Signs of) {
        if (!(step.answer() instanceof Outcome outcome) || !outcome.accepted()) {
            return false;
        }
        if (step.call() instanceof Call.Ready ready) {
            return ready.client().equals(of.client);
        } else if (step.call() instanceof Call.Witness witness) {
            return witness.client().equals(of.client);
        } else if (step.call() instanceof Call.HealthCheck check) {
            return check.client().equals(of.client);
        } else if (step.call() instanceof Call.Join join) {
            return join.client().equals(of.client) && (!of.isMember || outcome == JoinOutcome.SEAT_KEPT);
        }
        return false;
    }

    /** How much time a tick at that reading observes: at most a third of the timeout, and at most up to the named deadline. */
    static Duration observed(RunSnapshot before, Instant reading) {
        Instant now = before.clock().now();
        Duration third = before.config().healthCheckTimeout().dividedBy(3);
        Duration named = before.clock()
                .namedDeadline()
                .map(due -> Duration.between(now, due))
                .orElse(third);
        return Stream.of(third, named, Duration.between(now, reading))
                .min(Duration::compareTo)
                .filter(least -> !least.isNegative())
                .orElse(Duration.ZERO);
    }

    /** Whether a member is silent at a tick. */
    static boolean isSilent(Step step, RunSnapshot.Member member) {
        Duration timeout = step.config().healthCheckTimeout();
        return !timeout.isZero()
                && !member.heard()
                && member.silentFor().plus(step.observed()).compareTo(timeout) >= 0;
    }

    private static void checkRemovals(Step step) {
        for (RunSnapshot.Member member : step.before().members()) {
            boolean isSilent = isSilent(step, member);
            boolean isRemoved = step.drops().stream()
                    .anyMatch(removal ->
                            removal.client().equals(member.client()) && removal.cause() == Removal.Cause.SILENT);
            require(34, isSilent || !isRemoved, "only a silent member is removed as silent", step);
            boolean mustGo = isSilent && member.presence() == Presence.ACTIVE && looksForSilence(step);
            require(26, isRemoved || !mustGo, "a silent member is removed", step);
        }
    }

    /** Whether a tick looks for silent members: at the end of a round or an epoch, and in warm-up when signs are due. */
    private static boolean looksForSilence(Step step) {
        RunState state = step.before().state();
        boolean areSignsDue = step.before()
                .clock()
                .signsDue()
                .filter(due -> !due.isAfter(step.after().clock().now()))
                .isPresent();
        return switch (state) {
            case WARMUP -> areSignsDue || step.beginsRound();
            case ROUND_WITNESS, COOLDOWN -> step.leaves();
            case WAITING_FOR_MEMBERS, ROUND_TRAIN, PAUSED, FINISHED -> false;
        };
    }
}
