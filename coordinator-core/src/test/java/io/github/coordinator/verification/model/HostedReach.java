package io.github.coordinator.verification.model;

import io.github.coordinator.ClientId;
import io.github.coordinator.JoinOutcome;
import io.github.coordinator.JoinResult;
import io.github.coordinator.MemberOutcome;
import io.github.coordinator.PendingClient;
import io.github.coordinator.RunInput;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.RunState;
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
    /** A tick dropped a client that was no member. */
    DROPPED,
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
            boolean waited = step.before().run().state() == RunState.WAITING_FOR_MEMBERS;
            if (waited
                    && step.before().pendingClients().size()
                            > step.after().pendingClients().size()) {
                reach.count(DROPPED);
            }
        } else if (step.input() instanceof RunInput.Restarted restarted) {
            boolean earlier =
                    restarted.now().isBefore(step.before().run().clock().now());
            reach.count(earlier ? RESTARTED_EARLIER : RESTARTED_LATER);
        }
    }

    private static void countJoin(HostedStep step, ClientId client, JoinOutcome outcome, Reach reach) {
        Optional<PendingClient> before = HostedStep.pending(step.before(), client);
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
