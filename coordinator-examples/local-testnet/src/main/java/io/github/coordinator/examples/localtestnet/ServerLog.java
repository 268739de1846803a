package io.github.coordinator.examples.localtestnet;

import java.io.PrintStream;

/** What a server tells people. Any thread may call. */
public final class ServerLog {
    private final RunDisplay display;
    private boolean isFinished;

    /**
     * Makes a log.
     *
     * @param out takes the lines
     */
    public ServerLog(PrintStream out) {
        display = new RunDisplay(out, false, 0, System::nanoTime);
    }

    /**
     * Tells people something.
     *
     * @param sentence a sentence
     */
    public void note(String sentence) {
        report(new RunReport.Note(sentence));
    }

    synchronized void report(RunReport report) {
        display.show(report);
        isFinished |= report instanceof RunReport.Finished;
    }

    /** Writes the last line: FINISHED with the numbers of the run, if this server has heard of its end. */
    public synchronized void finish() {
        if (isFinished) {
            display.finish();
        }
    }
}
