package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.Removal;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Shows the run to a person: lines that tell what happens, and on a terminal a progress bar below them. In a pipe there are
 * plain lines only. Any thread may call.
 */
final class RunDisplay {
    private static final int BAR_WIDTH = 28;
    private static final String ERASE_LINE = "\r\u001B[K";

    private final PrintStream out;
    private final boolean isTerminal;
    private final LongSupplier nanoTime;
    private final long beganAtNanos;
    private String bar = "";
    private boolean isClosed;

    RunDisplay(PrintStream out, boolean isTerminal, LongSupplier nanoTime) {
        this.out = out;
        this.isTerminal = isTerminal;
        this.nanoTime = nanoTime;
        beganAtNanos = nanoTime.getAsLong();
    }

    void show(RunReport report) {
        if (report instanceof RunReport.Listening listening) {
            say("the server listens on port " + listening.port());
        } else if (report instanceof RunReport.Joined joined) {
            say(joined.client() + " joined");
        } else if (report instanceof RunReport.Transition transition) {
            say(transition.from() + " -> " + transition.to() + describe(transition));
        } else if (report instanceof RunReport.RoundOver round) {
            progress(round);
            say(describe(round));
        } else if (report instanceof RunReport.Removed removed) {
            say(describe(removed));
        } else if (report instanceof RunReport.Note note) {
            say(note.text());
        }
        // How it finished is said last of all, once every process has ended.
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
            int filled = (int) (BAR_WIDTH * done / round.totalSteps());
            bar = String.format(
                    Locale.ROOT,
                    "[%s%s] step %d of %d, loss %.3f, accuracy %.3f",
                    "#".repeat(filled),
                    ".".repeat(BAR_WIDTH - filled),
                    done,
                    round.totalSteps(),
                    round.loss(),
                    round.accuracy());
        }
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
