package io.github.coordinator.verification.model;

import io.github.coordinator.ClientId;
import io.github.coordinator.Presence;
import io.github.coordinator.RunOrder;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.RunSnapshot.Member;
import io.github.coordinator.RunState;
import io.github.coordinator.config.RunConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * An intention, which becomes a call only when the state of the run is known: so that most calls get somewhere, and a
 * chain of moves still makes sense when shrinking has taken some of them away.
 *
 * <p>Each kind has a weight, found by looking at what was {@linkplain Reach reached}.
 */
enum Move {
    /** Whatever brings the run forward. */
    PROGRESS(48),
    /** Looks at the clock again at once. */
    TICK_AT_ONCE(2),
    /** Lets some of the state's time pass. */
    TICK_EARLY(3),
    /** Lets all of the state's time pass. */
    TICK_WHEN_DUE(3),
    /** Lets far more time pass than any state has. */
    TICK_LATE(1),
    /** Turns the clock back. */
    TICK_BACK(2),
    /** Turns the clock to either end of time, or to where it began. */
    TICK_AT_THE_LIMITS(1),
    /** Somebody asks to take part, most likely one that was gone. */
    JOIN(6),
    /** The host's clients change. */
    PENDING(2),
    READY(9),
    HEALTH_CHECK(3),
    DISCONNECT(4),
    LEAVE(3),
    EJECT(3),
    PAUSE(3),
    RESUME(1),
    /** Somebody that was ejected, or not, may join again. */
    REINSTATE(1),
    /** The operator ends a run that has gone on for long. */
    STOP(13),
    /** The operator changes the configuration of a paused run, or tries to. */
    RECONFIGURE(5),
    CHECKPOINT(1),
    /** A witness attests, most likely not for the first time. */
    WITNESS(2),
    /** Somebody lies. */
    FORGE(44),
    /** The host's process dies, and goes on from the last snapshot. */
    RESTORE(1);

    private static final Duration YEARS = Duration.ofDays(40_000);

    /** After how many calls a run may be stopped. */
    static final int LONG = 70;

    private final int weight;

    Move(int weight) {
        this.weight = weight;
    }

    int weight() {
        return weight;
    }

    /**
     * Makes the move.
     *
     * @param bench on what
     * @param who any number that is not negative; says which client it is about
     * @param how any number that is not negative; says how it is done
     */
    void make(Bench bench, int who, int how) {
        // There is little to learn from a run that is over.
        if (bench.snapshot().state() == RunState.FINISHED && how % 4 > 0) {
            return;
        }
        if (this == RESTORE) {
            bench.restore();
        } else {
            bench.make(call(bench, who, how));
        }
    }

    private Call call(Bench bench, int who, int how) {
        RunSnapshot run = bench.snapshot();
        Instant now = run.clock().now();
        ClientId client = CollidingClients.ALL.get(who % CollidingClients.ALL.size());
        Duration untilDue = untilDue(run);
        return switch (this) {
            case PROGRESS -> progress(bench, who, how);
            case RESTORE -> throw new IllegalStateException("a restoration is no call");
            case TICK_AT_ONCE -> new Call.Tick(now);
            case TICK_EARLY -> new Call.Tick(shifted(now, untilDue.dividedBy(2)));
            case TICK_WHEN_DUE -> new Call.Tick(shifted(now, untilDue));
            case TICK_LATE -> new Call.Tick(shifted(now, YEARS));
            case TICK_BACK -> new Call.Tick(shifted(now, Duration.ofSeconds(-how)));
            case TICK_AT_THE_LIMITS -> new Call.Tick(limit(now, how));
            case JOIN ->
                new Call.Join(
                        how % 8 == 0 ? "another run" : Setup.RUN_ID,
                        gone(run, how).orElse(client));
            case PENDING -> new Call.Pending(crowd(who, how));
            case READY -> new Call.Ready(client, run.epoch() + (how % 3 == 0 ? 1 : 0));
            case HEALTH_CHECK -> new Call.HealthCheck(client);
            case DISCONNECT -> new Call.Disconnect(client);
            case LEAVE -> new Call.Leave(client);
            case EJECT ->
                new Call.Eject(ejected(run, how).filter(any -> how % 6 == 0).orElse(client));
            case PAUSE -> new Call.Pause();
            case RESUME -> new Call.Resume();
            case REINSTATE -> new Call.Reinstate(ejected(run, how).orElse(client));
            case STOP -> bench.callCount() > LONG ? new Call.Stop() : progress(bench, who, how);
            case RECONFIGURE -> new Call.Reconfigure(reconfigured(run, how));
            case CHECKPOINT -> new Call.Checkpoint("step-" + how);
            case WITNESS -> RandomProofs.honest(run, who, how);
            // Outside a round every lie gets the same answer, so most are kept for one.
            case FORGE ->
                run.state().isRound() || how % 8 == 0 ? RandomProofs.forged(run, who, how) : progress(bench, who, how);
        };
    }

