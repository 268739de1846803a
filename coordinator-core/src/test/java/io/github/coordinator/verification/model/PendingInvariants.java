package io.github.coordinator.verification.model;

import static io.github.coordinator.verification.model.Invariants.require;

import io.github.coordinator.ClientId;
import io.github.coordinator.HostedRunSnapshot;
import io.github.coordinator.JoinOutcome;
import io.github.coordinator.JoinResult;
import io.github.coordinator.MemberOutcome;
import io.github.coordinator.Outcome;
import io.github.coordinator.PendingClient;
import io.github.coordinator.Presence;
import io.github.coordinator.Removal;
import io.github.coordinator.RunInput;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.TickResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The invariants of pending clients that a single step shows: who is pending, in which place, since when, and how silent. */
final class PendingInvariants {
    private PendingInvariants() {}

    static void check(HostedStep step) {
        checkMembers(step);
        checkSilence(step);
        checkPlaces(step);
        checkRoom(step);
        checkWaiting(step);
        checkSigns(step);
    }

    private static void checkMembers(HostedStep step) {
        HostedRunSnapshot after = step.after();
        for (RunSnapshot.Member member : after.run().members()) {
            PendingClient pending = HostedStep.pending(after, member.client()).orElse(null);
            boolean isConnected = pending != null && pending.connected();
            boolean isDisconnected = pending != null && !pending.connected();
            Presence presence = member.presence();
            require(31, presence != Presence.ACTIVE || isConnected, "an active member is pending and connected", step);
            require(
                    31,
                    presence != Presence.DISCONNECTED || isDisconnected,
                    "a disconnected member is pending and not connected",
                    step);
        }
        for (ClientId client : after.run().ejected()) {
            require(31, !HostedStep.clients(after).contains(client), "an ejected client is not pending", step);
        }
    }

    /** Nobody loses a place but for a cause, and nobody gets one but the last; the members of a new epoch come first. */
    private static void checkPlaces(HostedStep step) {
        List<ClientId> places = new ArrayList<>();
        for (PendingClient pending : step.before().pendingClients()) {
            if (!losesPlace(step, pending)) {
                places.add(pending.client());
            }
        }
        step.joined().filter(client -> !places.contains(client)).ifPresent(places::add);
        List<ClientId> expected = new ArrayList<>();
        if (step.beginsEpoch()) {
            expected.addAll(Step.clients(step.after().run()));
            places.removeAll(expected);
        }
        expected.addAll(places);
        require(31, expected.equals(HostedStep.clients(step.after())), "everybody has the place that it had", step);
    }

    private static boolean losesPlace(HostedStep step, PendingClient pending) {
        if (step.input() instanceof RunInput.Leave leave) {
            return leave.client().equals(pending.client());
        } else if (step.input() instanceof RunInput.Eject eject) {
            return eject.client().equals(pending.client());
        } else if (step.answer() instanceof TickResult result) {
            return step.waited() && (!pending.connected() || step.isFoundSilent(pending))
                    || result.removals().stream().anyMatch(removal -> mustJoinAgain(removal, pending));
        }
        return step.joined().filter(client -> needsRoom(step, client)).isPresent() && isDroppable(step, pending);
    }

    /** A client that left or was ejected is not pending, unless it joined again. */
    private static boolean mustJoinAgain(Removal removal, PendingClient pending) {
        boolean saidGoodbye = removal.cause() == Removal.Cause.LEFT || removal.cause() == Removal.Cause.EJECTED;
        return removal.client().equals(pending.client()) && !saidGoodbye;
    }

    private static boolean needsRoom(HostedStep step, ClientId client) {
        HostedRunSnapshot before = step.before();
        return before.pendingClients().size() >= before.limits().maxPending()
                && HostedStep.pending(before, client).isEmpty();
    }

    /** Whether a client gives way to one that joins: it is disconnected or silent, and no member. */
    private static boolean isDroppable(HostedStep step, PendingClient pending) {
        boolean isMember = Step.member(step.before().run(), pending.client()).isPresent();
        return !isMember && (!pending.connected() || step.isSilent(pending, Duration.ZERO));
    }

