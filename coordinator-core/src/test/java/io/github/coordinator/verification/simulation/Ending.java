package io.github.coordinator.verification.simulation;

/** How a run ends, once it has had its share of faults. */
enum Ending {
    /** In the middle of it. */
    CHAOS,
    /** All faults stop, and all clients are honest and there: the run must advance. */
    CALM,
    /** The same but for one client, which goes on as it did: it must not stop the run. */
    TROUBLED,
    /** All clients go away for good: no state but waiting, paused and finished may last. */
    DESERTED
}
