package io.github.coordinator.verification.model;

import io.github.coordinator.ClientId;
import io.github.coordinator.Forged;
import io.github.coordinator.HostedRunSnapshot;
import io.github.coordinator.JoinResult;
import io.github.coordinator.PendingClient;
import io.github.coordinator.RunAnswer;
import io.github.coordinator.RunInput;
import io.github.coordinator.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was given to a hosted run and what came of it.
 *
 * @param before its snapshot before the input
 * @param deadline when it asked for the next tick, before the input
 * @param currentSession the session that the last join of the input's client began, 0 without one
 * @param input what was given
 * @param answer what it answered
 * @param after its snapshot after the input
 * @param counted whether the revision changed
 */
record HostedStep(
        HostedRunSnapshot before,
        Optional<Instant> deadline,
        long currentSession,
        RunInput input,
        RunAnswer answer,
        HostedRunSnapshot after,
        boolean counted) {

    /** The client that an input is about. */
    static Optional<ClientId> clientOf(RunInput input) {
        if (input instanceof RunInput.Join join) {
            return Optional.of(join.client());
        } else if (input instanceof RunInput.Leave leave) {
            return Optional.of(leave.client());
        } else if (input instanceof RunInput.Eject eject) {
            return Optional.of(eject.client());
        } else if (input instanceof RunInput.Disconnected end) {
            return Optional.of(end.client());
        } else if (input instanceof RunInput.Ready ready) {
            return Optional.of(ready.client());
        } else if (input instanceof RunInput.HealthCheck check) {
            return Optional.of(check.client());
        } else if (input instanceof RunInput.Witness witness) {
            return Optional.of(witness.client());
        }
        return Optional.empty();
    }

    /** Whether anything changed; in a tick, anything but time and how long ago signs of life were given. */
    boolean changed() {
        if (!(input instanceof RunInput.Tick)) {
            return !before.equals(after);
        }
        boolean wasEnough = before.run().clock().enoughAnchor().isPresent();
        boolean isEnough = after.run().clock().enoughAnchor().isPresent();
        return wasEnough != isEnough || !timeless(after).equals(timeless(before));
    }

    private HostedRunSnapshot timeless(HostedRunSnapshot snapshot) {
        return Forged.hostedSnapshot(
                ProgressInvariants.timeless(snapshot.run(), before.run()),
                snapshot.pendingClients().stream().map(HostedStep::timeless).toList(),
                snapshot.lastSession(),
                snapshot.turn(),
                snapshot.limits());
    }

    private static PendingClient timeless(PendingClient pending) {
        return Forged.pendingClient(
                pending.client(), pending.session(), pending.connected(), pending.waitingSince(), false, Duration.ZERO);
    }

    /** Whether the run waited for members when the input came. */
    boolean waited() {
        return before.run().state() == RunState.WAITING_FOR_MEMBERS;
    }

    boolean beginsEpoch() {
        return waited() && after.run().state() == RunState.WARMUP;
    }

    /** Whether the last members lost their seats. */
    boolean endsEpoch() {
        return !before.run().members().isEmpty() && after.run().members().isEmpty();
    }

    /** The client whose join was not refused. */
    Optional<ClientId> joined() {
        boolean began = answer instanceof JoinResult join && join.session().isPresent();
        return began ? clientOf(input) : Optional.empty();
    }

    /** Whether the silence of all clients begins anew, since the run was restarted or took up another configuration. */
    boolean beginsSilenceAnew() {
        return input instanceof RunInput.Restarted
                || !after.run().config().equals(before.run().config());
    }

    /** How much time a tick observed; none where the input is no tick. */
    Duration observed() {
        return input instanceof RunInput.Tick tick
                ? SilenceInvariants.observed(before.run(), tick.now())
                : Duration.ZERO;
    }

    /** Whether the tick had to find a pending client silent: the run waited, and the tick was due or the clock went back. */
    boolean isFoundSilent(PendingClient pending) {
        if (!waited() || !(input instanceof RunInput.Tick tick)) {
            return false;
        }
        boolean isDue = deadline.filter(due -> !due.isAfter(tick.now())).isPresent();
        boolean wentBack = tick.now().isBefore(before.run().clock().now());
        return (isDue || wentBack) && isSilent(pending, observed());
    }

    /** Whether a client whose session goes on is silent, so much time after the last tick. */
    boolean isSilent(PendingClient pending, Duration passed) {
        Duration timeout = before.run().config().healthCheckTimeout();
        return !timeout.isZero()
                && pending.connected()
                && !pending.heard()
                && pending.silentFor().plus(passed).compareTo(timeout) >= 0;
    }

    /** What a snapshot says of a pending client. */
    static Optional<PendingClient> pending(HostedRunSnapshot snapshot, ClientId client) {
        return snapshot.pendingClients().stream()
                .filter(pending -> pending.client().equals(client))
                .findFirst();
    }

    /** The pending clients of a snapshot in order. */
    static List<ClientId> clients(HostedRunSnapshot snapshot) {
        return snapshot.pendingClients().stream().map(PendingClient::client).toList();
    }
}
