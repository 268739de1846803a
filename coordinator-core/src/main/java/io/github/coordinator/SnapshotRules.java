package io.github.coordinator;

import io.github.coordinator.RunSnapshot.Clock;
import io.github.coordinator.RunSnapshot.Member;
import io.github.coordinator.RunSnapshot.Standing;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What holds of every snapshot that a run can have. A snapshot may have been through a file or a network, and one that
 * breaks a rule would break the run later, where nobody could tell why.
 */
final class SnapshotRules {
    /** Far more than any run lasts; sums of a few of them fit into a long of nanoseconds. */
    private static final Duration LONGEST_SILENCE = Duration.ofDays(36_500);

    private static final long MAX_COUNTER = 1L << 62;

    private final RunSnapshot snapshot;
    private final RunConfig config;
    private final RunState state;

    private SnapshotRules(RunSnapshot snapshot) {
        this.snapshot = snapshot;
        config = snapshot.config();
        state = snapshot.state();
    }

    /**
     * Checks all but the proofs, which {@link RoundTally#restore} takes in anew.
     *
     * @throws IllegalArgumentException if the parts of the snapshot contradict each other
     */
    static void check(RunSnapshot snapshot) {
        SnapshotRules rules = new SnapshotRules(snapshot);
        rules.checkClock(snapshot.clock());
        rules.checkProgress();
        rules.checkMembers();
        rules.checkRound();
        rules.checkStandings();
        rules.checkReason();
        rules.checkOrder();
    }

    private void checkClock(Clock clock) {
        checkAnchor("stateAnchor", clock.stateAnchor(), clock);
        checkAnchor("epochAnchor", clock.epochAnchor(), clock);
        clock.enoughAnchor().ifPresent(anchor -> checkAnchor("enoughAnchor", anchor, clock));
        require(
                clock.enoughAnchor().isEmpty() || state == RunState.WAITING_FOR_MEMBERS,
                () -> "enoughAnchor is impossible in " + state);
        require(
                clock.signsDue().isEmpty()
                        || (!config.healthCheckTimeout().isZero()
                                && state != RunState.PAUSED
                                && state != RunState.FINISHED),
                () -> "signsDue is impossible in " + state + " with health_check_timeout "
                        + config.healthCheckTimeout());
    }

    private static void checkAnchor(String name, Instant anchor, Clock clock) {
        require(!anchor.isAfter(clock.now()), () -> name + " " + anchor + " must not be after now " + clock.now());
    }

    private void checkProgress() {
        long step = snapshot.step();
        long last = config.totalSteps();
        requireCounter("epoch", snapshot.epoch());
        requireCounter("rosterVersion", snapshot.rosterVersion());
        long most = state == RunState.FINISHED || state == RunState.WAITING_FOR_MEMBERS ? last + 1 : last;
        require(step >= 1 && step <= most, () -> "step " + step + " must be from 1 to " + most + " in " + state);
        // Each step has used up a batch, of a size that a configuration of this run had at the time.
        long used = snapshot.nextDataIndex();
        require(
                used >= step - 1 && used <= (step - 1) * Integer.MAX_VALUE,
                () -> "nextDataIndex " + used + " is impossible after " + (step - 1) + " steps");
    }

    private void checkMembers() {
        int members = snapshot.members().size();
        int least = switch (state) {
            case WAITING_FOR_MEMBERS, PAUSED, FINISHED, COOLDOWN -> 0;
            case WARMUP, ROUND_TRAIN, ROUND_WITNESS -> config.minClients();
        };
        int most = switch (state) {
            case WAITING_FOR_MEMBERS, PAUSED, FINISHED -> 0;
            case WARMUP, ROUND_TRAIN, ROUND_WITNESS, COOLDOWN -> config.maxClients();
        };
        require(
                members >= least && members <= most,
                () -> members + " members must be from " + least + " to " + most + " in " + state);
        Set<ClientId> ejected = new LinkedHashSet<>();
        for (ClientId client : snapshot.ejected()) {
            require(ejected.add(client), () -> "client " + client + " must not be ejected twice");
        }
        List<ClientId> known = new ArrayList<>(members + snapshot.removals().size());
        snapshot.removals().forEach(removal -> known.add(removal.client()));
        requireEachOnce(known, "must not be removed twice");
        for (Member member : snapshot.members()) {
            known.add(member.client());
            checkMember(member, ejected.contains(member.client()));
        }
        requireEachOnce(known, "must not be a member twice, or a member after its removal");
    }

