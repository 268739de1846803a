package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.Removal;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Shows the run to a person: lines that tell what happens, and on a terminal a progress bar below them. In a pipe there are
 * plain lines only. Any thread may call.
 */
final class RunDisplay {
    private static final int WIDEST_BAR = 28;
    private static final String ERASE_LINE = "\r\u001B[K";

    private final PrintStream out;
    private final boolean isTerminal;
    private final int columns;
    private final LongSupplier nanoTime;
    private final long beganAtNanos;
    private volatile RunReport.@Nullable Finished finished;
    private String bar = "";
    private boolean isClosed;

    /**
     * Makes a display.
     *
     * @param out where to write
     * @param isTerminal whether that is a terminal
     * @param columns how wide the terminal is
     * @param nanoTime a clock
     */
    RunDisplay(PrintStream out, boolean isTerminal, int columns, LongSupplier nanoTime) {
        this.out = out;
        this.isTerminal = isTerminal;
        this.columns = columns;
        this.nanoTime = nanoTime;
        beganAtNanos = nanoTime.getAsLong();
    }

    void show(RunReport report) {
        if (report instanceof RunReport.Listening listening) {
            say("watch the run at " + listening.page());
            say("the server listens on port " + listening.port());
        } else if (report instanceof RunReport.Joined joined) {
            say(joined.client() + (joined.outcome().equals("ACCEPTED") ? " joined" : " is back, and keeps its seat"));
        } else if (report instanceof RunReport.Transition transition) {
            say(transition.from() + " -> " + transition.to() + describe(transition));
        } else if (report instanceof RunReport.RoundOver round) {
            progress(round);
            say(describe(round));
        } else if (report instanceof RunReport.Removed removed) {
            say(describe(removed));
        } else if (report instanceof RunReport.Load load) {
            say(describe(load));
        } else if (report instanceof RunReport.Note note) {
            say(note.text());
        } else if (report instanceof RunReport.Finished end) {
            finished = end; // Said last of all, once every process has ended.
        }
    }

    /** The last line says how the run finished. */
    synchronized void finish() {
        RunReport.Finished end = Objects.requireNonNull(finished, "the run has finished");
        close(String.format(
                Locale.ROOT, "FINISHED epochs=%d steps=%d accuracy=%.4f", end.epochs(), end.steps(), end.accuracy()));
    }

    /** A line with the time since the beginning. */
    synchronized void say(String text) {
        double seconds = (nanoTime.getAsLong() - beganAtNanos) / 1e9;
        print(String.format(Locale.ROOT, "%5.1f s  %s", seconds, text));
    }

    /** The last line; nothing is shown after it. */
    synchronized void close(String lastLine) {
        bar = "";
        print(lastLine);
        isClosed = true;
    }

    /** Nothing is shown from here on, and the bar gives its line to whatever comes. */
    synchronized void close() {
        if (isTerminal && !isClosed) {
            out.print(ERASE_LINE);
            out.flush();
        }
        isClosed = true;
    }

    private void print(String line) {
        if (isClosed) {
            return;
        }
        out.println(isTerminal ? ERASE_LINE + line : line);
        out.print(bar);
        out.flush();
    }

    private synchronized void progress(RunReport.RoundOver round) {
        if (isTerminal) {
            long done = round.confirmed() ? round.step() : round.step() - 1;
            bar = bar(done, round);
        }
    }

    /** The bar becomes shorter in a narrow terminal, and what does not fit then is left out: a line that wraps stays. */
    private String bar(long done, RunReport.RoundOver round) {
        String numbers = String.format(
                Locale.ROOT,
                " step %d of %d, loss %.3f, accuracy %.3f",
                done,
                round.totalSteps(),
                round.loss(),
                round.accuracy());
        int room = columns - 1; // Some terminals wrap when the last column is written.
        int width = Math.max(0, Math.min(WIDEST_BAR, room - numbers.length() - 2));
        int filled = (int) (width * done / round.totalSteps());
        String line = "[" + "#".repeat(filled) + ".".repeat(width - filled) + "]" + numbers;
        return line.substring(0, Math.min(line.length(), Math.max(0, room)));
    }

    private static String describe(RunReport.Load load) {
        return String.format(
                Locale.ROOT,
                "%,d turns took %.2f ms (median), %.2f ms (99 of 100), %.2f ms (longest); %,d KiB waited for clients at most",
                load.turns(),
                load.medianNanos() / 1e6,
                load.slowNanos() / 1e6,
                load.longestNanos() / 1e6,
                load.mostQueuedBytes() / 1024);
    }

    private static String describe(RunReport.Transition transition) {
        return switch (transition.to()) {
            case WARMUP ->
                String.format(
                        Locale.ROOT,
                        ": epoch %d with %d clients, %s%s",
                        transition.epoch(),
                        transition.members().size(),
                        list(transition.members()),
                        transition.withoutModel().isEmpty()
                                ? ""
                                : "; without the model: " + list(transition.withoutModel()));
            case ROUND_TRAIN ->
                String.format(
                        Locale.ROOT,
                        ": epoch %d, round %d, step %d of %d",
                        transition.epoch(),
                        transition.height(),
                        transition.step(),
                        transition.totalSteps());
            case COOLDOWN -> ": epoch " + transition.epoch() + " ends";
            case WAITING_FOR_MEMBERS, ROUND_WITNESS, PAUSED, FINISHED -> "";
        };
    }

    private static String describe(RunReport.RoundOver round) {
        String witnesses = "witnessed by " + list(round.attested())
                + (round.notAttested().isEmpty() ? "" : ", not by " + list(round.notAttested()));
        if (!round.confirmed()) {
            return String.format(
                    Locale.ROOT,
                    "step %d of %d is not confirmed, and will be trained again; %s",
                    round.step(),
                    round.totalSteps(),
                    witnesses);
        }
        return String.format(
                Locale.ROOT,
                "step %d of %d done: loss %.3f, accuracy %.3f; trained by %s; %s",
                round.step(),
                round.totalSteps(),
                round.loss(),
                round.accuracy(),
                list(round.contributors()) + omitted(round.omitted()),
                witnesses);
    }

    private static String omitted(List<RunReport.Omitted> omitted) {
        return omitted.stream()
                .map(each -> ", not by " + each.client() + " (rows "
                        + each.data().first() + " to " + each.data().last() + ")")
                .collect(Collectors.joining());
    }

    private static String describe(RunReport.Removed removed) {
        String when = removed.height() < 0 ? "warm-up" : "round " + removed.height();
        return String.format(
                Locale.ROOT,
                "%s was removed in epoch %d, %s: %s, %s",
                removed.client(),
                removed.epoch(),
                when,
                removed.cause(),
                reason(removed.cause()));
    }

    private static String reason(Removal.Cause cause) {
        return switch (cause) {
            case EJECTED -> "it was ejected";
            case LEFT -> "it said goodbye";
            case DISCONNECTED -> "its connection was gone";
            case SILENT -> "it gave no sign of life";
            case ABSENT -> "the witnesses did not see its work";
            case NOT_ATTESTING -> "it did not attest when it was elected";
            default -> "the run goes on without it";
        };
    }

    private static String list(List<String> names) {
        return names.isEmpty() ? "nobody" : String.join(", ", names);
    }
}
