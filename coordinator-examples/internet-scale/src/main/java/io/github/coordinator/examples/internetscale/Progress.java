package io.github.coordinator.examples.internetscale;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Shows how far the run is: on a terminal by a bar that stays on its line, in a pipe by a plain line now and then. */
final class Progress {
    private static final int BAR_WIDTH = 28;
    private static final int PLAIN_LINES = 20;
    private static final long REDRAW_NANOS = 100_000_000L;
    private static final String ERASE_LINE = "\r\u001B[K";

    private final PrintStream out;
    private final boolean isTerminal;
    private final LongSupplier nanoTime;
    private final int total;
    private final long began;
    private long drawn;
    private int lines;

    Progress(PrintStream out, boolean isTerminal, LongSupplier nanoTime, int total) {
        this.out = out;
        this.isTerminal = isTerminal;
        this.nanoTime = nanoTime;
        this.total = total;
        began = nanoTime.getAsLong();
        drawn = began - REDRAW_NANOS;
    }

    double seconds() {
        return (nanoTime.getAsLong() - began) / 1e9;
    }

    void say(String line) {
        out.println(isTerminal ? ERASE_LINE + line : line);
        out.flush();
    }

    /** So many rounds are confirmed. */
    void rounds(long done, long epoch, int clients) {
        double left = done == 0 ? 0 : seconds() / done * (total - done);
        String text = String.format(
                Locale.ROOT,
                "%,d of %,d rounds, epoch %d, %,d clients, %s gone, %s left",
                done,
                total,
                epoch,
                clients,
                minutes(seconds()),
                done == 0 ? "?" : minutes(left));
        if (isTerminal) {
            draw(done, text);
        } else if (done * PLAIN_LINES / total > lines) {
            lines = (int) (done * PLAIN_LINES / total);
            say(text);
        }
    }

    private void draw(long done, String text) {
        long now = nanoTime.getAsLong();
        if (now - drawn >= REDRAW_NANOS || done == total) {
            int filled = (int) (BAR_WIDTH * done / total);
            out.print(ERASE_LINE + "[" + "#".repeat(filled) + ".".repeat(BAR_WIDTH - filled) + "] " + text);
            out.flush();
            drawn = now;
        }
    }

    private static String minutes(double seconds) {
        long whole = Math.round(seconds);
        return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
    }
}
