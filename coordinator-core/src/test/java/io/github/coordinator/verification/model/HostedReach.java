package io.github.coordinator.verification.model;

import io.github.coordinator.ClientId;
import io.github.coordinator.HostedRunSnapshot;
import io.github.coordinator.JoinOutcome;
import io.github.coordinator.JoinResult;
import io.github.coordinator.MemberOutcome;
import io.github.coordinator.PendingClient;
import io.github.coordinator.Presence;
import io.github.coordinator.Removal;
import io.github.coordinator.RunInput;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.TickResult;
import io.github.coordinator.config.RunConfig;
import java.util.List;
import java.util.Optional;

/** What must happen to the clients of a hosted run for its rules about sessions to be worth something. */
enum HostedReach {
    /** A member that was disconnected is back. */
    MEMBER_CAME_BACK,
    /** A pending client that was disconnected is back, and is not the last in the order. */
    PENDING_CLIENT_CAME_BACK_AHEAD_OF_ANOTHER,
    /** A member joined on a new connection while the old one counted. */
    MEMBER_HAS_A_NEW_CONNECTION,
    /** A pending client did. */
    PENDING_CLIENT_HAS_A_NEW_CONNECTION,
    /** A session of a member ended that a later join had replaced. */
    OLD_SESSION_OF_A_MEMBER,
    /** A session of a pending client did. */
    OLD_SESSION_OF_A_PENDING_CLIENT,
    /** A session of a client ended that is not pending. */
    OLD_SESSION_OF_NOBODY,
    /** The current session of a client ended that was disconnected already. */
    SAME_END_AGAIN,
    /** A client that is no member left. */
    PENDING_CLIENT_LEFT,
    /** A client was ejected that is no member. */
    PENDING_CLIENT_EJECTED,
    /** A tick took a client off the pending clients that was no member. */
    NO_LONGER_PENDING,
    /** A join dropped others, since there was no room. */
    MADE_ROOM,
    /** An epoch took a client that waited long ahead of one with a better place. */
    ROTATED,
    /** An epoch did not take a client that was removed in the last one, though there was room. */
    PASSED_OVER,
    /** An epoch took a client that was removed in the last one, since there were too few others. */
    REMOVED_AND_TAKEN,
    /** A client that is no member was dropped since it was silent. */
    SILENT_PENDING_CLIENT_DROPPED,
    /** A member that had left joined again in the same epoch. */
    JOINED_AFTER_LEAVING,
    /** A member that had left, or was ejected, was removed, and had joined again. */
    PENDING_AFTER_REMOVAL,
    /** A client was reinstated and joined again. */
    JOINED_AFTER_REINSTATEMENT,
    /** A sign of life came from a client that is pending and no member. */
    PENDING_CLIENT_HEARD,
    /** A sign of life came from a member that had left and joined again. */
    JOINED_AGAIN_AND_HEARD,
    /** A configuration was taken up that changes how long clients may be silent. */
    TIMEOUT_CHANGED,
    /** The clock went on from a later time. */
    RESTARTED_LATER,
    /** The clock went on from an earlier time. */
    RESTARTED_EARLIER;

    static void count(HostedStep step, Reach reach) {
        if (step.input() instanceof RunInput.Join join && step.answer() instanceof JoinResult result) {
            result.session().ifPresent(session -> countJoin(step, join.client(), result.outcome(), reach));
        } else if (step.input() instanceof RunInput.Disconnected end) {
            countEnd(step, end, reach);
        } else if (step.input() instanceof RunInput.Leave leave && isPendingOnly(step, leave.client())) {
            reach.count(PENDING_CLIENT_LEFT);
        } else if (step.input() instanceof RunInput.Eject eject && isPendingOnly(step, eject.client())) {
            reach.count(PENDING_CLIENT_EJECTED);
        } else if (step.input() instanceof RunInput.Tick) {
            countTick(step, reach);
        } else if (step.input() instanceof RunInput.HealthCheck check) {
            countSign(step, check.client(), reach);
        } else if (step.input() instanceof RunInput.Restarted restarted) {
            boolean earlier =
                    restarted.now().isBefore(step.before().run().clock().now());
            reach.count(earlier ? RESTARTED_EARLIER : RESTARTED_LATER);
        }
    }

