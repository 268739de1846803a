package io.github.coordinator.verification.model;

import io.github.coordinator.ClientId;
import io.github.coordinator.Exit;
import io.github.coordinator.Exit.Cause;
import io.github.coordinator.Presence;
import io.github.coordinator.RunEvent;
import io.github.coordinator.RunState;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.SeedSource;
import io.github.coordinator.witness.ParticipationBitmap;
import io.github.coordinator.witness.ParticipationFilter;
import io.github.coordinator.witness.WitnessProof;
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
    List<NaiveMember> members = new ArrayList<>();

    @Nullable
    Round round;

    List<WitnessProof> proofs = new ArrayList<>();
    List<Exit> exits = new ArrayList<>();
    List<ClientId> barred = new ArrayList<>();
    boolean pausePending;
    boolean resumePending;

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
                if (isOver(config.maxRoundTrainTime()) || allIsIn()) {
                    enter(RunState.ROUND_WITNESS, events);
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
                    enter(pausePending ? RunState.PAUSED : RunState.WAITING_FOR_MEMBERS, events);
                }
            }
            case PAUSED -> {
                if (resumePending) {
                    enter(RunState.WAITING_FOR_MEMBERS, events);
                }
            }
            case FINISHED -> {}
        }
        return events;
    }

    private void passTime(Instant reading, List<RunEvent> events) {
        if (reading.isBefore(now)) {
            events.add(new RunEvent.ClockWentBack(now, reading));
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
            if (!barred.contains(client) && !welcome.contains(client) && welcome.size() < config.maxClients()) {
                welcome.add(client);
            }
        }
        if (step > config.totalSteps()) {
            enter(RunState.FINISHED, events);
        } else if (pausePending) {
            enter(RunState.PAUSED, events);
        } else if (welcome.size() >= config.initMinClients()
                && stateLasted.compareTo(config.waitingForMembersExtraTime()) >= 0) {
            welcome.forEach(client -> members.add(new NaiveMember(client)));
            rosterVersion++;
            exits.clear();
            epochLasted = Duration.ZERO;
            enter(RunState.WARMUP, events);
        }
    }

    private void warmUp(List<RunEvent> events) {
        remove(events, List.of(), List.of());
        if (members.size() < config.minClients()) {
            enter(RunState.WAITING_FOR_MEMBERS, events);
        } else if (pausePending) {
            enter(RunState.PAUSED, events);
        } else if (members.stream().allMatch(member -> member.ready) || isOver(config.warmupTime())) {
            beginRound(0, events);
        }
    }

    private void beginRound(long height, List<RunEvent> events) {
        for (NaiveMember member : members) {
            member.ready = false;
            member.heard = false;
        }
        int clients = members.size();
        int witnesses = config.witnessNodes() == 0 ? clients : Math.min(config.witnessNodes(), clients);
        round = new Round(
                epoch,
                height,
                seeds.seed(epoch, height),
                nextDataIndex,
                batchSize(),
                rosterVersion,
                clients,
                witnesses,
                config.verificationPercent());
        proofs.clear();
        enter(RunState.ROUND_TRAIN, events);
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
        int witnesses = openRound().witnesses();
        int quorum = config.witnessQuorum().isPresent() ? config.witnessQuorum().getAsInt() : 2 * witnesses / 3 + 1;
        return quorum < witnesses ? quorum : witnesses;
    }

    private void endRound(List<RunEvent> events) {
        Round ended = openRound();
        boolean confirmed = proofs.size() >= quorum();
        List<NaiveMember> absent = new ArrayList<>();
        for (NaiveMember member : members) {
            long omitted = proofs.stream().filter(proof -> !sees(proof, member)).count();
            if (omitted >= Math.max(quorum(), 2 * ended.witnesses() / 3 + 1)) {
                absent.add(member);
            }
        }
        events.add(new RunEvent.RoundEvaluated(
                epoch,
                ended.height(),
                step,
                confirmed,
                proofs.size(),
                ended.witnesses(),
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
        boolean epochIsOver = ended.height() + 1 == config.roundsPerEpoch()
                || !config.epochTime().isZero() && epochLasted.compareTo(config.epochTime()) >= 0;
        if (step > config.totalSteps()) {
            enter(RunState.WAITING_FOR_MEMBERS, events);
        } else if (epochIsOver || members.size() < config.minClients() || !confirmed || pausePending) {
            enter(RunState.COOLDOWN, events);
        } else {
            beginRound(ended.height() + 1, events);
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
        return proof.participation() instanceof ParticipationFilter filter
                ? filter.mayInclude(member.client.bytes())
                : ((ParticipationBitmap) proof.participation()).includes(members.indexOf(member));
    }

    /** Those who are gone go, and so do those given, each with the first cause that holds. */
    private void remove(List<RunEvent> events, List<NaiveMember> silent, List<NaiveMember> absent) {
        List<NaiveMember> leaving = new ArrayList<>();
        for (NaiveMember member : members) {
            Cause cause = cause(member, silent, absent);
            if (cause != null) {
                long height = round == null ? -1 : round.height();
                Exit exit = new Exit(member.client, cause, state, epoch, height, now);
                exits.add(exit);
                events.add(new RunEvent.ClientDropped(exit));
                leaving.add(member);
            }
        }
        if (members.removeAll(leaving)) {
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

    private void enter(RunState next, List<RunEvent> events) {
        events.add(new RunEvent.StateChanged(state, next, now));
        state = next;
        stateBegan = now;
        stateLasted = Duration.ZERO;
        resumePending = false;
        if (next == RunState.PAUSED || next == RunState.FINISHED) {
            pausePending = false;
        }
        if (next == RunState.WAITING_FOR_MEMBERS || next == RunState.PAUSED) {
            rosterVersion += members.isEmpty() ? 0 : 1;
            members.clear();
            round = null;
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
