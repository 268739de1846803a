package io.github.coordinator;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.BatchSchedule;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.SeedSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state of a run and what a tick makes of it. {@link Coordinator} records here what it is told, and never changes the
 * state; this class decides, and is told nothing. {@link #tick} says for each state what follows it.
 */
final class Run {
    final RunConfig config;
    final RunClock clock;
    final Set<ClientId> barred = new LinkedHashSet<>();
    final List<Exit> exits = new ArrayList<>();
    boolean pausePending;
    boolean resumePending;

    private final ClientSource source;
    private final SeedSource seeds;
    private final BatchSchedule batches;

    /** What has happened and was not returned yet. A tick that throws leaves here what it had seen of the clock. */
    private final List<RunEvent> events = new ArrayList<>();

    private RunState state = RunState.WAITING_FOR_MEMBERS;
    private long epoch;
    private long step = 1;
    private long nextDataIndex;
    private long rosterVersion;
    private Members members;
    private @Nullable RoundTally tally;

    private Run(RunConfig config, ClientSource source, SeedSource seeds, RunClock clock) {
        this.config = config;
        this.source = Objects.requireNonNull(source, "source");
        this.seeds = Objects.requireNonNull(seeds, "seeds");
        this.clock = clock;
        batches = batchesOf(config);
        members = membersOf(List.of());
        clock.limitState(limitOf(state));
    }

    static Run start(RunConfig config, ClientSource source, SeedSource seeds, Instant now) {
        return new Run(config, source, seeds, new RunClock(now));
    }

    static Run restore(RunSnapshot snapshot, ClientSource source, SeedSource seeds) {
        SnapshotRules.check(snapshot);
        Run run = new Run(snapshot.config(), source, seeds, new RunClock(snapshot.clock()));
        run.adopt(snapshot);
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

    private void adopt(RunSnapshot snapshot) {
        state = snapshot.state();
        clock.limitState(limitOf(state));
        epoch = snapshot.epoch();
        step = snapshot.step();
        nextDataIndex = snapshot.nextDataIndex();
        rosterVersion = snapshot.rosterVersion();
        members = membersOf(
                snapshot.members().stream().map(RunSnapshot.Member::client).toList());
        members.restore(snapshot.members());
        Round round = snapshot.round();
        if (round != null) {
            tally = RoundTally.restore(round, config.participation(), snapshot.proofs());
        }
        if (state.isRound()) {
            members.gone().stream().forEach(seat -> {
                openRound().lose(seat);
                if (members.presence(seat) == Presence.EJECTED) {
                    openRound().withdraw(seat);
                }
            });
        }
        exits.addAll(snapshot.exits());
        barred.addAll(snapshot.barred());
        pausePending = snapshot.pausePending();
        resumePending = snapshot.resumePending();
    }

    RunSnapshot snapshot() {
        return new RunSnapshot(
                config,
                state,
                clock.snapshot(),
                epoch,
                step,
                nextDataIndex,
                rosterVersion,
                members.snapshot(),
                round(),
                tally == null ? List.of() : tally.proofs(),
                exits,
                List.copyOf(barred),
                pausePending,
                resumePending);
    }

    RunState state() {
        return state;
    }

    long epoch() {
        return epoch;
    }

    long step() {
        return step;
    }

    long rosterVersion() {
        return rosterVersion;
    }

    Members members() {
        return members;
    }

    /** The open round, or during cooldown the last one. */
    @Nullable
    Round round() {
        return tally == null ? null : tally.round();
    }

    /** The tally of the round that is open in ROUND_TRAIN and ROUND_WITNESS. */
    RoundTally openRound() {
        return Objects.requireNonNull(tally, "an open round has a tally");
    }

    List<RunEvent> tick(Instant now) {
        Instant before = clock.now();
        if (clock.advance(now)) {
            events.add(new RunEvent.ClockWentBack(before, now));
        }
        RunState next = switch (state) {
            case WAITING_FOR_MEMBERS -> waitForMembers();
            case WARMUP -> warmUp();
            case ROUND_TRAIN -> train(openRound());
            case ROUND_WITNESS -> clock.stateIsOver() ? endRound(openRound()) : state;
            case COOLDOWN -> clock.stateIsOver() ? endEpoch() : state;
            case PAUSED -> resumePending ? RunState.WAITING_FOR_MEMBERS : state;
            case FINISHED -> state;
        };
        if (next != state) {
            transitionTo(next);
        }
        if (events.isEmpty()) {
            return List.of();
        }
        List<RunEvent> happened = List.copyOf(events);
        events.clear();
        return happened;
    }

    /** Whether a tick would change something already, without any more time. */
    boolean awaitsTick() {
        return switch (state) {
            case WAITING_FOR_MEMBERS -> stepsAreDone() || pausePending || (clock.stateIsOver() && enoughArePending());
            case WARMUP -> recordedInWarmup();
            case ROUND_TRAIN -> attestedEarly(openRound());
            case PAUSED -> resumePending;
            case ROUND_WITNESS, COOLDOWN, FINISHED -> false;
        };
    }

    /** Whether the end of the state's time would change something. */
    boolean awaitsTime() {
        return state != RunState.WAITING_FOR_MEMBERS
                || (!clock.stateIsOver() && source.pending().size() >= config.initMinClients());
    }

    private RunState waitForMembers() {
        if (stepsAreDone()) {
            return RunState.FINISHED;
        }
        if (pausePending) {
            return RunState.PAUSED;
        }
        if (!clock.stateIsOver()) {
            return state;
        }
        Optional<Members> taken = takePending();
        if (taken.isEmpty()) {
            return state;
        }
        members = taken.get();
        rosterVersion++;
        exits.clear();
        clock.beginEpoch();
        return RunState.WARMUP;
    }

    /** The distinct clients pending that are not barred, as many as there is room for; nothing if they are too few. */
    private Optional<Members> takePending() {
        Collection<ClientId> pending = source.pending();
        if (pending.size() < config.initMinClients()) {
            return Optional.empty();
        }
        Collection<ClientId> taken = admitted(pending, config.maxClients(), new ArrayList<>());
        if (taken.size() < config.initMinClients()) {
            return Optional.empty();
        }
        Members candidates = membersOf(taken);
        if (!candidates.haveDuplicates()) {
            return Optional.of(candidates);
        }
        // Hardly any source names a client twice, so the set that tells is made only where one does.
        taken = admitted(pending, config.maxClients(), new LinkedHashSet<>());
        return taken.size() < config.initMinClients() ? Optional.empty() : Optional.of(membersOf(taken));
    }

    private boolean enoughArePending() {
        int enough = config.initMinClients();
        Collection<ClientId> pending = source.pending();
        return pending.size() >= enough
                && admitted(pending, enough, new LinkedHashSet<>()).size() == enough;
    }

    /** Adds the first clients that are not barred, as many as there is room for. */
    private Collection<ClientId> admitted(Collection<ClientId> pending, int room, Collection<ClientId> admitted) {
        for (ClientId client : pending) {
            if (admitted.size() == room) {
                break;
            }
            if (!barred.contains(client)) {
                admitted.add(Objects.requireNonNull(client, "a pending client"));
            }
        }
        return admitted;
    }

    private RunState warmUp() {
        boolean over = clock.stateIsOver();
        if (!over && !recordedInWarmup()) {
            return state;
        }
        // Asked before anything changes, since it may throw.
        long seed = seeds.seed(epoch, 0);
        dropMembers(new BitSet(), new BitSet());
        if (members.size() < config.minClients()) {
            return RunState.WAITING_FOR_MEMBERS;
        }
        if (pausePending) {
            return RunState.PAUSED;
        }
        if (over || members.allAreReady()) {
            beginRound(0, seed);
            return RunState.ROUND_TRAIN;
        }
        return state;
    }

    private boolean recordedInWarmup() {
        return pausePending || members.someAreGone() || members.allAreReady();
    }

    private RunState train(RoundTally round) {
        return clock.stateIsOver() || attestedEarly(round) ? RunState.ROUND_WITNESS : state;
    }

    private boolean attestedEarly(RoundTally round) {
        return round.awaitsNobody() && round.attested() >= Math.max(1, config.quorum(round.witnesses()));
    }

    private RunState endRound(RoundTally ended) {
        Round round = ended.round();
        // Asked before anything changes, since it may throw.
        long seed = seeds.seed(epoch, round.height() + 1);
        boolean confirmed = ended.attested() >= config.quorum(ended.witnesses());
        BitSet absent = ended.absent(config.absenceQuorum(ended.witnesses()), members);
        events.add(new RunEvent.RoundEvaluated(
                epoch,
                round.height(),
                step,
                confirmed,
                ended.attested(),
                ended.witnesses(),
                absent.stream().mapToObj(members::client).toList()));
        if (confirmed) {
            step++;
            nextDataIndex += round.batchSize();
        }
        dropMembers(members.missedHealthChecks(), confirmed ? members.absentTooLong(absent) : new BitSet());
        if (stepsAreDone()) {
            return RunState.WAITING_FOR_MEMBERS;
        }
        if (!confirmed || epochIsOver(round) || members.size() < config.minClients() || pausePending) {
            return RunState.COOLDOWN;
        }
        beginRound(round.height() + 1, seed);
        return RunState.ROUND_TRAIN;
    }

    private boolean stepsAreDone() {
        return step > config.totalSteps();
    }

    private boolean epochIsOver(Round round) {
        return round.height() + 1 == config.roundsPerEpoch()
                || (!config.epochTime().isZero() && clock.epochHasLasted(config.epochTime()));
    }

    private RunState endEpoch() {
        dropMembers(new BitSet(), new BitSet());
        epoch++;
        return pausePending ? RunState.PAUSED : RunState.WAITING_FOR_MEMBERS;
    }

    private void beginRound(long height, long seed) {
        members.beginRound();
        Round round = new Round(
                epoch,
                height,
                seed,
                nextDataIndex,
                batches.sizeAt(nextDataIndex),
                rosterVersion,
                members.size(),
                config.witnessesAmong(members.size()),
                config.verificationPercent());
        tally = new RoundTally(round, config.participation());
    }

    /** Removes those that are gone and those given, each with the first cause that holds. */
    private void dropMembers(BitSet silent, BitSet absent) {
        BitSet leaving = members.gone();
        leaving.or(silent);
        leaving.or(absent);
        if (leaving.isEmpty()) {
            return;
        }
        long height = tally == null ? -1 : tally.round().height();
        for (int seat = leaving.nextSetBit(0); seat >= 0; seat = leaving.nextSetBit(seat + 1)) {
            Exit.Cause cause = switch (members.presence(seat)) {
                case EJECTED -> Exit.Cause.EJECTED;
                case LEFT -> Exit.Cause.LEFT;
                case DISCONNECTED -> Exit.Cause.DISCONNECTED;
                case ACTIVE -> silent.get(seat) ? Exit.Cause.MISSED_HEALTH_CHECKS : Exit.Cause.ABSENT;
            };
            Exit exit = new Exit(members.client(seat), cause, state, epoch, height, clock.now());
            exits.add(exit);
            events.add(new RunEvent.ClientDropped(exit));
        }
        members.remove(leaving);
        rosterVersion++;
    }

    /** The one place where the state changes. */
    private void transitionTo(RunState next) {
        if (!state.successors().contains(next)) {
            throw new IllegalStateException(next + " cannot follow " + state);
        }
        switch (next) {
            case WAITING_FOR_MEMBERS, PAUSED -> {
                emptyRoster();
                resumePending = false;
                pausePending &= next != RunState.PAUSED;
            }
            case FINISHED -> pausePending = false;
            case WARMUP, ROUND_TRAIN, ROUND_WITNESS, COOLDOWN -> {}
        }
        events.add(new RunEvent.StateChanged(state, next, clock.now()));
        state = next;
        clock.beginState(limitOf(next));
    }

    private void emptyRoster() {
        tally = null;
        if (members.size() > 0) {
            members = membersOf(List.of());
            rosterVersion++;
        }
    }

    private Members membersOf(Collection<ClientId> clients) {
        return new Members(clients, config.maxMissedHealthChecks(), config.maxAbsentRounds());
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
