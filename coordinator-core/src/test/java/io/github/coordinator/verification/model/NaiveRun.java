package io.github.coordinator.verification.model;

import io.github.coordinator.ClientId;
import io.github.coordinator.ClockWentBack;
import io.github.coordinator.Forged;
import io.github.coordinator.Presence;
import io.github.coordinator.Removal;
import io.github.coordinator.Removal.Cause;
import io.github.coordinator.RunEvent;
import io.github.coordinator.RunOrder;
import io.github.coordinator.RunState;
import io.github.coordinator.TransitionReason;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundId;
import io.github.coordinator.round.SeedSource;
import io.github.coordinator.round.WitnessProof;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The run as the design tells it, in the plainest words that do: lists that are searched from end to end, time that is
 * added up, nothing remembered that can be worked out again. It is slow, and it is meant to be read next to the design.
 * Here is what a tick does; {@link NaiveMessages} has the rest.
 */
final class NaiveRun {
    /** What is known of a member. */
    static final class NaiveMember {
        final ClientId client;
        Presence presence = Presence.ACTIVE;
        boolean ready;
        boolean heard;
        int missed;
        int absent;

        NaiveMember(ClientId client) {
            this.client = client;
        }
    }

    final RunConfig config;
    final SeedSource seeds;
    final List<ClientId> pending;

    RunState state = RunState.WAITING_FOR_MEMBERS;
    Instant now;
    Instant stateBegan;
    Duration stateLasted = Duration.ZERO;
    Duration epochLasted = Duration.ZERO;
    long epoch;
    long step = 1;
    long nextDataIndex;
    long rosterVersion;
    boolean seated;
    List<NaiveMember> members = new ArrayList<>();

    @Nullable
    Round round;

    List<WitnessProof> proofs = new ArrayList<>();
    List<Removal> removals = new ArrayList<>();
    List<ClientId> ejected = new ArrayList<>();
    RunOrder order = RunOrder.NONE;

    NaiveRun(RunConfig config, SeedSource seeds, List<ClientId> pending, Instant start) {
        this.config = config;
        this.seeds = seeds;
        this.pending = pending;
        now = start;
        stateBegan = start;
    }

    List<RunEvent> tick(Instant reading) {
        List<RunEvent> events = new ArrayList<>();
        passTime(reading, events);
        switch (state) {
            case WAITING_FOR_MEMBERS -> waitForMembers(events);
            case WARMUP -> warmUp(events);
            case ROUND_TRAIN -> {
                if (allIsIn()) {
                    enter(RunState.ROUND_WITNESS, TransitionReason.ALL_ATTESTED, events);
                } else if (isOver(config.maxRoundTrainTime())) {
                    enter(RunState.ROUND_WITNESS, TransitionReason.TRAIN_TIME_OVER, events);
                }
            }
            case ROUND_WITNESS -> {
                if (isOver(config.roundWitnessTime())) {
                    endRound(events);
                }
            }
            case COOLDOWN -> {
                if (isOver(config.cooldownTime())) {
                    remove(events, List.of(), List.of());
                    epoch++;
                    if (order == RunOrder.PAUSE) {
                        enter(RunState.PAUSED, TransitionReason.PAUSE, events);
                    } else {
                        enter(RunState.WAITING_FOR_MEMBERS, TransitionReason.COOLDOWN_TIME_OVER, events);
                    }
                }
            }
            case PAUSED -> {
                if (order == RunOrder.RESUME) {
                    enter(RunState.WAITING_FOR_MEMBERS, TransitionReason.RESUME, events);
                }
            }
            case FINISHED -> {}
        }
        return events;
    }

    private void passTime(Instant reading, List<RunEvent> events) {
        if (reading.isBefore(now)) {
            events.add(new ClockWentBack(now, reading));
        } else {
            stateLasted = stateLasted.plus(Duration.between(now, reading));
            epochLasted = epochLasted.plus(Duration.between(now, reading));
        }
        now = reading;
        // No clock can say that something began before time did.
        Duration sinceEver = Duration.between(Instant.MIN, now);
        stateLasted = stateLasted.compareTo(sinceEver) > 0 ? sinceEver : stateLasted;
        epochLasted = epochLasted.compareTo(sinceEver) > 0 ? sinceEver : epochLasted;
    }

