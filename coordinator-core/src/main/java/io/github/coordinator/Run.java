package io.github.coordinator;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.internal.BatchSchedule;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundId;
import io.github.coordinator.round.SeedSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state machine. {@link #decide} says for each state what follows it; {@link #isChangeDue} says whether anything does.
 * {@link Coordinator} records clients' messages in the {@link Epoch} and never changes the state.
 */
final class Run {
    private final RunConfig config;
    private final SeedSource seeds;
    private final BatchSchedule batches;

    /** From the configuration, since every idle tick looks at it. */
    private final long totalSteps;

    private final Admission admission;
    private final Epoch epoch;
    private final RunClock clock;

    /** What the tick in progress has done. */
    private final List<RunEvent> events = new ArrayList<>();

    private RunState state = RunState.WAITING_FOR_MEMBERS;
    private RunOrder order = RunOrder.NONE;
    private long epochNumber;
    private long step = 1;
    private long nextDataIndex;

    /** When the last tick asked for the next one. */
    private Optional<Instant> namedDeadline = Optional.empty();

    private Run(RunConfig config, ClientSource source, SeedSource seeds, RunClock clock) {
        this.config = config;
        this.seeds = Objects.requireNonNull(seeds, "seeds");
        this.clock = clock;
        batches = batchesOf(config);
        totalSteps = config.totalSteps();
        admission = new Admission(config, source);
        epoch = new Epoch(config);
        clock.limitState(limitOf(state));
    }

    static Run start(RunConfig config, ClientSource source, SeedSource seeds, Instant now) {
        return new Run(config, source, seeds, new RunClock(now));
    }

    static Run restore(RunSnapshot snapshot, ClientSource source, SeedSource seeds) {
        SnapshotRules.check(snapshot);
        Run run = new Run(snapshot.config(), source, seeds, new RunClock(snapshot.clock()));
        run.restore(snapshot);
        if (!run.snapshot().equals(snapshot)) {
            throw new IllegalArgumentException("not the snapshot of a run: it does not survive its own restoration");
        }
        return run;
    }

    static BatchSchedule batchesOf(RunConfig config) {
        return new BatchSchedule(
                config.globalBatchSizeStart(),
                config.globalBatchSizeEnd(),
                config.globalBatchSizeWarmupTokens(),
                config.sequenceLength());
    }

    private void restore(RunSnapshot snapshot) {
        state = snapshot.state();
        clock.limitState(limitOf(state));
        order = snapshot.order();
        epochNumber = snapshot.epoch();
        step = snapshot.step();
        nextDataIndex = snapshot.nextDataIndex();
        admission.restore(snapshot.ejected());
        epoch.restore(snapshot);
    }

    RunSnapshot snapshot() {
        return new RunSnapshot(new RunSnapshot.Fields(
                config,
                state,
                clock.snapshot(),
                epochNumber,
                step,
                nextDataIndex,
                epoch.rosterVersion(),
                epoch.memberSnapshot(),
                Optional.ofNullable(epoch.round()),
                epoch.proofs(),
                epoch.removals(),
                admission.ejected(),
                order));
    }

    RunStatus status() {
        return new RunStatus(new RunStatus.Fields(
                config.runId(),
                state,
                epochNumber,
                step,
                totalSteps,
                Optional.ofNullable(epoch.round()),
                clock.stateBegan(),
                state == RunState.WAITING_FOR_MEMBERS ? Optional.empty() : clock.stateDue(),
                epoch.rosterVersion(),
                epoch.size(),
                config.model(),
                config.dataServerLocation(),
                config.warmupTime(),
                config.initMinClients(),
                config.minClients(),
                config.participation()));
    }

    RunConfig config() {
        return config;
    }

    Instant now() {
        return clock.now();
    }

    RunState state() {
        return state;
    }

    long epochNumber() {
        return epochNumber;
    }

    Epoch epoch() {
        return epoch;
    }

    Admission admission() {
        return admission;
    }

    // Orders of the operator

    OperatorOutcome pause() {
        if (state == RunState.FINISHED) {
            return OperatorOutcome.FINISHED;
        }
        if (state == RunState.PAUSED && order == RunOrder.NONE) {
            return OperatorOutcome.ALREADY_PAUSED;
        }
        order = state == RunState.PAUSED ? RunOrder.NONE : RunOrder.PAUSE;
        return OperatorOutcome.RECORDED;
    }

    OperatorOutcome resume() {
        if (state == RunState.FINISHED) {
            return OperatorOutcome.FINISHED;
        }
        if (state == RunState.PAUSED) {
            if (order == RunOrder.RESUME) {
                return OperatorOutcome.NOT_PAUSED;
            }
            order = RunOrder.RESUME;
            return OperatorOutcome.RECORDED;
        }
        if (order == RunOrder.NONE) {
            return OperatorOutcome.NOT_PAUSED;
        }
        order = RunOrder.NONE;
        return OperatorOutcome.RECORDED;
    }

    void restarted(Instant now) {
        clock.restart(now);
    }

    // Ticks

    /** Lets time pass, and returns what happened. If a source or a seed throws, nothing has changed. */
    List<RunEvent> tick(Instant now) {
        Instant before = clock.now();
        RunState stateBefore = state;
        boolean wentBack = clock.advance(now);
        try {
            if (wentBack) {
                events.add(new ClockWentBack(before, now));
            }
            if (!isChangeDue()) {
                namedDeadline = deadlineOfTime();
            } else {
                decide();
                // Nothing may throw once a change is made, so a run that begins to wait asks its source in the next
                // tick.
                boolean beginsToWait = state == RunState.WAITING_FOR_MEMBERS && stateBefore != state;
                namedDeadline = beginsToWait ? Optional.of(now) : nextDeadline();
            }
            return events.isEmpty() ? List.of() : takeEvents();
        } catch (RuntimeException | Error failure) {
            clock.undo(before);
            events.clear();
            throw failure;
        }
    }

    /** When the last tick asked for the next one. */
    Optional<Instant> namedDeadline() {
        return namedDeadline;
    }

    private List<RunEvent> takeEvents() {
        List<RunEvent> taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    /** When a tick can next change something, if no message comes before: at once, if a change is due already. */
    Optional<Instant> nextDeadline() {
        return isChangeDue() ? Optional.of(clock.now()) : deadlineOfTime();
    }

    /** When time alone makes a change due, while none is. */
    private Optional<Instant> deadlineOfTime() {
        boolean timeAloneHelps =
                state != RunState.WAITING_FOR_MEMBERS || (!clock.stateIsOver() && admission.enoughArePending());
        return timeAloneHelps ? clock.stateDue() : Optional.empty();
    }

    /** Whether a tick would change something now. */
    private boolean isChangeDue() {
        return switch (state) {
            case WAITING_FOR_MEMBERS ->
                stepsAreDone() || isPausePending() || (clock.stateIsOver() && admission.enoughArePending());
            case WARMUP -> clock.stateIsOver() || isPausePending() || epoch.someAreGone() || epoch.allAreReady();
            case ROUND_TRAIN -> clock.stateIsOver() || epoch.allAttested();
            case ROUND_WITNESS, COOLDOWN -> clock.stateIsOver();
            case PAUSED -> order == RunOrder.RESUME;
            case FINISHED -> false;
        };
    }

    /** Makes the change that is due. Sources and seeds, which may throw, are asked before anything changes. */
    private void decide() {
        switch (state) {
            case WAITING_FOR_MEMBERS -> endWaiting();
            case WARMUP -> endWarmup();
            case ROUND_TRAIN -> endTraining();
            case ROUND_WITNESS -> endRound();
            case COOLDOWN -> endCooldown();
            case PAUSED -> transitionTo(RunState.WAITING_FOR_MEMBERS, TransitionReason.RESUME);
            case FINISHED -> throw new IllegalStateException("nothing is due once the run is FINISHED");
        }
    }

    private void endWaiting() {
        if (stepsAreDone()) {
            transitionTo(RunState.FINISHED, TransitionReason.NO_STEPS_LEFT);
        } else if (isPausePending()) {
            transitionTo(RunState.PAUSED, TransitionReason.PAUSE);
        } else {
            epoch.begin(admission.takable());
            clock.beginEpoch();
            transitionTo(RunState.WARMUP, TransitionReason.ENOUGH_CLIENTS);
        }
    }

    private void endWarmup() {
        long seed = seeds.seed(epochNumber, 0);
        epoch.removeGone(this::removal);
        if (epoch.size() < config.minClients()) {
            transitionTo(RunState.WAITING_FOR_MEMBERS, TransitionReason.TOO_FEW_MEMBERS);
        } else if (isPausePending()) {
            transitionTo(RunState.PAUSED, TransitionReason.PAUSE);
        } else if (epoch.allAreReady()) {
            beginRound(0, seed, TransitionReason.ALL_READY);
        } else if (clock.stateIsOver()) {
            beginRound(0, seed, TransitionReason.WARMUP_TIME_OVER);
        }
    }

    private void endTraining() {
        TransitionReason reason =
                epoch.allAttested() ? TransitionReason.ALL_ATTESTED : TransitionReason.TRAIN_TIME_OVER;
        transitionTo(RunState.ROUND_WITNESS, reason);
    }

    private void endRound() {
        Round round = Objects.requireNonNull(epoch.round(), "ROUND_WITNESS has a round");
        long seed = seeds.seed(epochNumber, round.height() + 1);
        Epoch.Verdict verdict = epoch.evaluateRound(step);
        RoundEvaluation evaluation = verdict.evaluation();
        events.add(evaluation);
        epoch.endRound(verdict, this::removal);
        if (evaluation.confirmed()) {
            step++;
            nextDataIndex += round.batchSize();
        }
        if (stepsAreDone()) {
            transitionTo(RunState.WAITING_FOR_MEMBERS, TransitionReason.LAST_STEP_DONE);
            return;
        }
        Optional<TransitionReason> end = endOfEpoch(round, evaluation);
        if (end.isPresent()) {
            transitionTo(RunState.COOLDOWN, end.get());
        } else {
            beginRound(round.height() + 1, seed, TransitionReason.NEXT_ROUND);
        }
    }

    /** Why no further round follows in this epoch, if none does. */
    private Optional<TransitionReason> endOfEpoch(Round round, RoundEvaluation evaluation) {
        if (round.height() + 1 == config.roundsPerEpoch()) {
            return Optional.of(TransitionReason.EPOCH_ROUNDS_DONE);
        }
        if (!config.epochTime().isZero() && clock.epochHasLasted(config.epochTime())) {
            return Optional.of(TransitionReason.EPOCH_TIME_OVER);
        }
        if (epoch.size() < config.minClients()) {
            return Optional.of(TransitionReason.TOO_FEW_MEMBERS);
        }
        if (!evaluation.confirmed()) {
            return Optional.of(TransitionReason.NOT_CONFIRMED);
        }
        return isPausePending() ? Optional.of(TransitionReason.PAUSE) : Optional.empty();
    }

    private void endCooldown() {
        epoch.removeGone(this::removal);
        epochNumber++;
        if (isPausePending()) {
            transitionTo(RunState.PAUSED, TransitionReason.PAUSE);
        } else {
            transitionTo(RunState.WAITING_FOR_MEMBERS, TransitionReason.COOLDOWN_TIME_OVER);
        }
    }

    private boolean stepsAreDone() {
        return step > totalSteps;
    }

    private boolean isPausePending() {
        return order == RunOrder.PAUSE;
    }

    private void beginRound(long height, long seed, TransitionReason reason) {
        epoch.beginRound(new RoundId(epochNumber, height), seed, nextDataIndex, batches.sizeAt(nextDataIndex));
        transitionTo(RunState.ROUND_TRAIN, reason);
    }

    private Removal removal(ClientId client, Removal.Cause cause) {
        Round round = epoch.round();
        Removal removal =
                new Removal(client, cause, state, epochNumber, round == null ? null : round.id(), clock.now());
        events.add(removal);
        return removal;
    }

    /** The one place where the state changes. */
    private void transitionTo(RunState next, TransitionReason reason) {
        if (!state.successors().contains(next)) {
            throw new IllegalStateException(next + " cannot follow " + state);
        }
        switch (next) {
            case WAITING_FOR_MEMBERS -> {
                epoch.end();
                order = state == RunState.PAUSED ? RunOrder.NONE : order;
            }
            case PAUSED -> {
                epoch.end();
                order = RunOrder.NONE;
            }
            case FINISHED -> order = RunOrder.NONE;
            case WARMUP, ROUND_TRAIN, ROUND_WITNESS, COOLDOWN -> {}
        }
        events.add(new Transition(state, next, reason, clock.now()));
        state = next;
        clock.beginState(limitOf(next));
    }

    private @Nullable Duration limitOf(RunState limited) {
        return switch (limited) {
            case WAITING_FOR_MEMBERS -> config.waitingForMembersExtraTime();
            case WARMUP -> RunClock.atLeastSomeTime(config.warmupTime());
            case ROUND_TRAIN -> RunClock.atLeastSomeTime(config.maxRoundTrainTime());
            case ROUND_WITNESS -> RunClock.atLeastSomeTime(config.roundWitnessTime());
            case COOLDOWN -> RunClock.atLeastSomeTime(config.cooldownTime());
            case PAUSED, FINISHED -> null;
        };
    }
}
