package io.github.coordinator.simulation;

import io.github.coordinator.RunSnapshot;
import java.util.List;

/** What can be broken on purpose, to see that the simulation notices. */
enum Sabotage {
    /** Nothing. */
    NONE,
    /** The host never ticks. */
    HOST_NEVER_TICKS,
    /** The host does not pass on the proofs of witnesses. */
    HOST_DROPS_PROOFS,
    /** A host that died goes on one step too far. */
    HOST_SKIPS_A_STEP,
    /** A host that died forgets whom it had barred. */
    HOST_FORGETS_BARS,
    /** The seats that clients are told are off by one. */
    SEATS_ARE_SHIFTED,
    /** Witnesses that pass for honest leave out a client that they saw. */
    WITNESSES_OVERLOOK;

    /** What a host that died finds, which is what it saved, unless somebody has been at it. */
    RunSnapshot tamperedWith(RunSnapshot saved) {
        boolean skips =
                this == HOST_SKIPS_A_STEP && saved.step() <= saved.config().totalSteps();
        return new RunSnapshot(
                saved.config(),
                saved.state(),
                saved.clock(),
                saved.epoch(),
                saved.step() + (skips ? 1 : 0),
                saved.nextDataIndex(),
                saved.rosterVersion(),
                saved.members(),
                saved.round(),
                saved.proofs(),
                saved.exits(),
                this == HOST_FORGETS_BARS ? List.of() : saved.barred(),
                saved.pausePending(),
                saved.resumePending());
    }
}