    private static Call progress(Bench bench, int who, int how) {
        RunSnapshot run = bench.snapshot();
        Instant now = run.clock().now();
        Call whenDue = new Call.Tick(shifted(now, untilDue(run)));
        return switch (run.state()) {
            case WAITING_FOR_MEMBERS -> {
                boolean enough = isEnough(bench.pending(), run);
                yield enough || how % 4 == 0 ? whenDue : new Call.Pending(crowd(who, 1));
            }
            case WARMUP ->
                switch (how % 12) {
                    case 5 -> goodbye(run, who);
                    case 11 -> bench.callCount() > LONG ? new Call.Stop() : goodbye(run, who);
                    default ->
                        unready(run)
                                .map(client -> (Call) new Call.Ready(client, run.epoch()))
                                .orElse(whenDue);
                };
            case ROUND_TRAIN, ROUND_WITNESS ->
                switch (how % 16) {
                    case 3 -> goodbye(run, who);
                    case 1, 7, 15 -> whenDue;
                    case 11 -> comeback(run).orElse(whenDue);
                    default -> RandomProofs.next(run, overlooking(run, how)).orElse(whenDue);
                };
            case COOLDOWN -> whenDue;
            case PAUSED -> run.order() != RunOrder.NONE ? new Call.Tick(now) : endPause(bench, how);
            case FINISHED -> afterTheEnd(how, whenDue);
        };
    }

    private static Call endPause(Bench bench, int how) {
        return switch (how % 6) {
            case 0 -> new Call.Pause();
            case 1 -> bench.callCount() > LONG / 2 ? new Call.Stop() : new Call.Resume();
            case 2 -> new Call.Reconfigure(reconfigured(bench.snapshot(), how));
            default -> new Call.Resume();
        };
    }

    /** The configuration with other settings, now and then with one that a run must keep. */
    static RunConfig reconfigured(RunSnapshot run, int how) {
        RunConfig config = run.config();
        return switch (how % 5) {
            case 0 ->
                config.toBuilder().sequenceLength(config.sequenceLength() + 1).build();
            case 1 -> config.toBuilder().runId("another run").build();
            case 2 -> config.toBuilder().totalSteps(Math.max(1, run.step() - 2)).build();
            case 3 ->
                config.toBuilder()
                        .healthCheckTimeout(Duration.ofSeconds(how % 40))
                        .build();
            default ->
                config.toBuilder()
                        .maxAbsentRounds(how % 3)
                        .maxMissedAttestations(how % 2)
                        .totalSteps(config.totalSteps() + 1)
                        .build();
        };
    }

    private static Optional<ClientId> ejected(RunSnapshot run, int how) {
        return run.ejected().stream().skip(how % 3).findFirst();
    }

    /** In three rounds of four all witnesses overlook the same clients, so that somebody is absent by their word. */
    private static int overlooking(RunSnapshot run, int how) {
        return how % 8 == 4 ? how : (run.step() + run.epoch()) % 4 > 0 ? 1 : 0;
    }

    /** A member says goodbye, or another whose connection is already gone. */
    private static Call goodbye(RunSnapshot run, int who) {
        ClientId client = run.members().get(who % run.members().size()).client();
        return who % 3 == 0 ? new Call.Disconnect(client) : new Call.Leave(client);
    }

    /** One that is gone asks to be let in again. */
    private static Optional<Call> comeback(RunSnapshot run) {
        return gone(run, 1).map(client -> new Call.Join(Setup.RUN_ID, client));
    }

    private static Call afterTheEnd(int how, Call whenDue) {
        return switch (how / 4 % 4) {
            case 0 -> new Call.Join(Setup.RUN_ID, CollidingClients.ALL.get(how % 3));
            case 1 -> new Call.Pause();
            case 2 -> new Call.Resume();
            default -> whenDue;
        };
    }

    private static boolean isEnough(List<ClientId> pending, RunSnapshot run) {
        return pending.stream()
                        .filter(client -> !run.ejected().contains(client))
                        .distinct()
                        .count()
                >= run.config().initMinClients();
    }

    private static Optional<ClientId> unready(RunSnapshot run) {
        return run.members().stream()
                .filter(member -> member.presence() == Presence.ACTIVE && !member.ready())
                .map(Member::client)
                .findFirst();
    }

    private static Optional<ClientId> gone(RunSnapshot run, int how) {
        return run.members().stream()
                .filter(member -> member.presence() != Presence.ACTIVE && how % 3 != 0)
                .map(Member::client)
                .findAny();
    }

    /** Some of all clients in some order, now and then one of them twice. */
    private static List<ClientId> crowd(int who, int how) {
        List<ClientId> crowd = new ArrayList<>(CollidingClients.ALL);
        Collections.rotate(crowd, who);
        if (how % 4 == 0) {
            crowd = new ArrayList<>(crowd.subList(0, who % crowd.size()));
            crowd.addAll(crowd.subList(0, crowd.size() / 2));
        }
        return crowd;
    }

    private static Duration untilDue(RunSnapshot run) {
        RunConfig config = run.config();
        Duration limit = switch (run.state()) {
            case WAITING_FOR_MEMBERS -> config.waitingForMembersExtraTime();
            case WARMUP -> config.warmupTime();
            case ROUND_TRAIN -> config.maxRoundTrainTime();
            case ROUND_WITNESS -> config.roundWitnessTime();
            case COOLDOWN -> config.cooldownTime();
            case PAUSED, FINISHED -> Duration.ofSeconds(1);
        };
        Duration left = limit.minus(Step.stateLasted(run));
        return left.isNegative() || left.isZero() ? Duration.ofNanos(1) : left;
    }

    /** That much later or earlier, or where time ends, if it ends before. */
    static Instant shifted(Instant now, Duration by) {
        if (by.compareTo(Duration.between(now, Instant.MAX)) > 0) {
            return Instant.MAX;
        }
        return by.compareTo(Duration.between(now, Instant.MIN)) < 0 ? Instant.MIN : now.plus(by);
    }

    private static Instant limit(Instant now, int how) {
        return switch (how % 8) {
            case 0 -> Instant.MIN;
            case 1 -> Instant.MAX;
            case 2 -> shifted(now, YEARS.negated());
            default -> Bench.START;
        };
    }
}
