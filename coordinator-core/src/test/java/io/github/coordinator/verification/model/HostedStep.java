package io.github.coordinator.verification.model;

import io.github.coordinator.ClientId;
import io.github.coordinator.Forged;
import io.github.coordinator.HostedRunSnapshot;
import io.github.coordinator.PendingClient;
import io.github.coordinator.RunAnswer;
import io.github.coordinator.RunInput;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.SnapshotEdit;
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
        }
        return Optional.empty();
    }

    /** Whether anything but the clock's last reading changed. */
    boolean changed() {
        return !before.equals(withNow(after, before.run().clock().now()));
    }

    private static HostedRunSnapshot withNow(HostedRunSnapshot snapshot, Instant now) {
        RunSnapshot.Clock clock = snapshot.run().clock();
        RunSnapshot run = new SnapshotEdit(snapshot.run())
                .clock(new RunSnapshot.Clock(
                        now,
                        clock.stateBegan(),
                        clock.stateAnchor(),
                        clock.epochAnchor(),
                        clock.enoughAnchor(),
                        clock.namedDeadline(),
                        clock.signsDue()))
                .build();
        return Forged.hostedSnapshot(
                run, snapshot.pendingClients(), snapshot.lastSession(), snapshot.turn(), snapshot.limits());
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
