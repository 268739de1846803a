package io.github.coordinator.verification.model;

import io.github.coordinator.ClientId;
import io.github.coordinator.Counts;
import io.github.coordinator.Presence;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.config.RunConfig;
import java.time.Duration;

/** What a {@link NaiveRun} knows of a member, or of a member of the last epoch. */
final class NaiveMember {
    final ClientId client;
    Presence presence = Presence.ACTIVE;
    boolean ready;
    boolean hasModel;
    boolean heard;
    Duration silentFor = Duration.ZERO;
    int absent;
    int missed;

    /** Whether the round that ends is held against it. */
    boolean absentNow;

    /** Whether the election of the round that ends is held against it. */
    boolean missedNow;

    NaiveMember(ClientId client) {
        this.client = client;
    }

    Counts counts() {
        return new Counts(absent, missed);
    }

    /** Takes over counts, as far as their rules are on. */
    void carry(Counts counts, RunConfig config) {
        absent = config.maxAbsentRounds() == 0 ? 0 : counts.absentRounds();
        missed = config.maxMissedAttestations() == 0 ? 0 : counts.missedAttestations();
    }

    NaiveMember copy() {
        NaiveMember copy = new NaiveMember(client);
        copy.presence = presence;
        copy.ready = ready;
        copy.hasModel = hasModel;
        copy.heard = heard;
        copy.silentFor = silentFor;
        copy.absent = absent;
        copy.missed = missed;
        return copy;
    }

    RunSnapshot.Member snapshot() {
        return new RunSnapshot.Member(client, presence, ready, hasModel, heard, silentFor, counts());
    }
}
