package io.github.coordinator.verification.model;

import io.github.coordinator.ClientId;
import io.github.coordinator.HostedRunSnapshot;
import io.github.coordinator.PendingClient;
import io.github.coordinator.Presence;
import io.github.coordinator.RunInput;
import io.github.coordinator.RunOrder;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.RunSnapshot.Member;
import io.github.coordinator.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An intention for a hosted run, which becomes an input only when the state of the run is known. The weights were found by
 * looking at what was {@linkplain Reach reached}; {@link Move} is the same for a coordinator.
 */
enum HostedMove {
    /** Whatever brings the run forward. */
    PROGRESS(60),
    /** Looks at the clock again, a little later. */
    TICK_EARLY(4),
    /** Lets far more time pass than any state has, or all that there is. */
    TICK_LATE(1),
    /** Turns the clock back. */
    TICK_BACK(3),
    /** Somebody asks to take part, now and then in another run. */
    JOIN(10),
    /** A client whose connection counts joins on a new one. */
    NEW_CONNECTION(7),
    /** A client that was disconnected joins again, or one that left tries to. */
    COME_BACK(9),
    /** The connection of a pending client or member ends. */
    END(9),
    /** The end of a connection is reported that a later one replaced, or that ended before. */
    OLD_END(8),
    READY(4),
    HEALTH_CHECK(6),
    LEAVE(4),
    EJECT(3),
    PAUSE(3),
    RESUME(2),
    /** Somebody that was ejected, or not, may join again. */
    REINSTATE(5),
    /** The operator ends a run that has gone on for long. */
    STOP(10),
    /** The operator changes the configuration of a paused run, or tries to. */
    RECONFIGURE(2),
    CHECKPOINT(1),
    /** A witness attests, most likely not for the first time. */
    WITNESS(2),
    /** Somebody lies. */
    FORGE(30),
    /** The server dies; another one restores the run, before or after that by the clock. */
    CRASH(2),
    /** Those that did not join again since the crash are reported as disconnected. */
    END_OF_GRACE(3);

    private static final Duration YEARS = Duration.ofDays(40_000);

    private final int weight;

    HostedMove(int weight) {
        this.weight = weight;
    }

    int weight() {
        return weight;
    }

    /**
     * Makes the move.
     *
     * @param bench on what
     * @param who any number that is not negative; chooses the client
     * @param how any number that is not negative; chooses the variant
     */
    void make(HostedBench bench, int who, int how) {
        // There is little to learn from a run that is over.
        if (bench.snapshot().run().state() == RunState.FINISHED && how % 4 > 0) {
            return;
        }
        Instant now = bench.snapshot().run().clock().now();
        switch (this) {
            case CRASH -> bench.crash(restart(now, who, how));
            case END_OF_GRACE -> bench.endGrace();
            default -> bench.give(input(bench, who, how));
        }
    }

    /** Later or earlier, and now and then at either end of time or where it began. */
    private static Instant restart(Instant now, int who, int how) {
        return switch (who) {
            case 0 -> Instant.MAX;
            case 1 -> Instant.MIN;
            case 2, 3, 4 -> Bench.START;
            default -> later(now, how % 3 == 0 ? -how : how);
        };
    }

    private static Instant later(Instant now, int seconds) {
        return Move.shifted(now, Duration.ofSeconds(seconds));
    }

    private RunInput input(HostedBench bench, int who, int how) {
        RunSnapshot run = bench.snapshot().run();
        Instant now = run.clock().now();
        ClientId client = CollidingClients.ALL.get(who % CollidingClients.ALL.size());
        return switch (this) {
            case PROGRESS -> progress(bench, who, how);
            case TICK_EARLY -> new RunInput.Tick(later(now, how % 2));
            case TICK_LATE -> new RunInput.Tick(how % 8 == 0 ? Instant.MAX : Move.shifted(now, YEARS));
            case TICK_BACK -> new RunInput.Tick(how % 16 == 0 ? Bench.START : later(now, -how));
            case JOIN ->
                new RunInput.Join(
                        how % 6 == 0 ? "another run" : Setup.RUN_ID,
                        outsider(bench.snapshot(), how)
                                .or(() -> goodbyeSaid(run))
                                .filter(each -> how % 2 == 1)
                                .orElse(client));
            case NEW_CONNECTION ->
                join(one(connected(bench.snapshot(), true), who).orElse(client));
            case COME_BACK ->
                join(one(connected(bench.snapshot(), false), who)
                        .or(() -> goodbyeSaid(run))
                        .orElse(client));
            case END ->
                one(connected(bench.snapshot(), true), who)
                        .map(each -> end(bench, each))
                        .orElseGet(() -> progress(bench, who, how));
            case OLD_END -> oldEnd(bench, who, client);
            case READY -> new RunInput.Ready(ready(run).orElse(client), run.epoch() + (how % 2));
            case HEALTH_CHECK ->
                new RunInput.HealthCheck(joinedAgain(bench.snapshot())
                        .filter(leaver -> how % 2 == 1)
                        .orElse(client));
            case LEAVE -> new RunInput.Leave(client);
            case EJECT ->
                new RunInput.Eject(how % 3 == 0 ? one(run.ejected(), who).orElse(client) : client);
            case PAUSE -> new RunInput.Pause();
            case RESUME -> new RunInput.Resume();
            case REINSTATE ->
                new RunInput.Reinstate(
                        one(run.ejected(), who).filter(ejected -> how % 8 > 0).orElse(client));
            case STOP -> bench.inputCount() > Move.LONG ? new RunInput.Stop() : progress(bench, who, how);
            case RECONFIGURE -> new RunInput.Reconfigure(Move.reconfigured(run, how));
            case CHECKPOINT -> new RunInput.Checkpoint("step-" + how);
            case WITNESS -> witness(RandomProofs.honest(run, who, how));
            // Outside a round every lie gets the same answer, so most are kept for one.
            case FORGE ->
                run.state().isRound() || how % 8 == 0
                        ? witness(RandomProofs.forged(run, who, how))
                        : progress(bench, who, how);
            case CRASH, END_OF_GRACE -> throw new IllegalStateException(this + " is no input");
        };
    }