    private boolean isOver(Duration limit) {
        return !stateLasted.isZero() && stateLasted.compareTo(limit) >= 0;
    }

    private void waitForMembers(List<RunEvent> events) {
        List<ClientId> welcome = new ArrayList<>();
        for (ClientId client : pending) {
            if (!ejected.contains(client) && !welcome.contains(client) && welcome.size() < config.maxClients()) {
                welcome.add(client);
            }
        }
        if (step > config.totalSteps()) {
            enter(RunState.FINISHED, TransitionReason.NO_STEPS_LEFT, events);
        } else if (order == RunOrder.PAUSE) {
            enter(RunState.PAUSED, TransitionReason.PAUSE, events);
        } else if (welcome.size() >= config.initMinClients()
                && stateLasted.compareTo(config.waitingForMembersExtraTime()) >= 0) {
            welcome.forEach(client -> members.add(new NaiveMember(client)));
            rosterVersion++;
            removals.clear();
            epochLasted = Duration.ZERO;
            enter(RunState.WARMUP, TransitionReason.ENOUGH_CLIENTS, events);
        }
    }

    private void warmUp(List<RunEvent> events) {
        remove(events, List.of(), List.of());
        if (members.size() < config.minClients()) {
            enter(RunState.WAITING_FOR_MEMBERS, TransitionReason.TOO_FEW_MEMBERS, events);
        } else if (order == RunOrder.PAUSE) {
            enter(RunState.PAUSED, TransitionReason.PAUSE, events);
        } else if (members.stream().allMatch(member -> member.ready)) {
            beginRound(0, TransitionReason.ALL_READY, events);
        } else if (isOver(config.warmupTime())) {
            beginRound(0, TransitionReason.WARMUP_TIME_OVER, events);
        }
    }

