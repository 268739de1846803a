package io.github.coordinator;

import java.util.ConcurrentModificationException;

/**
 * Notices a call from a second thread, or from inside a call, at the cost of a plain field: best effort, as in
 * {@link java.util.ArrayList}.
 */
final class CallGuard {
    private boolean busy;

    void enter() {
        check();
        busy = true;
    }

    /** For a query that asks nobody else: it cannot be in progress when another call comes. */
    void check() {
        if (busy) {
            throw new ConcurrentModificationException(
                    "another call is in progress: a run belongs to one thread, and its sources must not call back");
        }
    }

    void exit() {
        busy = false;
    }
}