    private static void checkRoom(HostedStep step) {
        HostedRunSnapshot before = step.before();
        HostedRunSnapshot after = step.after();
        require(11, after.limits().equals(before.limits()), "the limits are those of the start", step);
        boolean fits = after.pendingClients().size() <= after.limits().maxPending();
        require(11, fits, "no more clients are pending than there is room for", step);
        if (HostedBench.outcome(step.answer()) == JoinOutcome.FULL) {
            boolean isFull = needsRoom(step, ((RunInput.Join) step.input()).client())
                    && before.pendingClients().stream().noneMatch(pending -> isDroppable(step, pending));
            require(11, isFull, "a join is refused as FULL only where nobody can be dropped", step);
        }
    }

    private static void checkWaiting(HostedStep step) {
        HostedRunSnapshot before = step.before();
        HostedRunSnapshot after = step.after();
        boolean joins = step.joined()
                .filter(client -> HostedStep.pending(before, client).isEmpty())
                .isPresent();
        long turn = before.turn() + (joins ? 1 : 0) + (step.endsEpoch() ? 1 : 0);
        require(11, after.turn() == turn, "joins and ends of epochs are counted", step);
        for (PendingClient pending : after.pendingClients()) {
            boolean tookPart = step.endsEpoch() && isMemberToTheEnd(step, pending.client());
            long since = HostedStep.pending(before, pending.client())
                    .filter(known -> !tookPart)
                    .map(PendingClient::waitingSince)
                    .orElse(turn);
            boolean isTrue = pending.waitingSince() == since;
            require(11, isTrue, "a client waits since it joined, or since its last epoch ended", step);
        }
    }

    private static boolean isMemberToTheEnd(HostedStep step, ClientId client) {
        return Step.member(step.before().run(), client).isPresent()
                && step.after().run().removals().stream()
                        .noneMatch(removal -> removal.client().equals(client));
    }

    private static void checkSigns(HostedStep step) {
        boolean isOn = !step.after().run().config().healthCheckTimeout().isZero();
        boolean isTick = step.input() instanceof RunInput.Tick;
        for (PendingClient pending : step.after().pendingClients()) {
            PendingClient known =
                    HostedStep.pending(step.before(), pending.client()).orElse(null);
            boolean wasHeard = known != null && known.heard();
            boolean isZero = known == null || step.beginsSilenceAnew() || isTick && (wasHeard || !isOn);
            Duration silence = isZero ? Duration.ZERO : known.silentFor().plus(step.observed());
            require(26, pending.silentFor().equals(silence), "silence is the observed time without a sign", step);
            boolean isHeard = !isTick && (wasHeard || isOn && givesSign(step, pending.client()));
            require(26, pending.heard() == isHeard, "what is recorded of a client is its sign of life", step);
        }
    }

    private static boolean givesSign(HostedStep step, ClientId client) {
        boolean isMessage = step.input() instanceof RunInput.Ready
                || step.input() instanceof RunInput.Witness
                || step.input() instanceof RunInput.HealthCheck
                || step.input() instanceof RunInput.Join;
        boolean isTaken = step.answer() instanceof JoinResult join
                ? join.session().isPresent()
                : HostedBench.outcome(step.answer()) instanceof Outcome outcome && outcome.accepted();
        return isMessage
                && isTaken
                && HostedStep.clientOf(step.input()).filter(client::equals).isPresent();
    }

    private static void checkSilence(HostedStep step) {
        for (PendingClient pending : step.before().pendingClients()) {
            boolean isDropped =
                    HostedStep.pending(step.after(), pending.client()).isEmpty();
            require(26, isDropped || !step.isFoundSilent(pending), "a silent pending client is dropped", step);
        }
        if (step.input() instanceof RunInput.HealthCheck check) {
            boolean isHere = HostedStep.pending(step.before(), check.client())
                    .filter(PendingClient::connected)
                    .isPresent();
            boolean isTaken = step.answer() == MemberOutcome.RECORDED;
            require(26, isTaken == isHere, "a sign of life is taken from pending clients, members among them", step);
        }
    }
}
