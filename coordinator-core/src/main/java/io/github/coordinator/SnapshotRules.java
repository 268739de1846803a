package io.github.coordinator;

import io.github.coordinator.RunSnapshot.Clock;
import io.github.coordinator.RunSnapshot.Member;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.Round;
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
        rules.checkPause();
    }

    private void checkClock(Clock clock) {
        require(
                !clock.stateAnchor().isAfter(clock.now())
                        && !clock.epochAnchor().isAfter(clock.now()),
                "an anchor of time is in the future");
    }

    private void checkProgress() {
        long step = snapshot.step();
        long last = config.totalSteps();
        require(snapshot.epoch() >= 0 && snapshot.rosterVersion() >= 0, "a counter is negative");
        switch (state) {
            case FINISHED -> require(step == last + 1, "it is finished at step " + step);
            case WAITING_FOR_MEMBERS -> require(step >= 1 && step <= last + 1, "the step is out of bounds: " + step);
            default -> require(step >= 1 && step <= last, "the step is out of bounds: " + step);
        }
        // Each step has used up a batch, which was of a size between the first and the last.
        long start = config.globalBatchSizeStart();
        long end = config.globalBatchSizeEnd();
        long used = snapshot.nextDataIndex();
        require(
                used >= (step - 1) * Math.min(start, end) && used <= (step - 1) * Math.max(start, end),
                "so many steps do not make data index " + used);
    }

    private void checkMembers() {
        int members = snapshot.members().size();
        switch (state) {
            case WAITING_FOR_MEMBERS, PAUSED, FINISHED -> require(members == 0, "there are no members in " + state);
            case WARMUP, ROUND_TRAIN, ROUND_WITNESS ->
                require(members >= config.minClients(), "there are too few members for " + state);
            case COOLDOWN -> {}
        }
        require(members <= config.maxClients(), "there are too many members");
        Set<ClientId> barred = new LinkedHashSet<>(snapshot.barred());
        require(barred.size() == snapshot.barred().size(), "a client is barred twice");
        Set<ClientId> known = new LinkedHashSet<>();
        for (Exit exit : snapshot.exits()) {
            require(known.add(exit.client()), "a client has left twice: " + exit.client());
        }
        for (Member member : snapshot.members()) {
            require(known.add(member.client()), "a client is a member twice, or has left: " + member.client());
            checkMember(member, barred.contains(member.client()));
        }
    }

    private void checkMember(Member member, boolean isBarred) {
        Presence presence = Objects.requireNonNull(member.presence(), "presence");
        require((presence == Presence.EJECTED) == isBarred, "who is barred is ejected, and nobody else is");
        require(
                !member.ready() || (state == RunState.WARMUP && presence == Presence.ACTIVE),
                "only who is there in WARMUP is ready");
        checkStreak(member.missedHealthChecks(), config.maxMissedHealthChecks());
        checkStreak(member.absentRounds(), config.maxAbsentRounds());
    }

    private void checkStreak(int streak, int limit) {
        require(streak == 0 || (streak > 0 && streak < limit), "nobody stays with a streak of " + streak);
    }

    private void checkRound() {
        Round round = snapshot.round();
        require(
                (round != null) == (state.isRound() || state == RunState.COOLDOWN),
                "a round goes with ROUND_TRAIN, ROUND_WITNESS and COOLDOWN alone");
        if (round == null) {
            require(snapshot.proofs().isEmpty(), "there are no proofs without a round");
            return;
        }
        require(config.roundsPerEpoch() == 0 || round.height() < config.roundsPerEpoch(), "an epoch has fewer rounds");
        boolean isOpen = state.isRound();
        long version = snapshot.rosterVersion();
        int members = snapshot.members().size();
        long next = snapshot.nextDataIndex();
        long first = round.firstDataIndex();
        require(
                isOpen
                        ? round.rosterVersion() == version && round.clients() == members
                        : round.rosterVersion() <= version && round.clients() >= members,
                "the round is of another roster");
        require(first == next || (!isOpen && first == next - round.batchSize()), "the round is about other data");
        Round expected = new Round(
                snapshot.epoch(),
                round.height(),
                round.seed(),
                first,
                Run.batchesOf(config).sizeAt(first),
                round.rosterVersion(),
                round.clients(),
                config.witnessesAmong(round.clients()),
                config.verificationPercent());
        require(round.equals(expected), "the round is not as its configuration makes it");
    }

    private void checkPause() {
        require(
                !snapshot.pausePending() || (state != RunState.PAUSED && state != RunState.FINISHED),
                "no pause can be pending");
        require(!snapshot.resumePending() || state == RunState.PAUSED, "only a paused run can be about to resume");
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException("not the snapshot of a run: " + problem);
        }
    }
}