    static void requireEachOnce(List<ClientId> clients, String otherwise) {
        new ClientLookup(clients.size(), clients::get)
                .duplicate()
                .ifPresent(client -> require(false, () -> "client " + client + " " + otherwise));
    }

    private void checkMember(Member member, boolean isEjected) {
        Presence presence = Objects.requireNonNull(member.presence(), "presence");
        require(
                !isEjected || presence == Presence.EJECTED,
                () -> "presence EJECTED must match the ejected clients (client " + member.client() + ")");
        require(
                !member.ready() || (state == RunState.WARMUP && presence == Presence.ACTIVE),
                () -> "client " + member.client() + " can be ready only in WARMUP and while it is active");
        requireSigns(config, member.client(), member.heard(), member.silentFor());
        checkCounts(member.counts());
    }

    static void requireSigns(RunConfig config, ClientId client, boolean heard, Duration silentFor) {
        require(
                !config.healthCheckTimeout().isZero() || (!heard && silentFor.isZero()),
                () -> "client " + client + " can be heard or silent only with a health_check_timeout");
        require(
                !silentFor.isNegative() && silentFor.compareTo(LONGEST_SILENCE) <= 0,
                () -> "silentFor " + silentFor + " of client " + client + " must be from PT0S to " + LONGEST_SILENCE);
    }

    private void checkCounts(Counts counts) {
        checkCount("absentRounds", counts.absentRounds(), config.maxAbsentRounds());
        checkCount("missedAttestations", counts.missedAttestations(), config.maxMissedAttestations());
    }

    private static void checkCount(String name, int count, int limit) {
        require(
                count == 0 || (count > 0 && limit > 0),
                () -> name + " " + count + " must be 0 where the rule is off, and at least 0 elsewhere");
    }

    private void checkStandings() {
        if (snapshot.standings().isEmpty()) {
            return;
        }
        boolean hasMembers = !snapshot.members().isEmpty();
        List<ClientId> known = new ArrayList<>();
        snapshot.members().forEach(member -> known.add(member.client()));
        boolean othersCame = false;
        boolean isInOrder = true;
        for (Standing standing : snapshot.standings()) {
            ClientId client = standing.client();
            known.add(client);
            isInOrder &= !(standing.wasMember() && othersCame);
            othersCame |= !standing.wasMember();
            require(
                    !standing.wasMember() || !hasMembers,
                    () -> "client " + client + " cannot be of the last epoch in an epoch");
            require(
                    standing.wasMember()
                            || (!standing.hasModel()
                                    && !standing.heard()
                                    && standing.silentFor().isZero()
                                    && !standing.counts().equals(Counts.NONE)),
                    () -> "nothing but counts can be known of client " + client);
            requireSigns(config, client, standing.heard(), standing.silentFor());
            if (standing.wasMember()) {
                checkCounts(standing.counts());
            }
        }
        requireEachOnce(known, "must have one standing, and none while it is a member");
        require(isInOrder, () -> "clients of the last epoch must stand before those with counts only");
    }

    private void checkRound() {
        boolean hasRound = state.isRound() || state == RunState.COOLDOWN;
        require(
                snapshot.round().isPresent() == hasRound,
                () -> "a round belongs to ROUND_TRAIN, ROUND_WITNESS and COOLDOWN only, not to " + state);
        require(hasRound || snapshot.proofs().isEmpty(), () -> "proofs need a round, but " + state + " has none");
        snapshot.round().ifPresent(this::checkRound);
    }

