package io.github.coordinator.verification.model;

import static io.github.coordinator.verification.model.Invariants.require;

import io.github.coordinator.ClockWentBack;
import io.github.coordinator.Forged;
import io.github.coordinator.Presence;
import io.github.coordinator.RunOrder;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.RunState;
import io.github.coordinator.Transition;
import io.github.coordinator.TransitionReason;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.config.WarmupDrop;
import io.github.coordinator.round.Round;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Invariants 6 to 8 and 18: what time does to a run, and what may end a state before its time. */
final class TimeInvariants {
    private TimeInvariants() {}

    static void check(Step step) {
        if (step.call() instanceof Call.Tick tick) {
            checkClock(step, tick.now());
            checkTransition(step, tick.now());
            checkDurations(step);
        } else {
            require(6, step.before().clock().equals(step.after().clock()), "messages carry no time", step);
            require(8, !step.leaves(), "only a tick changes the state", step);
        }
    }

    private static void checkClock(Step step, Instant reading) {
        RunSnapshot.Clock before = step.before().clock();
        RunSnapshot.Clock after = step.after().clock();
        require(6, after.now().equals(reading), "the host's clock is followed", step);
        boolean reported = step.events().contains(new ClockWentBack(before.now(), reading));
        require(6, reported == step.wentBack(), "a clock that goes back is reported", step);
        Duration state = step.leaves() ? Duration.ZERO : step.stateLasted();
        require(6, Step.stateLasted(step.after()).equals(state), "a state lasts while time passes", step);
        Instant began = step.leaves() ? reading : before.stateBegan();
        require(6, after.stateBegan().equals(began), "a state begins with the tick that led to it", step);
        Duration epoch = step.after().state() == RunState.WARMUP && step.leaves() ? Duration.ZERO : step.epochLasted();
        require(6, Step.epochLasted(step.after()).equals(epoch), "an epoch lasts while time passes", step);
    }

    private static void checkTransition(Step step, Instant reading) {
        List<Transition> changes = step.changes();
        require(8, changes.size() == (step.leaves() ? 1 : 0), "a tick makes at most one transition", step);
        if (step.leaves()) {
            TransitionReason reason = changes.get(0).reason();
            Transition made =
                    Forged.transition(step.before().state(), step.after().state(), reason, reading);
            require(8, step.events().indexOf(made) == step.events().size() - 1, "the transition comes last", step);
        }
    }

    private static void checkDurations(Step step) {
        RunSnapshot before = step.before();
        RunConfig config = step.config();
        boolean leaves = step.leaves();
        switch (before.state()) {
            case WAITING_FOR_MEMBERS -> {
                checkWaiting(step);
                requireOrders(step);
                boolean done = before.step() > config.totalSteps() || before.order() == RunOrder.STOP;
                require(7, done == (step.after().state() == RunState.FINISHED), "the last step ends the run", step);
            }
            case WARMUP -> checkWarmup(step, isOver(step, config.warmupTime()));
            case ROUND_TRAIN -> checkTraining(step, isOver(step, config.maxRoundTrainTime()));
            case ROUND_WITNESS ->
                require(7, leaves == isOver(step, config.roundWitnessTime()), "witnesses have their time", step);
            case COOLDOWN -> {
                require(7, leaves == isOver(step, config.cooldownTime()), "cooldown has its time", step);
                requireOrders(step);
            }
            case PAUSED -> {
                require(7, leaves == (before.order() != RunOrder.NONE), "the operator alone ends a pause", step);
                requireOrders(step);
            }
            case FINISHED -> {}
        }
    }

