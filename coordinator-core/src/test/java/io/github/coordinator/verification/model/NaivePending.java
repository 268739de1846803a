package io.github.coordinator.verification.model;

import io.github.coordinator.ClientId;
import io.github.coordinator.Forged;
import io.github.coordinator.PendingClient;
import java.time.Duration;

/** What a {@link NaiveHost} knows of a pending client. */
final class NaivePending {
    final ClientId client;
    long waitingSince;
    long session;
    boolean connected = true;
    boolean heard;
    Duration silentFor = Duration.ZERO;

    NaivePending(ClientId client, long waitingSince) {
        this.client = client;
        this.waitingSince = waitingSince;
    }

    PendingClient snapshot() {
        return Forged.pendingClient(client, session, connected, waitingSince, heard, silentFor);
    }
}
