package io.github.coordinator;

import java.util.ConcurrentModificationException;

/**
 * Notices a call from a second thread, or from inside a call, at the cost of a plain field: best effort, as in
 * {@link java.util.ArrayList}.
 */
final class CallGuard {
    private boolean busy;

    void enter() {
        if (busy) {
            throw new ConcurrentModificationException(
                    "another call is in progress: a run belongs to one thread, and its sources must not call back");
        }
        busy = true;
    }

    void exit() {
        busy = false;
    }
}
