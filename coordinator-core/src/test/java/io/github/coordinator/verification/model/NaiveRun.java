package io.github.coordinator.verification.model;

import io.github.coordinator.ClientId;
import io.github.coordinator.ClockWentBack;
import io.github.coordinator.Counts;
import io.github.coordinator.Forged;
import io.github.coordinator.Presence;
import io.github.coordinator.Removal;
import io.github.coordinator.Removal.Cause;
import io.github.coordinator.RunEvent;
import io.github.coordinator.RunOrder;
import io.github.coordinator.RunState;
import io.github.coordinator.TransitionReason;
import io.github.coordinator.config.EarlyEnd;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.config.WarmupDrop;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundId;
import io.github.coordinator.round.SeedSource;
import io.github.coordinator.round.WitnessProof;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The run as the design tells it, in the plainest words that do: lists that are searched from end to end, time that is
 * added up, nothing remembered that can be worked out again. It is slow, and it is meant to be read next to the design.
 * Here is what a tick does; {@link NaiveMessages} has the rest.
 */
final class NaiveRun {
    final SeedSource seeds;
    final List<ClientId> pending;
    RunConfig config;

    RunState state = RunState.WAITING_FOR_MEMBERS;
    Instant now;
    Instant stateBegan;
    Duration stateLasted = Duration.ZERO;
    Duration epochLasted = Duration.ZERO;

    /** How long enough clients have been pending; null while they are too few. */
    @Nullable
    Duration enoughFor;

    Optional<Instant> namedDeadline = Optional.empty();
    Optional<Instant> signsDue = Optional.empty();
    long epoch;
    long step = 1;
    long nextDataIndex;
    long rosterVersion;
    boolean seated;
    boolean coldStart = true;
    List<NaiveMember> members = new ArrayList<>();
    List<NaiveMember> lastMembers = new ArrayList<>();
    Map<ClientId, Counts> keptCounts = new LinkedHashMap<>();

    @Nullable
    Round round;

    @Nullable
    TransitionReason reason;

    List<WitnessProof> proofs = new ArrayList<>();
    List<Removal> removals = new ArrayList<>();
    List<ClientId> ejected = new ArrayList<>();
    RunOrder order = RunOrder.NONE;

    @Nullable
    RunConfig nextConfig;

    Optional<String> checkpoint = Optional.empty();

    NaiveRun(RunConfig config, SeedSource seeds, List<ClientId> pending, Instant start) {
        this.config = config;
        this.seeds = seeds;
        this.pending = pending;
        now = start;
        stateBegan = start;
    }

    List<RunEvent> tick(Instant reading) {
        RunState before = state;
        List<RunEvent> events = tickWithoutDeadline(reading);
        boolean beginsToWait = state == RunState.WAITING_FOR_MEMBERS && before != state;
        nameDeadline(beginsToWait ? Optional.of(now) : NaiveView.nextChange(this));
        for (List<NaiveMember> all : List.of(members, lastMembers)) {
            for (NaiveMember member : all) {
                member.silentFor = member.heard ? Duration.ZERO : member.silentFor;
                member.heard = false;
            }
        }
        return events;
    }

    List<RunEvent> tickWithoutDeadline(Instant reading) {
        List<RunEvent> events = new ArrayList<>();
        passTime(reading, events);
        switch (state) {
            case WAITING_FOR_MEMBERS -> waitForMembers(events);
            case WARMUP -> warmUp(events);
            case ROUND_TRAIN -> train(events);
            case ROUND_WITNESS -> {
                if (isOver(config.roundWitnessTime())) {
                    endRound(events);
                }
            }
            case COOLDOWN -> {
                if (isOver(config.cooldownTime())) {
                    endEpoch(events);
                }
            }
            case PAUSED -> endPause(events);
            case FINISHED -> {}
        }
        return events;
    }

    private void passTime(Instant reading, List<RunEvent> events) {
        if (reading.isBefore(now)) {
            events.add(new ClockWentBack(now, reading));
            signsDue = Optional.empty();
        } else {
            Duration passed = Duration.between(now, reading);
            stateLasted = stateLasted.plus(passed);
            epochLasted = epochLasted.plus(passed);
            enoughFor = enoughFor == null ? null : enoughFor.plus(passed);
            beSilent(passed);
        }
        now = reading;
        stateLasted = countable(stateLasted);
        epochLasted = countable(epochLasted);
        enoughFor = enoughFor == null ? null : countable(enoughFor);
    }