    private static RunInput progress(HostedBench bench, int who, int how) {
        RunSnapshot run = bench.snapshot().run();
        Instant now = run.clock().now();
        Instant due = bench.nextDeadline().orElse(later(now, 1));
        RunInput whenDue = new RunInput.Tick(due.isBefore(now) ? now : due);
        return switch (run.state()) {
            case WAITING_FOR_MEMBERS ->
                newcomer(bench.snapshot(), how).map(HostedMove::join).orElse(whenDue);
            case WARMUP ->
                unready(run)
                        .map(client -> (RunInput) new RunInput.Ready(client, run.epoch()))
                        .filter(ready -> how % 4 > 0)
                        .orElse(whenDue);
            case ROUND_TRAIN, ROUND_WITNESS ->
                joinedAgain(bench.snapshot())
                        .filter(client -> how % 6 == 1)
                        .map(client -> (RunInput) new RunInput.HealthCheck(client))
                        .or(() -> RandomProofs.next(run, who % 2)
                                .filter(proof -> how % 5 > 0)
                                .map(HostedMove::witness))
                        .orElse(whenDue);
            case COOLDOWN -> whenDue;
            case PAUSED -> paused(run, how).orElse(whenDue);
            case FINISHED ->
                how % 8 == 0 ? new RunInput.Join(Setup.RUN_ID, CollidingClients.ALL.get(who % 3)) : whenDue;
        };
    }

    /** Somebody who may join and is not pending, while too few are. */
    private static Optional<ClientId> newcomer(HostedRunSnapshot hosted, int how) {
        int enough = hosted.run().config().initMinClients() + how % 3;
        if (connected(hosted, true).size() >= enough) {
            return Optional.empty();
        }
        return CollidingClients.ALL.stream()
                .filter(client -> !connected(hosted, true).contains(client))
                .filter(client -> !hosted.run().ejected().contains(client))
                .findFirst();
    }

    private static Optional<RunInput> paused(RunSnapshot run, int how) {
        if (how % 4 == 0) {
            return Optional.of(new RunInput.Pause());
        } else if (run.order() != RunOrder.NONE) {
            return Optional.empty();
        }
        return Optional.of(
                how % 4 == 1 ? new RunInput.Reconfigure(Move.reconfigured(run, how)) : new RunInput.Resume());
    }

    private static Optional<ClientId> unready(RunSnapshot run) {
        return first(run, member -> member.presence() == Presence.ACTIVE && !member.ready());
    }

    private static Optional<ClientId> ready(RunSnapshot run) {
        return first(run, Member::ready);
    }

    /** A member that left, or was ejected and may join again. */
    private static Optional<ClientId> goodbyeSaid(RunSnapshot run) {
        return first(
                run,
                member -> member.presence() == Presence.LEFT
                        || member.presence() == Presence.EJECTED
                                && !run.ejected().contains(member.client()));
    }

    /** A client that said goodbye, and is pending all the same. */
    private static Optional<ClientId> joinedAgain(HostedRunSnapshot hosted) {
        return goodbyeSaid(hosted.run()).filter(HostedStep.clients(hosted)::contains);
    }

    /** A client that is neither pending nor a member, every third time. */
    private static Optional<ClientId> outsider(HostedRunSnapshot hosted, int how) {
        return CollidingClients.ALL.stream()
                .filter(client -> how % 3 == 0)
                .filter(client -> !HostedStep.clients(hosted).contains(client))
                .filter(client -> !Step.clients(hosted.run()).contains(client))
                .filter(client -> !hosted.run().ejected().contains(client))
                .findFirst();
    }

    private static Optional<ClientId> first(RunSnapshot run, Predicate<Member> which) {
        return run.members().stream().filter(which).map(Member::client).findFirst();
    }

    private static List<ClientId> connected(HostedRunSnapshot hosted, boolean connected) {
        return hosted.pendingClients().stream()
                .filter(pending -> pending.connected() == connected)
                .map(PendingClient::client)
                .toList();
    }

    private static Optional<ClientId> one(List<ClientId> clients, int who) {
        return clients.isEmpty() ? Optional.empty() : Optional.of(clients.get(who % clients.size()));
    }

    private static RunInput join(ClientId client) {
        return new RunInput.Join(Setup.RUN_ID, client);
    }

    private static RunInput end(HostedBench bench, ClientId client) {
        return new RunInput.Disconnected(client, bench.naive().session(client));
    }

    /** The end of any session that ever began, or of the client's session if none did. */
    private static RunInput oldEnd(HostedBench bench, int who, ClientId client) {
        List<ClientId> joins = bench.naive().joins();
        if (joins.isEmpty()) {
            return new RunInput.Disconnected(client, who);
        }
        int join = who % joins.size();
        return new RunInput.Disconnected(joins.get(join), join + 1);
    }

    private static RunInput witness(Call call) {
        Call.Witness witness = (Call.Witness) call;
        return new RunInput.Witness(witness.client(), witness.proof());
    }
}