    private static void countTick(HostedStep step, Reach reach) {
        HostedRunSnapshot before = step.before();
        if (step.waited()
                && before.pendingClients().size()
                        > step.after().pendingClients().size()) {
            reach.count(NO_LONGER_PENDING);
        }
        if (before.pendingClients().stream().anyMatch(step::isFoundSilent)) {
            reach.count(SILENT_PENDING_CLIENT_DROPPED);
        }
        if (step.beginsEpoch()) {
            countChoice(step, reach);
        }
        for (Removal removal : ((TickResult) step.answer()).removals()) {
            if (HostedStep.pending(step.after(), removal.client()).isPresent()) {
                reach.count(PENDING_AFTER_REMOVAL);
            }
        }
        RunConfig config = step.after().run().config();
        if (!config.healthCheckTimeout().equals(before.run().config().healthCheckTimeout())) {
            reach.count(TIMEOUT_CHANGED);
        }
    }

    private static void countChoice(HostedStep step, Reach reach) {
        List<ClientId> taken = Step.clients(step.after().run());
        List<ClientId> removed =
                step.before().run().removals().stream().map(Removal::client).toList();
        List<ClientId> left = HostedStep.clients(step.after());
        left = left.subList(taken.size(), left.size());
        boolean hasRoom = taken.size() < step.after().run().config().maxClients();
        if (hasRoom && !left.isEmpty()) {
            reach.count(PASSED_OVER);
        }
        if (taken.stream().anyMatch(removed::contains)) {
            reach.count(REMOVED_AND_TAKEN);
        }
        List<ClientId> places = HostedStep.clients(step.before());
        int last = places.indexOf(taken.get(taken.size() - 1));
        if (left.stream().anyMatch(client -> !removed.contains(client) && places.indexOf(client) < last)) {
            reach.count(ROTATED);
        }
    }

    private static void countSign(HostedStep step, ClientId client, Reach reach) {
        if (HostedStep.pending(step.before(), client)
                .filter(PendingClient::connected)
                .isPresent()) {
            if (isPendingOnly(step, client)) {
                reach.count(PENDING_CLIENT_HEARD);
            } else if (hasPresence(step, client, Presence.LEFT)) {
                reach.count(JOINED_AGAIN_AND_HEARD);
            }
        }
    }

    private static boolean hasPresence(HostedStep step, ClientId client, Presence presence) {
        return Step.member(step.before().run(), client)
                .filter(member -> member.presence() == presence)
                .isPresent();
    }

    private static void countJoin(HostedStep step, ClientId client, JoinOutcome outcome, Reach reach) {
        Optional<PendingClient> before = HostedStep.pending(step.before(), client);
        if (step.after().pendingClients().size()
                < step.before().pendingClients().size() + (before.isEmpty() ? 1 : 0)) {
            reach.count(MADE_ROOM);
        }
        if (before.isEmpty() && hasPresence(step, client, Presence.LEFT)) {
            reach.count(JOINED_AFTER_LEAVING);
        }
        if (before.isEmpty() && wasEjected(step, client)) {
            reach.count(JOINED_AFTER_REINSTATEMENT);
        }
        if (outcome == JoinOutcome.SEAT_KEPT) {
            reach.count(MEMBER_CAME_BACK);
        } else if (outcome == JoinOutcome.ALREADY_MEMBER) {
            reach.count(MEMBER_HAS_A_NEW_CONNECTION);
        } else if (before.isPresent() && before.get().connected()) {
            reach.count(PENDING_CLIENT_HAS_A_NEW_CONNECTION);
        } else if (before.isPresent()
                && HostedStep.clients(step.before()).indexOf(client) + 1
                        < step.before().pendingClients().size()) {
            reach.count(PENDING_CLIENT_CAME_BACK_AHEAD_OF_ANOTHER);
        }
    }

    /** Whether a client that may join was ejected in this epoch, or in the last. */
    private static boolean wasEjected(HostedStep step, ClientId client) {
        return hasPresence(step, client, Presence.EJECTED)
                || step.before().run().removals().stream()
                        .anyMatch(
                                removal -> removal.client().equals(client) && removal.cause() == Removal.Cause.EJECTED);
    }

    private static void countEnd(HostedStep step, RunInput.Disconnected end, Reach reach) {
        Optional<PendingClient> before = HostedStep.pending(step.before(), end.client());
        if (step.answer() == MemberOutcome.OLD_SESSION) {
            reach.count(isPendingOnly(step, end.client()) ? OLD_SESSION_OF_A_PENDING_CLIENT : OLD_SESSION_OF_A_MEMBER);
        } else if (before.isEmpty()) {
            reach.count(OLD_SESSION_OF_NOBODY);
        } else if (!before.get().connected()) {
            reach.count(SAME_END_AGAIN);
        }
    }

    private static boolean isPendingOnly(HostedStep step, ClientId client) {
        RunSnapshot run = step.before().run();
        return HostedStep.pending(step.before(), client).isPresent()
                && Step.member(run, client).isEmpty();
    }
}