    /** No clock can say that something began before time did. */
    private Duration countable(Duration lasted) {
        Duration sinceEver = Duration.between(Instant.MIN, now);
        return lasted.compareTo(sinceEver) > 0 ? sinceEver : lasted;
    }

    /** A tick observes at most a third of the timeout, and no more than up to the deadline that the last one named. */
    private void beSilent(Duration passed) {
        Duration third = config.healthCheckTimeout().dividedBy(3);
        Duration observed = passed.compareTo(third) < 0 ? passed : third;
        if (namedDeadline.isPresent()) {
            Duration named = Duration.between(now, namedDeadline.get());
            observed = named.compareTo(observed) < 0 ? named : observed;
        }
        if (!third.isZero() && !observed.isNegative()) {
            for (List<NaiveMember> all : List.of(members, lastMembers)) {
                for (NaiveMember member : all) {
                    member.silentFor = member.silentFor.plus(observed);
                }
            }
        }
    }

    private void nameDeadline(Optional<Instant> deadline) {
        Duration third = config.healthCheckTimeout().dividedBy(3);
        boolean watches = !third.isZero() && state != RunState.PAUSED && state != RunState.FINISHED;
        if (!watches) {
            signsDue = Optional.empty();
        } else if (signsDue.isEmpty() || !now.isBefore(signsDue.get())) {
            boolean isTooLate = third.compareTo(Duration.between(now, Instant.MAX)) > 0;
            signsDue = isTooLate ? Optional.empty() : Optional.of(now.plus(third));
        }
        namedDeadline = NaiveView.earliest(deadline, signsDue);
    }

    private boolean isSilent(NaiveMember member) {
        Duration timeout = config.healthCheckTimeout();
        return !timeout.isZero() && !member.heard && member.silentFor.compareTo(timeout) >= 0;
    }

    private boolean isOver(Duration limit) {
        return !stateLasted.isZero() && stateLasted.compareTo(limit) >= 0;
    }

    private void waitForMembers(List<RunEvent> events) {
        List<ClientId> welcome = new ArrayList<>();
        for (ClientId client : pending) {
            if (!ejected.contains(client) && !welcome.contains(client)) {
                welcome.add(client);
            }
        }
        if (step > config.totalSteps()) {
            enter(RunState.FINISHED, TransitionReason.NO_STEPS_LEFT, events);
        } else if (order == RunOrder.STOP) {
            enter(RunState.FINISHED, TransitionReason.STOP, events);
        } else if (order == RunOrder.PAUSE) {
            enter(RunState.PAUSED, TransitionReason.PAUSE, events);
        } else if (welcome.size() < config.initMinClients()) {
            enoughFor = null;
        } else {
            Duration extra = config.waitingForMembersExtraTime();
            boolean waited = enoughFor != null && enoughFor.compareTo(extra) >= 0;
            if (extra.isZero() || waited || welcome.size() >= config.maxClients()) {
                beginEpoch(welcome.subList(0, Math.min(welcome.size(), config.maxClients())));
                enter(RunState.WARMUP, TransitionReason.ENOUGH_CLIENTS, events);
            } else if (enoughFor == null) {
                enoughFor = Duration.ZERO;
            }
        }
    }

    private void beginEpoch(List<ClientId> taken) {
        for (ClientId client : taken) {
            NaiveMember member = new NaiveMember(client);
            find(lastMembers, client)
                    .ifPresentOrElse(
                            last -> {
                                member.carry(last.counts(), config);
                                member.hasModel = last.hasModel;
                                member.heard = last.heard;
                                member.silentFor = last.silentFor;
                            },
                            () -> member.carry(keptCounts.getOrDefault(client, Counts.NONE), config));
            members.add(member);
        }
        taken.forEach(keptCounts::remove);
        for (NaiveMember last : lastMembers) {
            if (!taken.contains(last.client) && !last.counts().equals(Counts.NONE)) {
                keptCounts.put(last.client, last.counts());
            }
        }
        keptCounts.keySet().removeIf(client -> !pending.contains(client));
        lastMembers = new ArrayList<>();
        rosterVersion++;
        removals.clear();
        epochLasted = Duration.ZERO;
    }