    private void checkRound(Round round) {
        requireCounter("height", round.height());
        int limit = config.roundsPerEpoch();
        require(limit == 0 || round.height() < limit, () -> "height " + round.height() + " must be below " + limit);
        boolean isOpen = state.isRound();
        long version = snapshot.rosterVersion();
        int members = snapshot.members().size();
        boolean isOfThisRoster = round.rosterVersion() == version && round.clientCount() == members;
        // Each seat that was lost since is a removal of this epoch.
        long most = (long) members + snapshot.removals().size();
        boolean isOfAnEarlierOne =
                round.rosterVersion() < version && round.clientCount() > members && round.clientCount() <= most;
        require(
                isOfThisRoster || (!isOpen && isOfAnEarlierOne),
                () -> "a round of " + round.clientCount() + " clients, roster version " + round.rosterVersion()
                        + ", is impossible with " + members + " members, version " + version);
        long next = snapshot.nextDataIndex();
        long first = round.firstDataIndex();
        require(
                first == next || (!isOpen && first == next - round.batchSize()),
                () -> "firstDataIndex " + first + " of the round is impossible with nextDataIndex " + next);
        RoundId id = new RoundId(snapshot.epoch(), round.height());
        int batchSize = Run.batchesOf(config).sizeAt(first);
        Round expected =
                Epoch.roundOf(config, id, round.seed(), first, batchSize, round.rosterVersion(), round.clientCount());
        require(round.equals(expected), () -> "the round must be " + expected + ", but is " + round);
    }

    private void checkOrder() {
        boolean fits = switch (snapshot.order()) {
            case NONE -> true;
            case PAUSE -> state != RunState.PAUSED && state != RunState.FINISHED;
            case STOP -> state != RunState.FINISHED;
            case RESUME -> state == RunState.PAUSED;
        };
        require(fits, () -> "order " + snapshot.order() + " is impossible in " + state);
        require(
                snapshot.nextConfig().isEmpty() || state == RunState.PAUSED,
                () -> "nextConfig is impossible in " + state);
        snapshot.nextConfig().ifPresent(this::checkNextConfig);
        snapshot.checkpoint().ifPresent(SnapshotRules::checkCheckpoint);
    }

    private void checkNextConfig(RunConfig next) {
        Run.problemsWith(next, config, snapshot.step()).stream()
                .findFirst()
                .ifPresent(problem -> require(false, () -> "nextConfig cannot be taken up: " + problem.message()));
    }

    private static void checkCheckpoint(String reference) {
        try {
            Checkpoints.check(reference);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("not the snapshot of a run: checkpoint " + wrong.getMessage(), wrong);
        }
    }

    private void checkReason() {
        Optional<TransitionReason> reason = snapshot.reason();
        boolean isNew = state == RunState.WAITING_FOR_MEMBERS && snapshot.epoch() == 0 && snapshot.step() == 1;
        require(reason.isPresent() || isNew, () -> "a run that is " + state + " must have a reason");
        reason.ifPresent(why -> {
            require(why.leadsTo(state), () -> "reason " + why + " does not lead to " + state);
            boolean isFirst = why == TransitionReason.ALL_READY || why == TransitionReason.WARMUP_TIME_OVER;
            boolean fits = state != RunState.ROUND_TRAIN
                    || snapshot.round().orElseThrow().height() == 0 == isFirst;
            require(fits, () -> "reason " + why + " does not lead to this round");
        });
    }

    /** No run counts as far as the bound, so that counting on cannot overflow. */
    static void requireCounter(String name, long value) {
        require(value >= 0, () -> name + " " + value + " must be at least 0");
        require(value <= MAX_COUNTER, () -> name + " " + value + " must be at most " + MAX_COUNTER);
    }

    static void require(boolean holds, Supplier<String> problem) {
        if (!holds) {
            throw new IllegalArgumentException("not the snapshot of a run: " + problem.get());
        }
    }
}
