package io.github.coordinator.examples.localtestnet;

import java.io.IOException;

/**
 * Ends a child process with its parent, however that ended. The parent holds the other end of the child's standard input
 * and never writes to it, so that the input ends when the parent does, even if it was killed and could tell nobody.
 */
final class ParentWatch {
    private static final int PARENT_GONE = 1;

    private ParentWatch() {}

    static void start() {
        Thread watch = new Thread(ParentWatch::watch, "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static void watch() {
        try {
            while (System.in.read() >= 0) {
                // Whatever it is, the parent is there.
            }
        } catch (IOException alsoTheEnd) {
            // As good as the end of the input.
        }
        Runtime.getRuntime().halt(PARENT_GONE);
    }
}