    static Optional<NaiveMember> find(List<NaiveMember> members, ClientId client) {
        return members.stream().filter(member -> member.client.equals(client)).findFirst();
    }

    private void warmUp(List<RunEvent> events) {
        if (!isWarmupDue()) {
            return;
        }
        boolean keeps = config.onWarmupDrop() == WarmupDrop.KEEP && !warmupEnds();
        boolean drops = members.stream().anyMatch(member -> member.presence == Presence.DISCONNECTED);
        remove(events, member -> switch (member.presence) {
            case EJECTED -> Cause.EJECTED;
            case LEFT -> Cause.LEFT;
            case DISCONNECTED -> keeps ? isSilent(member) ? Cause.SILENT : null : Cause.DISCONNECTED;
            case ACTIVE -> isSilent(member) ? Cause.SILENT : null;
        });
        if (drops && config.onWarmupDrop() == WarmupDrop.RESTART) {
            enter(RunState.WAITING_FOR_MEMBERS, TransitionReason.WARMUP_DROP, events);
        } else if (members.size() < config.minClients()) {
            enter(RunState.WAITING_FOR_MEMBERS, TransitionReason.TOO_FEW_MEMBERS, events);
        } else if (order == RunOrder.STOP) {
            enter(RunState.FINISHED, TransitionReason.STOP, events);
        } else if (order == RunOrder.PAUSE) {
            enter(RunState.PAUSED, TransitionReason.PAUSE, events);
        } else if (allAreReady() || isOver(config.warmupTime())) {
            TransitionReason why = allAreReady() ? TransitionReason.ALL_READY : TransitionReason.WARMUP_TIME_OVER;
            // A member that was kept so far is gone now, too.
            remove(events, member -> member.presence == Presence.DISCONNECTED ? Cause.DISCONNECTED : null);
            beginRound(0, why, events);
        }
    }

    /** Whether anything but silence asks for a change, or it is time to look for silence. */
    private boolean isWarmupDue() {
        boolean keeps = config.onWarmupDrop() == WarmupDrop.KEEP;
        boolean someAreGone = members.stream()
                .anyMatch(member -> member.presence == Presence.LEFT
                        || member.presence == Presence.EJECTED
                        || member.presence == Presence.DISCONNECTED && !keeps);
        boolean signsAreDue = signsDue.isPresent() && !now.isBefore(signsDue.get());
        return someAreGone || signsAreDue || order != RunOrder.NONE || warmupEnds();
    }

    private boolean warmupEnds() {
        return isOver(config.warmupTime()) || allAreReady();
    }

    /** Whether all members that are there are ready, and at least the minimum is there. */
    private boolean allAreReady() {
        List<NaiveMember> there = members.stream()
                .filter(member -> member.presence == Presence.ACTIVE)
                .toList();
        return there.size() >= config.minClients() && there.stream().allMatch(member -> member.ready);
    }

    private void beginRound(long height, TransitionReason why, List<RunEvent> events) {
        if (!seated) {
            seated = true;
            rosterVersion++;
        }
        members.forEach(member -> member.ready = false);
        int clients = members.size();
        int witnesses = config.witnessNodes() == 0 ? clients : Math.min(config.witnessNodes(), clients);
        round = Round.builder(new RoundId(epoch, height))
                .seed(seeds.seed(epoch, height))
                .data(nextDataIndex, batchSize())
                .roster(rosterVersion, clients)
                .witnessCount(witnesses)
                .verificationPercent(config.verificationPercent())
                .participation(config.participation())
                .dataOrder(config.dataOrder())
                .build();
        proofs.clear();
        enter(RunState.ROUND_TRAIN, why, events);
    }

    /** A straight line from the first size to the last, while the warm-up tokens last. */
    private int batchSize() {
        BigDecimal start = BigDecimal.valueOf(config.globalBatchSizeStart());
        BigDecimal end = BigDecimal.valueOf(config.globalBatchSizeEnd());
        BigDecimal tokens = BigDecimal.valueOf(nextDataIndex).multiply(BigDecimal.valueOf(config.sequenceLength()));
        BigDecimal warmup = BigDecimal.valueOf(config.globalBatchSizeWarmupTokens());
        if (tokens.compareTo(warmup) >= 0) {
            return end.intValueExact();
        }
        BigDecimal passed = end.subtract(start).multiply(tokens).divide(warmup, 20, RoundingMode.HALF_UP);
        return start.add(passed).setScale(0, RoundingMode.HALF_UP).intValueExact();
    }

