package io.github.coordinator.verification.model;

import static io.github.coordinator.verification.model.Invariants.require;

import io.github.coordinator.RunSnapshot;
import io.github.coordinator.RunState;
import io.github.coordinator.SnapshotEdit;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.Round;
import java.time.Duration;
import java.util.Optional;

/** Invariants 1 to 3, 23 and 24: which way the run goes, and what a call may cost. */
final class ProgressInvariants {
    private ProgressInvariants() {}

    static void check(Step step) {
        RunSnapshot before = step.before();
        RunSnapshot after = step.after();
        require(3, !(step.answer() instanceof Throwable), "no call throws", step);
        require(
                1,
                !step.leaves() || before.state().successors().contains(after.state()),
                "only a successor follows a state",
                step);
        require(2, !Call.isRefusal(step.answer()) || before.equals(after), "what is refused changes nothing", step);
        require(
                2,
                !step.events().isEmpty() || !(step.call() instanceof Call.Tick) || sameButForTime(before, after),
                "a tick that reports nothing changes nothing but the clock",
                step);
        checkCounters(step);
        checkData(step);
        checkOperator(step);
    }

    static boolean sameButForTime(RunSnapshot before, RunSnapshot after) {
        return timeless(after, before).equals(timeless(before, before));
    }

    /** A snapshot with the clock of another, and without signs of life. */
    static RunSnapshot timeless(RunSnapshot run, RunSnapshot clock) {
        return new SnapshotEdit(run)
                .clock(clock.clock())
                .members(members ->
                        members.stream().map(ProgressInvariants::timeless).toList())
                .standings(run.standings().stream()
                        .map(ProgressInvariants::timeless)
                        .toList())
                .build();
    }

    private static RunSnapshot.Member timeless(RunSnapshot.Member member) {
        return new RunSnapshot.Member(
                member.client(),
                member.presence(),
                member.ready(),
                member.hasModel(),
                false,
                Duration.ZERO,
                member.counts());
    }

    private static RunSnapshot.Standing timeless(RunSnapshot.Standing standing) {
        return new RunSnapshot.Standing(
                standing.client(), standing.counts(), standing.wasMember(), standing.hasModel(), false, Duration.ZERO);
    }

    private static void checkCounters(Step step) {
        RunSnapshot before = step.before();
        RunSnapshot after = step.after();
        boolean endsEpoch = before.state() == RunState.COOLDOWN && step.leaves();
        require(23, after.epoch() == before.epoch() + (endsEpoch ? 1 : 0), "an epoch ends with its cooldown", step);
        require(23, after.step() <= after.config().totalSteps() + 1, "there are no steps beyond the last", step);
        Round round = after.round().orElse(null);
        if (step.beginsRound() && round != null) {
            long height = before.state() == RunState.WARMUP ? 0 : heightOf(before) + 1;
            require(23, round.epoch() == after.epoch() && round.height() == height, "rounds are counted from 0", step);
        } else {
            require(23, round == null || round.equals(before.round().orElse(null)), "a round stays as it is", step);
        }
    }

    /** What only the operator changes. */
    private static void checkOperator(Step step) {
        RunSnapshot before = step.before();
        RunSnapshot after = step.after();
        boolean resumes = before.state() == RunState.PAUSED && after.state() == RunState.WAITING_FOR_MEMBERS;
        RunConfig config = resumes ? before.nextConfig().orElse(before.config()) : before.config();
        require(24, after.config().equals(config), "a configuration is taken up when a pause ends", step);
        boolean endsEpoch = before.state() == RunState.COOLDOWN && step.leaves();
        boolean isCold = resumes || before.coldStart() && !endsEpoch;
        require(23, after.coldStart() == isCold, "the first epoch of a run and after a pause starts cold", step);
        Optional<String> checkpoint =
                step.call() instanceof Call.Checkpoint call ? Optional.of(call.reference()) : before.checkpoint();
        require(2, after.checkpoint().equals(checkpoint), "a checkpoint is the word of the operator", step);
    }

    private static long heightOf(RunSnapshot snapshot) {
        Round round = snapshot.round().orElse(null);
        return round == null ? -1 : round.height();
    }

    private static void checkData(Step step) {
        RunSnapshot before = step.before();
        RunSnapshot after = step.after();
        Round ended = before.round().orElse(null);
        long used = step.confirms() && ended != null ? ended.batchSize() : 0;
        require(24, after.step() == before.step() + (step.confirms() ? 1 : 0), "a confirmed round is a step", step);
        require(24, after.nextDataIndex() == before.nextDataIndex() + used, "a confirmed round uses its data", step);
        Round begun = after.round().orElse(null);
        require(
                24,
                begun == null || !after.state().isRound() || begun.firstDataIndex() == after.nextDataIndex(),
                "an open round trains on the next data",
                step);
    }
}