    private void beginRound(long height, TransitionReason reason, List<RunEvent> events) {
        if (!seated) {
            seated = true;
            rosterVersion++;
        }
        for (NaiveMember member : members) {
            member.ready = false;
            member.heard = false;
        }
        int clients = members.size();
        int witnesses = config.witnessNodes() == 0 ? clients : Math.min(config.witnessNodes(), clients);
        round = Round.builder(new RoundId(epoch, height))
                .seed(seeds.seed(epoch, height))
                .data(nextDataIndex, batchSize())
                .roster(rosterVersion, clients)
                .witnessCount(witnesses)
                .verificationPercent(config.verificationPercent())
                .participation(config.participation())
                .build();
        proofs.clear();
        enter(RunState.ROUND_TRAIN, reason, events);
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

    /** Whether all the proofs have come that can still come, and they are worth something. */
    private boolean allIsIn() {
        Round open = openRound();
        for (int seat : Elected.seats(open)) {
            boolean attested = proofs.stream().anyMatch(proof -> proof.index() == seat);
            if (!attested && members.get(seat).presence == Presence.ACTIVE) {
                return false;
            }
        }
        return !proofs.isEmpty() && proofs.size() >= quorum();
    }

    private int quorum() {
        int witnesses = openRound().witnessCount();
        int quorum = config.witnessQuorum().isPresent() ? config.witnessQuorum().getAsInt() : 2 * witnesses / 3 + 1;
        return quorum < witnesses ? quorum : witnesses;
    }

    private void endRound(List<RunEvent> events) {
        Round ended = openRound();
        boolean confirmed = proofs.size() >= quorum();
        List<NaiveMember> absent = new ArrayList<>();
        for (NaiveMember member : members) {
            long omitted = proofs.stream().filter(proof -> !sees(proof, member)).count();
            if (omitted >= Math.max(quorum(), 2 * ended.witnessCount() / 3 + 1)) {
                absent.add(member);
            }
        }
        events.add(Forged.evaluation(
                ended.id(),
                step,
                confirmed,
                proofs.size(),
                ended.witnessCount(),
                absent.stream().map(member -> member.client).toList()));
        if (confirmed) {
            step++;
            nextDataIndex += ended.batchSize();
        }
        countStreaks(confirmed, absent);
        remove(
                events,
                members.stream()
                        .filter(member -> member.missed > 0 && member.missed >= config.maxMissedHealthChecks())
                        .toList(),
                members.stream()
                        .filter(member -> member.absent > 0 && member.absent >= config.maxAbsentRounds())
                        .toList());
        boolean timeIsOver = !config.epochTime().isZero() && epochLasted.compareTo(config.epochTime()) >= 0;
        if (step > config.totalSteps()) {
            enter(RunState.WAITING_FOR_MEMBERS, TransitionReason.LAST_STEP_DONE, events);
        } else if (ended.height() + 1 == config.roundsPerEpoch()) {
            enter(RunState.COOLDOWN, TransitionReason.EPOCH_ROUNDS_DONE, events);
        } else if (timeIsOver) {
            enter(RunState.COOLDOWN, TransitionReason.EPOCH_TIME_OVER, events);
        } else if (members.size() < config.minClients()) {
            enter(RunState.COOLDOWN, TransitionReason.TOO_FEW_MEMBERS, events);
        } else if (!confirmed) {
            enter(RunState.COOLDOWN, TransitionReason.NOT_CONFIRMED, events);
        } else if (order == RunOrder.PAUSE) {
            enter(RunState.COOLDOWN, TransitionReason.PAUSE, events);
        } else {
            beginRound(ended.height() + 1, TransitionReason.NEXT_ROUND, events);
        }
    }

    private void countStreaks(boolean confirmed, List<NaiveMember> absent) {
        for (NaiveMember member : members) {
            member.missed = config.maxMissedHealthChecks() == 0 || member.heard ? 0 : member.missed + 1;
            if (confirmed) {
                member.absent = config.maxAbsentRounds() == 0 || !absent.contains(member) ? 0 : member.absent + 1;
            }
        }
    }

    private boolean sees(WitnessProof proof, NaiveMember member) {
        return RoundInvariants.sees(proof.participation(), members.indexOf(member), member.client.bytes());
    }

    /** Removes the members that are gone and those given, each with the first cause that holds. */
    private void remove(List<RunEvent> events, List<NaiveMember> silent, List<NaiveMember> absent) {
        List<NaiveMember> leaving = new ArrayList<>();
        for (NaiveMember member : members) {
            Cause cause = cause(member, silent, absent);
            if (cause != null) {
                RoundId ended = round == null ? null : round.id();
                Removal removal = Forged.removal(member.client, cause, state, epoch, ended, now);
                removals.add(removal);
                events.add(removal);
                leaving.add(member);
            }
        }
        if (members.removeAll(leaving)) {
            seated = false;
            rosterVersion++;
        }
    }

    private static @Nullable Cause cause(NaiveMember member, List<NaiveMember> silent, List<NaiveMember> absent) {
        if (member.presence == Presence.EJECTED) {
            return Cause.EJECTED;
        } else if (member.presence == Presence.LEFT) {
            return Cause.LEFT;
        } else if (member.presence == Presence.DISCONNECTED) {
            return Cause.DISCONNECTED;
        } else if (silent.contains(member)) {
            return Cause.MISSED_HEALTH_CHECKS;
        }
        return absent.contains(member) ? Cause.ABSENT : null;
    }

    private void enter(RunState next, TransitionReason reason, List<RunEvent> events) {
        events.add(Forged.transition(state, next, reason, now));
        state = next;
        stateBegan = now;
        stateLasted = Duration.ZERO;
        if (next == RunState.PAUSED || next == RunState.FINISHED || order == RunOrder.RESUME) {
            order = RunOrder.NONE;
        }
        if (next == RunState.WAITING_FOR_MEMBERS || next == RunState.PAUSED) {
            rosterVersion += members.isEmpty() ? 0 : 1;
            members.clear();
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