    private void train(List<RunEvent> events) {
        TransitionReason end = null;
        if (config.earlyEnd() == EarlyEnd.QUORUM && quorum() > 0 && proofs.size() >= quorum()) {
            end = TransitionReason.QUORUM_ATTESTED;
        } else if (waitsForWitnesses() && allIsIn()) {
            end = TransitionReason.ALL_ATTESTED;
        } else if (quorum() > 0 && proofs.size() + mayStillAttest() < quorum()) {
            end = TransitionReason.CUT_SHORT;
        } else if (isOver(config.maxRoundTrainTime())) {
            end = TransitionReason.TRAIN_TIME_OVER;
        }
        if (end != null) {
            enter(RunState.ROUND_WITNESS, end, events);
        }
    }

    private boolean waitsForWitnesses() {
        return config.earlyEnd() == EarlyEnd.WITNESSES || config.earlyEnd() == EarlyEnd.QUORUM && quorum() == 0;
    }

    /** Whether all the proofs have come that can still come, and they are worth something. */
    private boolean allIsIn() {
        for (int seat : Elected.seats(openRound())) {
            if (!attested(seat) && members.get(seat).presence == Presence.ACTIVE) {
                return false;
            }
        }
        return !proofs.isEmpty() && proofs.size() >= quorum();
    }

    private long mayStillAttest() {
        return Elected.seats(openRound()).stream()
                .filter(seat -> !attested(seat))
                .map(seat -> members.get(seat).presence)
                .filter(presence -> presence == Presence.ACTIVE || presence == Presence.DISCONNECTED)
                .count();
    }

    private boolean attested(int seat) {
        return proofs.stream().anyMatch(proof -> proof.index() == seat);
    }

    int quorum() {
        int witnesses = openRound().witnessCount();
        int quorum = config.witnessQuorum().isPresent() ? config.witnessQuorum().getAsInt() : 2 * witnesses / 3 + 1;
        return quorum < witnesses ? quorum : witnesses;
    }

    private void endRound(List<RunEvent> events) {
        Round ended = openRound();
        TransitionReason end = Objects.requireNonNull(reason);
        NaiveVerdict verdict = new NaiveVerdict(this);
        boolean confirmed = verdict.confirmed(quorum());
        events.add(NaiveView.evaluation(this, verdict, confirmed));
        List<NaiveMember> before = new ArrayList<>(members);
        if (confirmed) {
            step++;
            nextDataIndex += ended.batchSize();
            for (int seat = 0; seat < members.size(); seat++) {
                members.get(seat).hasModel = !verdict.isOmitted(seat);
            }
        }
        verdict.countAbsence(end);
        verdict.countAttestations(end);
        remove(events, member -> switch (member.presence) {
            case EJECTED -> Cause.EJECTED;
            case LEFT -> Cause.LEFT;
            case DISCONNECTED -> Cause.DISCONNECTED;
            case ACTIVE -> causeInRound(member);
        });
        boolean removedSomeone = members.size() < before.size();
        boolean timeIsOver = !config.epochTime().isZero() && epochLasted.compareTo(config.epochTime()) >= 0;
        if (step > config.totalSteps()) {
            enter(RunState.WAITING_FOR_MEMBERS, TransitionReason.LAST_STEP_DONE, events);
        } else if (ended.height() + 1 == config.roundsPerEpoch()) {
            enter(RunState.COOLDOWN, TransitionReason.EPOCH_ROUNDS_DONE, events);
        } else if (timeIsOver) {
            enter(RunState.COOLDOWN, TransitionReason.EPOCH_TIME_OVER, events);
        } else if (members.size() < config.minClients()) {
            enter(RunState.COOLDOWN, TransitionReason.TOO_FEW_MEMBERS, events);
        } else if (!confirmed && !removedSomeone) {
            enter(RunState.COOLDOWN, TransitionReason.NOT_CONFIRMED, events);
        } else if (order == RunOrder.STOP) {
            enter(RunState.COOLDOWN, TransitionReason.STOP, events);
        } else if (order == RunOrder.PAUSE) {
            enter(RunState.COOLDOWN, TransitionReason.PAUSE, events);
        } else {
            beginRound(ended.height() + 1, TransitionReason.NEXT_ROUND, events);
        }
    }

