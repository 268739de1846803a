package io.github.coordinator.examples.localtestnet;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code load}. */
@Command(
        name = "load",
        usageHelpAutoWidth = true,
        description = {
            "Puts a server under load, one scenario after the other, and prints a table of what it did. Each scenario has a"
                    + " server process of its own, a new run of two epochs, and all clients in this process.",
            "The exit status is 0 if each run made all its steps and no honest client was removed, otherwise 1."
        })
final class Load implements Callable<Integer> {
    private static final int MOST_CLIENTS = 2_048;
    private static final int LEAST_CLIENTS = 32;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "2000",
            description = "How many clients are connected. Default: ${DEFAULT-VALUE}.")
    private int clients;

    @Option(
            names = "--scenario",
            paramLabel = "NAME,…",
            split = ",",
            defaultValue = "steady,joins,reconnections,slow,garbage",
            description = "What to do: ${COMPLETION-CANDIDATES}. Default: all.")
    private List<LoadScenario> scenarios = List.of();

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            defaultValue = "256m",
            description = "The heap of the server, as java -Xmx takes it. Default: ${DEFAULT-VALUE}.")
    private String heap = "";

    @Option(
            names = "--minutes",
            paramLabel = "M",
            defaultValue = "10",
            description = "After how long a scenario is given up. Default: ${DEFAULT-VALUE}.")
    private int minutes;

    @Option(names = "--help", usageHelp = true, description = "Print this help and exit.")
    @SuppressWarnings("UnusedVariable") // Read by picocli, which prints the help.
    private boolean help;

    private Load() {}

    @Override
    public Integer call() throws IOException {
        require(
                clients >= LEAST_CLIENTS && clients <= MOST_CLIENTS,
                "--clients is " + clients + ", must be from " + LEAST_CLIENTS + " to " + MOST_CLIENTS);
        require(minutes >= 1, "--minutes is " + minutes + ", must be at least 1");
        List<LoadResult> results = new ArrayList<>();
        for (LoadScenario scenario : scenarios) {
            LoadResult result = new LoadRun(scenario, clients, heap, Duration.ofMinutes(minutes), System.err).run();
            result.errors()
                    .forEach((code, count) -> System.err.println("  honest clients were sent " + code + ": " + count));
            result.complaints().forEach(System.err::println);
            results.add(result);
        }
        System.out.println(LoadResult.HEADER);
        results.forEach(result -> System.out.println(result.row()));
        boolean isGood = results.stream().allMatch(result -> result.complaints().isEmpty());
        return isGood ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new WrongUsageException(otherwise);
        }
    }
}
