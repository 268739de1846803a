package io.github.coordinator;

import io.github.coordinator.RunSnapshot.Clock;
import io.github.coordinator.RunSnapshot.Member;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundId;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/**
 * What holds of every snapshot that a run can have. A snapshot may have been through a file or a network, and one that
 * breaks a rule would break the run later, where nobody could tell why.
 */
final class SnapshotRules {
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
        rules.checkOrder();
    }

    private void checkClock(Clock clock) {
        require(
                !clock.stateAnchor().isAfter(clock.now()),
                "stateAnchor " + clock.stateAnchor() + " must not be after now " + clock.now());
        require(
                !clock.epochAnchor().isAfter(clock.now()),
                "epochAnchor " + clock.epochAnchor() + " must not be after now " + clock.now());
    }

    private void checkProgress() {
        long step = snapshot.step();
        long last = config.totalSteps();
        require(snapshot.epoch() >= 0, "epoch " + snapshot.epoch() + " must be at least 0");
        require(snapshot.rosterVersion() >= 0, "rosterVersion " + snapshot.rosterVersion() + " must be at least 0");
        long least = state == RunState.FINISHED ? last + 1 : 1;
        long most = state == RunState.FINISHED || state == RunState.WAITING_FOR_MEMBERS ? last + 1 : last;
        require(
                step >= least && step <= most,
                "step " + step + " must be from " + least + " to " + most + " in " + state);
        // Each step has used up a batch, which was of a size between the first and the last.
        long start = config.globalBatchSizeStart();
        long end = config.globalBatchSizeEnd();
        long used = snapshot.nextDataIndex();
        require(
                used >= (step - 1) * Math.min(start, end) && used <= (step - 1) * Math.max(start, end),
                "nextDataIndex " + used + " is impossible after " + (step - 1) + " steps");
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
                members + " members must be from " + least + " to " + most + " in " + state);
        Set<ClientId> ejected = new LinkedHashSet<>();
        for (ClientId client : snapshot.ejected()) {
            require(ejected.add(client), "client " + client + " must not be ejected twice");
        }
        Set<ClientId> known = new LinkedHashSet<>();
        for (Removal removal : snapshot.removals()) {
            require(known.add(removal.client()), "client " + removal.client() + " must not be removed twice");
        }
        for (Member member : snapshot.members()) {
            require(
                    known.add(member.client()),
                    "client " + member.client() + " must not be a member twice, or a member after its removal");
            checkMember(member, ejected.contains(member.client()));
        }
    }

    private void checkMember(Member member, boolean isEjected) {
        Presence presence = Objects.requireNonNull(member.presence(), "presence");
        require(
                (presence == Presence.EJECTED) == isEjected,
                "presence EJECTED must match the ejected clients (client " + member.client() + ")");
        require(
                !member.ready() || (state == RunState.WARMUP && presence == Presence.ACTIVE),
                "client " + member.client() + " can be ready only in WARMUP and while it is active");
        checkStreak("missedHealthChecks", member.missedHealthChecks(), config.maxMissedHealthChecks());
        checkStreak("absentRounds", member.absentRounds(), config.maxAbsentRounds());
    }

    private static void checkStreak(String name, int streak, int limit) {
        require(
                streak == 0 || (streak > 0 && streak < limit),
                name + " " + streak + " must be 0 or below the limit " + limit);
    }

    private void checkRound() {
        boolean hasRound = state.isRound() || state == RunState.COOLDOWN;
        require(
                snapshot.round().isPresent() == hasRound,
                "a round belongs to ROUND_TRAIN, ROUND_WITNESS and COOLDOWN only, not to " + state);
        require(hasRound || snapshot.proofs().isEmpty(), "proofs need a round, but " + state + " has none");
        snapshot.round().ifPresent(this::checkRound);
    }

    private void checkRound(Round round) {
        int limit = config.roundsPerEpoch();
        require(limit == 0 || round.height() < limit, "height " + round.height() + " must be below " + limit);
        boolean isOpen = state.isRound();
        long version = snapshot.rosterVersion();
        int members = snapshot.members().size();
        boolean isOfThisRoster = round.rosterVersion() == version && round.clientCount() == members;
        boolean isOfAnEarlierOne = round.rosterVersion() < version && round.clientCount() > members;
        require(
                isOfThisRoster || (!isOpen && isOfAnEarlierOne),
                "a round of " + round.clientCount() + " clients, roster version " + round.rosterVersion()
                        + ", is impossible with " + members + " members, version " + version);
        long next = snapshot.nextDataIndex();
        long first = round.firstDataIndex();
        require(
                first == next || (!isOpen && first == next - round.batchSize()),
                "firstDataIndex " + first + " of the round is impossible with nextDataIndex " + next);
        Round expected = Round.builder(new RoundId(snapshot.epoch(), round.height()))
                .seed(round.seed())
                .data(first, Run.batchesOf(config).sizeAt(first))
                .roster(round.rosterVersion(), round.clientCount())
                .witnessCount(config.witnessesAmong(round.clientCount()))
                .verificationPercent(config.verificationPercent())
                .participation(config.participation())
                .build();
        require(round.equals(expected), "the round must be " + expected + ", but is " + round);
    }

    private void checkOrder() {
        switch (snapshot.order()) {
            case NONE -> {}
            case PAUSE ->
                require(
                        state != RunState.PAUSED && state != RunState.FINISHED,
                        "order PAUSE is impossible in " + state);
            case RESUME -> require(state == RunState.PAUSED, "order RESUME is impossible in " + state);
        }
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException("not the snapshot of a run: " + problem);
        }
    }
}