    private @Nullable Cause causeInRound(NaiveMember member) {
        if (isSilent(member)) {
            return Cause.SILENT;
        } else if (isAbsentTooLong(member)) {
            return Cause.ABSENT;
        }
        boolean isTooLong = config.maxMissedAttestations() > 0 && member.missed >= config.maxMissedAttestations();
        return isTooLong && member.missedNow ? Cause.NOT_ATTESTING : null;
    }

    private boolean isAbsentTooLong(NaiveMember member) {
        return config.maxAbsentRounds() > 0 && member.absent >= config.maxAbsentRounds() && member.absentNow;
    }

    private void endEpoch(List<RunEvent> events) {
        remove(events, member -> switch (member.presence) {
            case EJECTED -> Cause.EJECTED;
            case LEFT -> Cause.LEFT;
            case DISCONNECTED -> Cause.DISCONNECTED;
            case ACTIVE -> isSilent(member) ? Cause.SILENT : null;
        });
        epoch++;
        coldStart = false;
        if (order == RunOrder.STOP) {
            enter(RunState.FINISHED, TransitionReason.STOP, events);
        } else if (order == RunOrder.PAUSE) {
            enter(RunState.PAUSED, TransitionReason.PAUSE, events);
        } else {
            enter(RunState.WAITING_FOR_MEMBERS, TransitionReason.COOLDOWN_TIME_OVER, events);
        }
    }

    private void endPause(List<RunEvent> events) {
        if (order == RunOrder.STOP) {
            enter(RunState.FINISHED, TransitionReason.STOP, events);
        } else if (order == RunOrder.RESUME) {
            coldStart = true;
            if (nextConfig != null && !nextConfig.equals(config)) {
                config = nextConfig;
                for (NaiveMember last : lastMembers) {
                    last.carry(last.counts(), config);
                    last.silentFor = Duration.ZERO;
                    last.heard = !config.healthCheckTimeout().isZero() && last.heard;
                }
            }
            nextConfig = null;
            enter(RunState.WAITING_FOR_MEMBERS, TransitionReason.RESUME, events);
        }
    }

    /** Why a member is to be removed; null if it is not. */
    private interface Judgement {
        @Nullable
        Cause causeOf(NaiveMember member);
    }

    private void remove(List<RunEvent> events, Judgement judgement) {
        List<NaiveMember> leaving = new ArrayList<>();
        for (NaiveMember member : members) {
            Cause cause = judgement.causeOf(member);
            if (cause != null) {
                RoundId ended = round == null ? null : round.id();
                Removal removal = Forged.removal(member.client, cause, state, epoch, ended, now);
                removals.add(removal);
                events.add(removal);
                member.absent = cause == Cause.ABSENT ? 0 : member.absent;
                member.missed = cause == Cause.NOT_ATTESTING ? 0 : member.missed;
                keptCounts.remove(member.client);
                if (!member.counts().equals(Counts.NONE)) {
                    keptCounts.put(member.client, member.counts());
                }
                leaving.add(member);
            }
        }
        if (members.removeAll(leaving)) {
            seated = false;
            rosterVersion++;
        }
    }

    private void enter(RunState next, TransitionReason why, List<RunEvent> events) {
        events.add(Forged.transition(state, next, why, now));
        state = next;
        reason = why;
        stateBegan = now;
        stateLasted = Duration.ZERO;
        enoughFor = null;
        if (next == RunState.PAUSED || next == RunState.FINISHED || order == RunOrder.RESUME) {
            order = RunOrder.NONE;
            nextConfig = null;
        }
        if (next == RunState.WAITING_FOR_MEMBERS || next == RunState.PAUSED || next == RunState.FINISHED) {
            rosterVersion += members.isEmpty() ? 0 : 1;
            lastMembers = members.isEmpty() ? lastMembers : members;
            lastMembers.forEach(member -> {
                member.presence = Presence.ACTIVE;
                member.ready = false;
            });
            members = new ArrayList<>();
            round = null;
            seated = false;
            proofs.clear();
        }
    }

    Round openRound() {
        if (round == null) {
            throw new AssertionError("no round is open in " + state);
        }
        return round;
    }
}
