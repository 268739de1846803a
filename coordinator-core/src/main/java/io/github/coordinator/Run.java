package io.github.coordinator;

import io.github.coordinator.config.ConfigProblem;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.config.WarmupDrop;
import io.github.coordinator.internal.BatchSchedule;
import io.github.coordinator.internal.settings.Describe;
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
    private RunConfig config;
    private final SeedSource seeds;
    private BatchSchedule batches;

    /** From the configuration, since every idle tick looks at it. */
    private long totalSteps;

    private final Admission admission;
    private final Epoch epoch;
    private final RunClock clock;

    /** What the tick in progress has done. */
    private final List<RunEvent> events = new ArrayList<>();

    private RunState state = RunState.WAITING_FOR_MEMBERS;
    private @Nullable TransitionReason reason;
    private RunOrder order = RunOrder.NONE;
    private @Nullable RunConfig nextConfig;
    private Optional<String> checkpoint = Optional.empty();
    private boolean coldStart = true;
    private long epochNumber;
    private long step = 1;
    private long nextDataIndex;

    private Run(RunConfig config, ClientSource source, SeedSource seeds, RunClock clock) {
        this.config = config;
        this.seeds = Objects.requireNonNull(seeds, "seeds");
        this.clock = clock;
        batches = batchesOf(config);
        totalSteps = config.totalSteps();
        admission = new Admission(config, source);
        epoch = new Epoch(config, clock);
        clock.limitSilence(config.healthCheckTimeout());
        clock.limitWaiting(config.waitingForMembersExtraTime());
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
        reason = snapshot.reason().orElse(null);
        clock.limitState(limitOf(state));
        order = snapshot.order();
        nextConfig = snapshot.nextConfig().orElse(null);
        checkpoint = snapshot.checkpoint();
        coldStart = snapshot.coldStart();
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
                Optional.ofNullable(reason),
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
                order,
                coldStart,
                epoch.standingSnapshot(),
                Optional.ofNullable(nextConfig),
                checkpoint));
    }

    RunStatus status() {
        return new RunStatus(new RunStatus.Fields(
                config.runId(),
                state,
                Optional.ofNullable(reason),
                epochNumber,
                step,
                config.totalSteps(),
                Optional.ofNullable(epoch.round()),
                clock.stateBegan(),
                stateDue(),
                Optional.ofNullable(clock.stateLimit()),
                epoch.rosterVersion(),
                epoch.size(),
                config.model(),
                config.dataServerLocation(),
                config.warmupTime(),
                config.initMinClients(),
                config.minClients(),
                config.participation(),
                config.healthCheckTimeout(),
                coldStart,
                tokens(),
                checkpoint));
    }

    /** When time alone ends the state. */
    Optional<Instant> stateDue() {
        return state == RunState.WAITING_FOR_MEMBERS ? clock.extraTimeDue() : clock.stateDue();
    }

    /** How many tokens confirmed rounds have used, or the most that a long can say. */
    private long tokens() {
        try {
            return Math.multiplyExact(nextDataIndex, config.sequenceLength());
        } catch (ArithmeticException tooMany) {
            return Long.MAX_VALUE;
        }
    }

    RunConfig config() {
        return config;
    }

    RunState state() {
        return state;
    }

    long epochNumber() {
        return epochNumber;
    }

    long step() {
        return step;
    }

    Optional<TransitionReason> reason() {
        return Optional.ofNullable(reason);
    }

    RunOrder order() {
        return order;
    }

    RunClock clock() {
        return clock;
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
        if (order == RunOrder.STOP) {
            return OperatorOutcome.STOPPING;
        }
        if (state == RunState.PAUSED) {
            if (order == RunOrder.NONE) {
                return OperatorOutcome.ALREADY_PAUSED;
            }
            order = RunOrder.NONE;
            return OperatorOutcome.RECORDED;
        }
        order = RunOrder.PAUSE;
        return OperatorOutcome.RECORDED;
    }

    OperatorOutcome resume() {
        if (state == RunState.FINISHED) {
            return OperatorOutcome.FINISHED;
        }
        if (order == RunOrder.STOP) {
            return OperatorOutcome.STOPPING;
        }
        RunOrder wanted = state == RunState.PAUSED ? RunOrder.RESUME : RunOrder.NONE;
        if (order == wanted) {
            return OperatorOutcome.NOT_PAUSED;
        }
        order = wanted;
        return OperatorOutcome.RECORDED;
    }

    OperatorOutcome stop() {
        if (state == RunState.FINISHED) {
            return OperatorOutcome.FINISHED;
        }
        if (order == RunOrder.STOP) {
            return OperatorOutcome.STOPPING;
        }
        order = RunOrder.STOP;
        return OperatorOutcome.RECORDED;
    }

    /** What keeps a configuration from being taken up after another by a run at that step. */
    static List<ConfigProblem> problemsWith(RunConfig next, RunConfig config, long step) {
        List<ConfigProblem> problems = new ArrayList<>();
        if (!next.runId().equals(config.runId())) {
            problems.add(
                    problem("run_id", Describe.text(next.runId()) + ", must stay " + Describe.text(config.runId())));
        }
        if (next.sequenceLength() != config.sequenceLength()) {
            problems.add(problem("sequence_length", next.sequenceLength() + ", must stay " + config.sequenceLength()));
        }
        if (next.totalSteps() < step - 1) {
            problems.add(
                    problem("total_steps", next.totalSteps() + ", must be at least the " + (step - 1) + " steps done"));
        }
        return problems;
    }

    private static ConfigProblem problem(String key, String rest) {
        return new ConfigProblem(key, 0, 0, key + " is " + rest);
    }

    /** Takes a configuration, unless this run or its host finds a problem with it. */
    ReconfigureResult reconfigure(RunConfig next, List<ConfigProblem> ofHost) {
        if (state != RunState.PAUSED) {
            return new ReconfigureResult(OperatorOutcome.WRONG_STATE, List.of());
        }
        List<ConfigProblem> problems = problemsWith(next, config, step);
        problems.addAll(ofHost);
        if (!problems.isEmpty()) {
            return new ReconfigureResult(OperatorOutcome.CONFIG_REFUSED, problems);
        }
        nextConfig = next;
        return new ReconfigureResult(OperatorOutcome.RECORDED, List.of());
    }

    void checkpoint(String reference) {
        checkpoint = Optional.of(reference);
    }

    void restarted(Instant now) {
        clock.restart(now);
        epoch.beginSilenceAnew();
    }

    // Ticks

    /** Lets time pass, and returns what happened. If a source or a seed throws, nothing has changed. */
    List<RunEvent> tick(Instant now) {
        RunState stateBefore = state;
        try {
            if (clock.advance(now)) {
                events.add(new ClockWentBack(clock.before(), now));
            }
            boolean isDue = isChangeDue();
            if (isDue) {
                decide();
            }
            // Nothing may throw once a change is made, so a run that begins to wait asks its source in the next tick.
            boolean beginsToWait = state == RunState.WAITING_FOR_MEMBERS && stateBefore != state;
            clock.nameDeadline(beginsToWait ? Optional.of(now) : deadlineAfter(isDue), watchesSigns());
            epoch.dateSigns();
            return events.isEmpty() ? List.of() : List.copyOf(events);
        } catch (RuntimeException | Error failure) {
            clock.undo();
            throw failure;
        } finally {
            events.clear();
        }
    }

    /**
     * Takes the reading and returns true, if a tick can change nothing. The caller knows that the last tick changed nothing,
     * and that nothing was recorded since. Returns false and changes nothing if the deadline has come, the clock went back,
     * or the run waits and enough clients may be pending.
     */
    boolean passQuietly(Instant now) {
        boolean isStill =
                state != RunState.WAITING_FOR_MEMBERS || (!clock.countsExtraTime() && admission.tooFewArePending());
        return isStill && clock.advanceBeforeDeadline(now);
    }

    private boolean watchesSigns() {
        return state != RunState.PAUSED && state != RunState.FINISHED;
    }

    /** When the last tick asked for the next one. */
    Optional<Instant> namedDeadline() {
        return clock.namedDeadline();
    }

    /** When a tick is wanted, if no message comes before: at once, if a change is due already. */
    Optional<Instant> nextDeadline() {
        return RunClock.earliest(nextChange(), clock.signsDue());
    }

    /** When a tick can next change the run: at once, if a change is due already. */
    Optional<Instant> nextChange() {
        return isChangeDue() ? Optional.of(clock.now()) : stateDue();
    }

    /** The same at the end of a tick. The source was asked once: while the run waits, one change leaves none due. */
    private Optional<Instant> deadlineAfter(boolean change) {
        return change && state != RunState.WAITING_FOR_MEMBERS ? nextChange() : stateDue();
    }

    /** Whether a tick would change something now. */
    private boolean isChangeDue() {
        return switch (state) {
            case WAITING_FOR_MEMBERS -> stepsAreDone() || order != RunOrder.NONE || waitingChanges();
            case WARMUP ->
                clock.stateIsOver() || order != RunOrder.NONE || epoch.someMustLeaveWarmup() || epoch.allAreReady();
            case ROUND_TRAIN -> clock.stateIsOver() || epoch.earlyEnd().isPresent();
            case ROUND_WITNESS, COOLDOWN -> clock.stateIsOver();
            case PAUSED -> order != RunOrder.NONE;
            case FINISHED -> false;
        };
    }

    /** Whether the waiting is over, or its extra time begins or begins anew. Asks the source. */
    private boolean waitingChanges() {
        return admission.enoughArePending() ? !clock.countsExtraTime() || waitingIsOver() : clock.countsExtraTime();
    }

    /** Whether the waiting is over, while enough clients are pending. */
    private boolean waitingIsOver() {
        return config.waitingForMembersExtraTime().isZero() || admission.isFull() || clock.extraTimeIsOver();
    }

    /** Makes the change that is due. Sources and seeds, which may throw, are asked before anything changes. */
    private void decide() {
        switch (state) {
            case WAITING_FOR_MEMBERS -> endWaiting();
            case WARMUP -> endWarmup();
            case ROUND_TRAIN -> endTraining();
            case ROUND_WITNESS -> endRound();
            case COOLDOWN -> endCooldown();
            case PAUSED -> endPause();
            case FINISHED -> throw new IllegalStateException("nothing is due once the run is FINISHED");
        }
    }

    private void endWaiting() {
        if (stepsAreDone()) {
            transitionTo(RunState.FINISHED, TransitionReason.NO_STEPS_LEFT);
        } else if (order == RunOrder.STOP) {
            transitionTo(RunState.FINISHED, TransitionReason.STOP);
        } else if (order == RunOrder.PAUSE) {
            transitionTo(RunState.PAUSED, TransitionReason.PAUSE);
        } else {
            beginEpochOrWait(admission.enoughArePending());
        }
    }

    private void beginEpochOrWait(boolean enough) {
        if (enough && waitingIsOver()) {
            epoch.begin(admission.takable(), admission.pending());
            clock.beginEpoch();
            transitionTo(RunState.WARMUP, TransitionReason.ENOUGH_CLIENTS);
        } else {
            clock.foundEnough(enough);
        }
    }

    private void endWarmup() {
        long seed = seeds.seed(epochNumber, 0);
        boolean isOver = clock.stateIsOver();
        boolean allAreReady = epoch.allAreReady();
        boolean dropped = epoch.removeInWarmup(isOver || allAreReady, this::removal);
        if (dropped && config.onWarmupDrop() == WarmupDrop.RESTART) {
            transitionTo(RunState.WAITING_FOR_MEMBERS, TransitionReason.WARMUP_DROP);
        } else if (epoch.size() < config.minClients()) {
            transitionTo(RunState.WAITING_FOR_MEMBERS, TransitionReason.TOO_FEW_MEMBERS);
        } else if (order == RunOrder.STOP) {
            transitionTo(RunState.FINISHED, TransitionReason.STOP);
        } else if (order == RunOrder.PAUSE) {
            transitionTo(RunState.PAUSED, TransitionReason.PAUSE);
        } else if (isOver || epoch.allAreReady()) {
            TransitionReason why = epoch.allAreReady() ? TransitionReason.ALL_READY : TransitionReason.WARMUP_TIME_OVER;
            // The removal of a silent member may be what ends the warm-up: disconnected ones were kept until now.
            epoch.removeGoneAndSilent(this::removal);
            beginRound(0, seed, why);
        }
    }

    private void endTraining() {
        transitionTo(RunState.ROUND_WITNESS, epoch.earlyEnd().orElse(TransitionReason.TRAIN_TIME_OVER));
    }

    private void endRound() {
        Round round = Objects.requireNonNull(epoch.round(), "ROUND_WITNESS has a round");
        long seed = seeds.seed(epochNumber, round.height() + 1);
        RoundVerdict verdict = epoch.judgeRound(Objects.requireNonNull(reason, "ROUND_WITNESS has a reason"));
        RoundEvaluation evaluation = verdict.evaluation(step);
        events.add(evaluation);
        epoch.endRound(verdict, evaluation.confirmed(), this::removal);
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
        // An unconfirmed round that removed a member goes on: the cause may be gone.
        boolean removedSomeone = events.stream().anyMatch(Removal.class::isInstance);
        if (!evaluation.confirmed() && !removedSomeone) {
            return Optional.of(TransitionReason.NOT_CONFIRMED);
        }
        return switch (order) {
            case STOP -> Optional.of(TransitionReason.STOP);
            case PAUSE -> Optional.of(TransitionReason.PAUSE);
            case NONE, RESUME -> Optional.empty();
        };
    }

    private void endCooldown() {
        epoch.removeGoneAndSilent(this::removal);
        epochNumber++;
        coldStart = false;
        if (order == RunOrder.STOP) {
            transitionTo(RunState.FINISHED, TransitionReason.STOP);
        } else if (order == RunOrder.PAUSE) {
            transitionTo(RunState.PAUSED, TransitionReason.PAUSE);
        } else {
            transitionTo(RunState.WAITING_FOR_MEMBERS, TransitionReason.COOLDOWN_TIME_OVER);
        }
    }

    private void endPause() {
        if (order == RunOrder.STOP) {
            transitionTo(RunState.FINISHED, TransitionReason.STOP);
            return;
        }
        coldStart = true;
        RunConfig next = nextConfig;
        nextConfig = null;
        if (next != null && !next.equals(config)) {
            configure(next);
        }
        transitionTo(RunState.WAITING_FOR_MEMBERS, TransitionReason.RESUME);
    }

    private void configure(RunConfig next) {
        config = next;
        batches = batchesOf(next);
        totalSteps = next.totalSteps();
        admission.configure(next);
        epoch.configure(next);
        clock.limitSilence(next.healthCheckTimeout());
        clock.limitWaiting(next.waitingForMembersExtraTime());
    }

    private boolean stepsAreDone() {
        return step > totalSteps;
    }

    private void beginRound(long height, long seed, TransitionReason why) {
        epoch.beginRound(new RoundId(epochNumber, height), seed, nextDataIndex, batches.sizeAt(nextDataIndex));
        transitionTo(RunState.ROUND_TRAIN, why);
    }

    private Removal removal(ClientId client, Removal.Cause cause) {
        Round round = epoch.round();
        Removal removal =
                new Removal(client, cause, state, epochNumber, round == null ? null : round.id(), clock.now());
        events.add(removal);
        return removal;
    }

    /** The one place where the state changes. */
    private void transitionTo(RunState next, TransitionReason why) {
        if (!state.successors().contains(next)) {
            throw new IllegalStateException(next + " cannot follow " + state);
        }
        switch (next) {
            case WAITING_FOR_MEMBERS -> {
                epoch.end();
                clock.foundEnough(false);
                order = order == RunOrder.RESUME ? RunOrder.NONE : order;
            }
            case PAUSED, FINISHED -> {
                epoch.end();
                clock.foundEnough(false);
                nextConfig = null;
                order = RunOrder.NONE;
            }
            case WARMUP -> clock.foundEnough(false);
            case ROUND_TRAIN, ROUND_WITNESS, COOLDOWN -> {}
        }
        events.add(new Transition(state, next, why, clock.now()));
        state = next;
        reason = why;
        clock.beginState(limitOf(next));
    }

    private @Nullable Duration limitOf(RunState limited) {
        return switch (limited) {
            case WARMUP -> RunClock.atLeastSomeTime(config.warmupTime());
            case ROUND_TRAIN -> RunClock.atLeastSomeTime(config.maxRoundTrainTime());
            case ROUND_WITNESS -> RunClock.atLeastSomeTime(config.roundWitnessTime());
            case COOLDOWN -> RunClock.atLeastSomeTime(config.cooldownTime());
            case WAITING_FOR_MEMBERS, PAUSED, FINISHED -> null;
        };
    }
}