    /** An epoch begins once enough clients have waited long enough, or the house is full. */
    private static void checkWaiting(Step step) {
        RunSnapshot before = step.before();
        long takable = step.pending().stream()
                .filter(client -> !before.ejected().contains(client))
                .distinct()
                .count();
        boolean isEnough = takable >= step.config().initMinClients();
        Optional<Duration> waited = step.waitedForMore();
        Duration extra = step.config().waitingForMembersExtraTime();
        boolean isOver = extra.isZero()
                || takable >= step.config().maxClients()
                || waited.filter(time -> time.compareTo(extra) >= 0).isPresent();
        boolean goesOn = before.order() == RunOrder.NONE
                && before.step() <= step.config().totalSteps();
        boolean begins = step.after().state() == RunState.WARMUP;
        require(7, begins == (goesOn && isEnough && isOver), "an epoch begins when the waiting is over", step);
        Optional<Duration> waits =
                step.leaves() || !isEnough ? Optional.empty() : waited.or(() -> Optional.of(Duration.ZERO));
        RunSnapshot.Clock clock = step.after().clock();
        boolean isCounted = clock.enoughAnchor()
                .map(anchor -> Duration.between(anchor, clock.now()))
                .equals(waits);
        require(7, isCounted, "the extra time counts from the tick that found enough", step);
    }

    private static void checkWarmup(Step step, boolean over) {
        List<RunSnapshot.Member> there = step.before().members().stream()
                .filter(member -> member.presence() == Presence.ACTIVE)
                .filter(member -> step.drops().stream()
                        .noneMatch(removal -> removal.client().equals(member.client())))
                .toList();
        boolean enough = there.size() >= step.config().minClients();
        boolean mayTrain = enough && (over || there.stream().allMatch(RunSnapshot.Member::ready));
        RunState after = step.after().state();
        require(7, after != RunState.ROUND_TRAIN || mayTrain, "training waits for all, or for its time", step);
        require(7, step.leaves() || !mayTrain, "a warm-up that is over ends", step);
        boolean restarts = step.config().onWarmupDrop() == WarmupDrop.RESTART
                && step.before().members().stream().anyMatch(member -> member.presence() == Presence.DISCONNECTED);
        int left = step.before().members().size() - step.drops().size();
        boolean isGivenUp = restarts || left < step.config().minClients();
        require(
                7,
                isGivenUp == (after == RunState.WAITING_FOR_MEMBERS),
                "a warm-up is given up when too few members are left, or by on_warmup_drop",
                step);
        requireOrders(step);
    }

    private static void checkTraining(Step step, boolean over) {
        require(7, step.leaves() || !over, "training has its time", step);
        Round round = step.before().round().orElseThrow();
        int quorum = RoundInvariants.quorum(step.config(), round.witnessCount());
        int proofs = step.before().proofs().size();
        boolean fulfilled = switch (step.config().earlyEnd()) {
            case WITNESSES -> proofs >= Math.max(1, quorum) && awaited(step, round, false) == 0;
            case QUORUM -> proofs >= Math.max(1, quorum) && (quorum > 0 || awaited(step, round, false) == 0);
            case NEVER -> false;
        };
        boolean cutShort = quorum > 0 && proofs + awaited(step, round, true) < quorum;
        boolean endsEarly = fulfilled || cutShort;
        require(
                18,
                over || step.leaves() == endsEarly,
                "training ends early by early_end, or when it is cut short",
                step);
        boolean isCutShort = step.leaves() && step.changes().get(0).reason() == TransitionReason.CUT_SHORT;
        require(18, isCutShort == (cutShort && !fulfilled), "training is cut short without hope of a quorum", step);
    }

    /** How many elected witnesses that have not attested are there, or may come back. */
    private static long awaited(Step step, Round round, boolean mayComeBack) {
        return Elected.seats(round).stream()
                .filter(seat -> step.before().proofs().stream().noneMatch(proof -> proof.index() == seat))
                .map(seat -> step.before().members().get(seat).presence())
                .filter(presence -> presence == Presence.ACTIVE || mayComeBack && presence == Presence.DISCONNECTED)
                .count();
    }

    private static void requireOrders(Step step) {
        RunOrder order = step.before().order();
        RunState after = step.after().state();
        boolean pauses = step.leaves() && after == RunState.PAUSED;
        require(7, !pauses || order == RunOrder.PAUSE, "the operator alone begins a pause", step);
        boolean stops = step.leaves()
                && after == RunState.FINISHED
                && step.before().step() <= step.config().totalSteps();
        require(7, !stops || order == RunOrder.STOP, "the operator alone ends a run before its last step", step);
    }

    /** Whether a duration that is never over at once was over at this tick. */
    private static boolean isOver(Step step, Duration limit) {
        return !step.stateLasted().isZero() && step.stateLasted().compareTo(limit) >= 0;
    }
}
