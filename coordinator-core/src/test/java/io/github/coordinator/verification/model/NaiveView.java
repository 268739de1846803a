package io.github.coordinator.verification.model;

import io.github.coordinator.ClientId;
import io.github.coordinator.Forged;
import io.github.coordinator.Roster;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.RunState;
import io.github.coordinator.RunStatus;
import io.github.coordinator.round.Seat;
import io.github.coordinator.round.WitnessProof;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a {@link NaiveRun} shows to the outside, for comparison. */
final class NaiveView {
    private NaiveView() {}

    static RunSnapshot snapshot(NaiveRun run) {
        return Forged.snapshot(
                run.config,
                run.state,
                new RunSnapshot.Clock(
                        run.now, run.stateBegan, run.now.minus(run.stateLasted), run.now.minus(run.epochLasted)),
                run.epoch,
                run.step,
                run.nextDataIndex,
                run.rosterVersion,
                run.members.stream()
                        .map(member -> Forged.member(
                                member.client,
                                member.presence,
                                member.ready,
                                member.heard,
                                member.missed,
                                member.absent))
                        .toList(),
                run.round,
                run.proofs.stream()
                        .sorted(Comparator.comparingInt(WitnessProof::position))
                        .toList(),
                run.removals,
                run.ejected,
                run.order);
    }

    static RunStatus status(NaiveRun run) {
        Instant due = run.state == RunState.WAITING_FOR_MEMBERS ? null : due(run);
        return Forged.status(snapshot(run), Optional.ofNullable(due));
    }

    static Roster roster(NaiveRun run) {
        return Forged.roster(
                run.rosterVersion,
                run.seated,
                run.members.stream().map(member -> member.client).toList());
    }

    static Optional<Seat> seat(NaiveRun run, ClientId client) {
        int index = roster(run).clients().indexOf(client);
        return index < 0 || !run.seated ? Optional.empty() : Optional.of(new Seat(run.rosterVersion, index));
    }

    /** When a tick can next change something, found out by trying. */
    static Optional<Instant> nextDeadline(NaiveRun run) {
        if (!copy(run).tick(run.now).isEmpty()) {
            return Optional.of(run.now);
        }
        Instant due = due(run);
        if (due == null || !due.isAfter(run.now)) {
            return Optional.empty();
        }
        return copy(run).tick(due).isEmpty() ? Optional.empty() : Optional.of(due);
    }

    /** When the time of the state is over; null where it has none, or where no clock can show so late a time. */
    private static @Nullable Instant due(NaiveRun run) {
        Duration limit = switch (run.state) {
            case WAITING_FOR_MEMBERS -> run.config.waitingForMembersExtraTime();
            case WARMUP -> notNothing(run.config.warmupTime());
            case ROUND_TRAIN -> notNothing(run.config.maxRoundTrainTime());
            case ROUND_WITNESS -> notNothing(run.config.roundWitnessTime());
            case COOLDOWN -> notNothing(run.config.cooldownTime());
            case PAUSED, FINISHED -> null;
        };
        if (limit == null) {
            return null;
        }
        Duration left = limit.minus(run.stateLasted);
        if (left.isNegative()) {
            return run.now;
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
        copy.epoch = run.epoch;
        copy.step = run.step;
        copy.nextDataIndex = run.nextDataIndex;
        copy.rosterVersion = run.rosterVersion;
        copy.round = run.round;
        copy.proofs = new ArrayList<>(run.proofs);
        copy.seated = run.seated;
        copy.removals = new ArrayList<>(run.removals);
        copy.ejected = new ArrayList<>(run.ejected);
        copy.order = run.order;
        for (NaiveRun.NaiveMember member : run.members) {
            NaiveRun.NaiveMember twin = new NaiveRun.NaiveMember(member.client);
            twin.presence = member.presence;
            twin.ready = member.ready;
            twin.heard = member.heard;
            twin.missed = member.missed;
            twin.absent = member.absent;
            copy.members.add(twin);
        }
        return copy;
    }
}
