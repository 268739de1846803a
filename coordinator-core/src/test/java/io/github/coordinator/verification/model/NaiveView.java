package io.github.coordinator.verification.model;

import io.github.coordinator.ClientId;
import io.github.coordinator.Forged;
import io.github.coordinator.Roster;
import io.github.coordinator.RoundEvaluation;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.RunState;
import io.github.coordinator.RunStatus;
import io.github.coordinator.round.Seat;
import io.github.coordinator.round.WitnessProof;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a {@link NaiveRun} shows to the outside, for comparison. */
final class NaiveView {
    private NaiveView() {}

    static RunSnapshot snapshot(NaiveRun run) {
        return Forged.snapshot(
                run.config,
                run.state,
                run.reason,
                new RunSnapshot.Clock(
                        run.now,
                        run.stateBegan,
                        run.now.minus(run.stateLasted),
                        run.now.minus(run.epochLasted),
                        Optional.ofNullable(run.enoughFor).map(run.now::minus),
                        run.namedDeadline,
                        run.signsDue),
                run.epoch,
                run.step,
                run.nextDataIndex,
                run.rosterVersion,
                run.members.stream().map(NaiveMember::snapshot).toList(),
                run.round,
                run.proofs.stream()
                        .sorted(Comparator.comparingInt(WitnessProof::position))
                        .toList(),
                run.removals,
                run.ejected,
                run.order,
                run.coldStart,
                standings(run),
                run.nextConfig,
                run.checkpoint.orElse(null));
    }

    private static List<RunSnapshot.Standing> standings(NaiveRun run) {
        List<RunSnapshot.Standing> standings = new ArrayList<>();
        for (NaiveMember last : run.lastMembers) {
            standings.add(new RunSnapshot.Standing(
                    last.client, last.counts(), true, last.hasModel, last.heard, last.silentFor));
        }
        run.keptCounts.forEach((client, counts) ->
                standings.add(new RunSnapshot.Standing(client, counts, false, false, false, Duration.ZERO)));
        return standings;
    }

    static RunStatus status(NaiveRun run) {
        return Forged.status(snapshot(run), Optional.ofNullable(due(run)));
    }

    /** What a round came to, by the verdict. */
    static RoundEvaluation evaluation(NaiveRun run, NaiveVerdict verdict, boolean confirmed) {
        BitSet attested = new BitSet();
        run.proofs.forEach(proof -> attested.set(proof.index()));
        BitSet hadWork = new BitSet();
        BitSet omitted = new BitSet();
        for (int seat = 0; seat < run.members.size(); seat++) {
            hadWork.set(seat, verdict.hadWork(seat));
            omitted.set(seat, verdict.isOmitted(seat));
        }
        List<ClientId> clients =
                run.members.stream().map(member -> member.client).toList();
        return Forged.evaluation(
                run.openRound(), run.step, confirmed, run.quorum(), clients, attested, hadWork, omitted);
    }

    static Roster roster(NaiveRun run) {
        BitSet haveModel = new BitSet();
        for (int index = 0; index < run.members.size(); index++) {
            haveModel.set(index, run.members.get(index).hasModel);
        }
        return Forged.roster(
                run.rosterVersion,
                run.seated,
                run.members.stream().map(member -> member.client).toList(),
                haveModel);
    }

    static Optional<Seat> seat(NaiveRun run, ClientId client) {
        int index = roster(run).clients().indexOf(client);
        return index < 0 || !run.seated ? Optional.empty() : Optional.of(new Seat(run.rosterVersion, index));
    }

    /** When a tick is wanted. */
    static Optional<Instant> nextDeadline(NaiveRun run) {
        return earliest(nextChange(run), run.signsDue);
    }

    /** When a tick can next change something, found out by trying. */
    static Optional<Instant> nextChange(NaiveRun run) {
        NaiveRun copy = copy(run);
        boolean changes =
                !copy.tickWithoutDeadline(run.now).isEmpty() || (copy.enoughFor == null) != (run.enoughFor == null);
        return changes ? Optional.of(run.now) : Optional.ofNullable(due(run));
    }

    static Optional<Instant> earliest(Optional<Instant> one, Optional<Instant> other) {
        return Stream.of(one, other).flatMap(Optional::stream).min(Comparator.naturalOrder());
    }

    /** When the time of the state is over; null where it has none, or where no clock can show so late a time. */
    private static @Nullable Instant due(NaiveRun run) {
        Duration lasted = run.state == RunState.WAITING_FOR_MEMBERS ? run.enoughFor : run.stateLasted;
        Duration limit = switch (run.state) {
            case WAITING_FOR_MEMBERS -> run.config.waitingForMembersExtraTime();
            case WARMUP -> notNothing(run.config.warmupTime());
            case ROUND_TRAIN -> notNothing(run.config.maxRoundTrainTime());
            case ROUND_WITNESS -> notNothing(run.config.roundWitnessTime());
            case COOLDOWN -> notNothing(run.config.cooldownTime());
            case PAUSED, FINISHED -> null;
        };
        if (limit == null || lasted == null) {
            return null;
        }
        Duration left = limit.minus(lasted);
        if (left.isNegative()) {
            return run.now.plus(left);
        }
        boolean isTooLate = left.compareTo(Duration.between(run.now, Instant.MAX)) > 0;
        return isTooLate ? null : run.now.plus(left);
    }

    private static Duration notNothing(Duration limit) {
        return limit.isZero() ? Duration.ofNanos(1) : limit;
    }

    private static NaiveRun copy(NaiveRun run) {
        NaiveRun copy = new NaiveRun(run.config, run.seeds, run.pending, run.now);
        copy.state = run.state;
        copy.stateBegan = run.stateBegan;
        copy.stateLasted = run.stateLasted;
        copy.epochLasted = run.epochLasted;
        copy.enoughFor = run.enoughFor;
        copy.namedDeadline = run.namedDeadline;
        copy.signsDue = run.signsDue;
        copy.epoch = run.epoch;
        copy.step = run.step;
        copy.nextDataIndex = run.nextDataIndex;
        copy.rosterVersion = run.rosterVersion;
        copy.seated = run.seated;
        copy.round = run.round;
        copy.reason = run.reason;
        copy.proofs = new ArrayList<>(run.proofs);
        copy.removals = new ArrayList<>(run.removals);
        copy.ejected = new ArrayList<>(run.ejected);
        copy.order = run.order;
        copy.nextConfig = run.nextConfig;
        copy.keptCounts = new LinkedHashMap<>(run.keptCounts);
        run.members.forEach(member -> copy.members.add(member.copy()));
        run.lastMembers.forEach(member -> copy.lastMembers.add(member.copy()));
        return copy;
    }
}
