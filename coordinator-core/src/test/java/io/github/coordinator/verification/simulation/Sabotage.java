package io.github.coordinator.verification.simulation;

import io.github.coordinator.ClientId;
import io.github.coordinator.Forged;
import io.github.coordinator.HostedRunSnapshot;
import io.github.coordinator.Presence;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.SnapshotEdit;
import java.util.List;

/** What can be broken on purpose, to see that the simulation notices. */
enum Sabotage {
    /** Nothing. */
    NONE,
    /** The host never ticks. */
    HOST_NEVER_TICKS,
    /** The host does not pass on the proofs of witnesses. */
    HOST_DROPS_PROOFS,
    /** The host does not pass on signs of life. */
    HOST_DROPS_SIGNS_OF_LIFE,
    /** A host that died goes on one step too far. */
    HOST_SKIPS_A_STEP,
    /** A host that died forgets which clients it had ejected. */
    HOST_FORGETS_BARS,
    /** The seats that clients are told are off by one. */
    SEATS_ARE_SHIFTED,
    /** Witnesses that pass for honest leave out a client that they saw. */
    WITNESSES_OVERLOOK,
    /** Witnesses that pass for honest attest everybody. */
    WITNESSES_SEE_EVERYBODY;

    /**
     * What a host that died finds, which is what it saved, unless somebody has been at it. What is found must pass for the
     * snapshot of a run, or it would be refused.
     */
    HostedRunSnapshot tamperedWith(HostedRunSnapshot saved) {
        return Forged.hostedSnapshot(
                tamperedWith(saved.run()), saved.pendingClients(), saved.lastSession(), saved.turn(), saved.limits());
    }

    private RunSnapshot tamperedWith(RunSnapshot saved) {
        boolean skips = this == HOST_SKIPS_A_STEP
                && saved.round().isEmpty()
                && saved.reason().isPresent()
                && saved.step() < saved.config().totalSteps();
        SnapshotEdit found = new SnapshotEdit(saved);
        if (skips) {
            found.step(saved.step() + 1);
            found.nextDataIndex(saved.nextDataIndex() + saved.config().globalBatchSizeStart());
        }
        if (this == HOST_FORGETS_BARS) {
            found.ejected(ejectedMembers(saved));
        }
        return found.build();
    }

    private static List<ClientId> ejectedMembers(RunSnapshot saved) {
        return saved.members().stream()
                .filter(member -> member.presence() == Presence.EJECTED)
                .map(RunSnapshot.Member::client)
                .toList();
    }
}
