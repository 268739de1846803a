package io.github.coordinator.examples.internetscale;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command line:
 *
 * <pre>{@code
 * mvn -q -DskipTests package && java -jar coordinator-examples/internet-scale/target/internet-scale.jar
 * }</pre>
 */
@Command(
        name = "internet-scale",
        usageHelpAutoWidth = true,
        description = {
            "Takes a million clients through a thousand rounds of a coordinator, in virtual time: they come late, vanish,"
                    + " come back, and arrive all at once.",
            "Writes one page that shows what happened and what it cost. The same seed and numbers give the same run."
        })
public final class InternetScale implements Callable<Integer> {
    private static final int MIN_CLIENTS = 100;
    private static final int MAX_CLIENTS = 10_000_000;
    private static final int MIN_ROUNDS = 10;
    private static final int MAX_ROUNDS = 1_000_000;

    /** Found to be enough by trying; a fifth of it is live between two epochs. */
    private static final long HEAP_BYTES_FOR_EACH_CLIENT = 1_200;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "How many clients there are at the beginning; a crowd of 30 %% more comes later."
                    + " Default: ${DEFAULT-VALUE}.")
    private int clients;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many rounds have to be confirmed, over all epochs. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            defaultValue = "1",
            description = "The source of all chance, any integer. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to write the page. Default: internet-scale.html beside the program.")
    private @Nullable Path out;

    @Option(names = "--help", usageHelp = true, description = "Print this help and exit.")
    @SuppressWarnings("UnusedVariable") // Read by picocli, which prints the help.
    private boolean help;

    private final PrintStream stream;
    private final boolean isTerminal;

    private InternetScale(PrintStream stream, boolean isTerminal) {
        this.stream = stream;
        this.isTerminal = isTerminal;
    }

    /**
     * Runs the command and ends the process with its exit status.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.exit(execute(out, System.err, CommandLine.Help.Ansi.AUTO.enabled(), arguments));
    }

    static int execute(PrintStream out, PrintStream err, boolean isTerminal, String... arguments) {
        return new CommandLine(new InternetScale(out, isTerminal))
                .setParameterExceptionHandler((wrong, given) -> {
                    err.println(sentence(wrong.getMessage()) + " See --help.");
                    return CommandLine.ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((thrown, command, parsed) -> {
                    if (thrown instanceof UsageException usage) {
                        err.println(sentence(usage.getMessage()));
                        return CommandLine.ExitCode.USAGE;
                    }
                    if (thrown instanceof IOException failed) {
                        err.println("The page cannot be written (" + failed + ").");
                        return CommandLine.ExitCode.SOFTWARE;
                    }
                    thrown.printStackTrace(err);
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(arguments);
    }

    private static String sentence(@Nullable String message) {
        String text = Objects.requireNonNull(message, "it was made with a message");
        return text.substring(0, 1).toUpperCase(Locale.ROOT)
                + text.substring(1)
                + (text.endsWith(".") || text.endsWith("?") ? "" : ".");
    }

    @Override
    public Integer call() throws IOException {
        Path file = (out == null ? Page.defaultFile() : out).toAbsolutePath();
        requireThatItCanBeDone(file);
        Progress progress = new Progress(stream, isTerminal, System::nanoTime, rounds);
        Simulation simulation = new Simulation(new Scenario(clients, rounds, seed), progress);
        simulation.run();
        double seconds = progress.seconds();
        Page.write(file, Report.of(simulation, seconds));
        progress.say(headline(file, simulation, seconds));
        return CommandLine.ExitCode.OK;
    }

    /** Says no at once rather than after minutes. */
    private void requireThatItCanBeDone(Path file) {
        requireBetween("--clients", MIN_CLIENTS, MAX_CLIENTS, clients);
        requireBetween("--rounds", MIN_ROUNDS, MAX_ROUNDS, rounds);
        Path folder = Objects.requireNonNull(file.getParent(), "an absolute file has a folder");
        require(Files.isDirectory(folder), "--out cannot be written: there is no folder " + folder);
        require(
                !Files.isDirectory(file) && (Files.exists(file) ? Files.isWritable(file) : Files.isWritable(folder)),
                "--out cannot be written: " + file);
        long neededMiB = clients * HEAP_BYTES_FOR_EACH_CLIENT >> 20;
        require(
                Runtime.getRuntime().maxMemory() >> 20 >= neededMiB,
                String.format(
                        Locale.ROOT,
                        "%,d clients need a heap of %d MiB: start java with -Xmx%2$dm, or take fewer --clients",
                        clients,
                        neededMiB));
    }

    private static void requireBetween(String option, int least, int most, int value) {
        require(
                value >= least && value <= most,
                String.format(Locale.ROOT, "%s is from %,d to %,d, not %,d", option, least, most, value));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new UsageException(otherwise);
        }
    }

    private static String headline(Path file, Simulation simulation, double seconds) {
        Chronicle chronicle = simulation.chronicle();
        long confirmed = chronicle.rounds().stream()
                .filter(Chronicle.RoundRow::confirmed)
                .count();
        int most = chronicle.epochs().stream()
                .mapToInt(Chronicle.EpochRow::clients)
                .max()
                .orElseThrow();
        long removals = chronicle.epochs().stream()
                .flatMap(epoch -> epoch.removals().values().stream())
                .mapToInt(Integer::intValue)
                .sum();
        long heap = simulation.memory().readings().stream()
                .mapToLong(Memory.Reading::live)
                .max()
                .orElseThrow();
        return String.format(
                Locale.ROOT,
                "%s: %,d rounds confirmed of %,d, up to %,d clients, %,d removals, %.1f ms from round to round (median),"
                        + " %,d MiB of heap, %.0f s",
                file,
                confirmed,
                chronicle.rounds().size(),
                most,
                removals,
                simulation.costs().medianRoundBoundary() / 1e6,
                heap >> 20,
                seconds);
    }
}
