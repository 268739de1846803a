package io.github.coordinator.examples.localtestnet;

import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line. The processes that the command starts are this program too, with one of the hidden subcommands. */
@Command(
        name = "local-testnet",
        usageHelpAutoWidth = true,
        synopsisSubcommandLabel = "",
        description = {
            "Trains a classifier of handwritten digits with a server and several clients, each in a process of its own,"
                    + " and shows the run.",
            "The last line of a run is FINISHED with its numbers, and the exit status 0; it is 1 if the run failed, and 2"
                    + " if it cannot be run as asked for."
        },
        footer = {
            "",
            "The digits: Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak, UCI Machine Learning"
                    + " Repository (1998), CC BY 4.0."
        })
public final class LocalTestnet implements Callable<Integer> {
    private static final int FAILED = CommandLine.ExitCode.SOFTWARE;
    private static final int USAGE = CommandLine.ExitCode.USAGE;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "4",
            description = "How many clients to start. Default: ${DEFAULT-VALUE}.")
    private int clients;

    @Option(
            names = "--kill",
            paramLabel = "K",
            defaultValue = "0",
            description = "How many of them to kill in the middle of a round; one new client is started then."
                    + " Default: ${DEFAULT-VALUE}.")
    private int kill;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The run file. Default: the data.toml of this example; see --print-config.")
    private @Nullable Path config;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "The port that the server listens on, on this machine only. Default: any free one.")
    private int port;

    @Option(names = "--print-config", description = "Print the default run file, to be copied and changed, and exit.")
    private boolean printConfig;

    @Option(names = "--help", usageHelp = true, description = "Print this help and exit.")
    @SuppressWarnings("UnusedVariable") // Read by picocli, which prints the help.
    private boolean help;

    private LocalTestnet() {}

    /**
     * Runs the command and ends the process with its exit status.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    private static CommandLine commandLine() {
        return new CommandLine(new LocalTestnet())
                .setParameterExceptionHandler((wrong, arguments) -> {
                    System.err.println(sentence(wrong.getMessage()) + " See --help.");
                    return USAGE;
                })
                .setExecutionExceptionHandler((thrown, command, parsed) -> {
                    if (thrown instanceof WrongUsageException usage) {
                        System.err.println(sentence(usage.getMessage()));
                        return USAGE;
                    }
                    System.err.println("This should not have happened, and is a fault of the program:");
                    thrown.printStackTrace(System.err);
                    return FAILED;
                });
    }

    private static String sentence(@Nullable String message) {
        String text = Objects.requireNonNull(message, "it was made with a message");
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + (text.endsWith(".") ? "" : ".");
    }

    @Override
    public Integer call() throws Exception {
        if (printConfig) {
            System.out.print(TestnetConfig.bundled());
            return CommandLine.ExitCode.OK;
        }
        PrintStream out = System.out;
        boolean isTerminal = CommandLine.Help.Ansi.AUTO.enabled();
        Testnet.Options options = new Testnet.Options(config, clients, kill, port);
        return new Testnet(
                        options,
                        TestnetConfig.load(config),
                        new RunDisplay(out, isTerminal, System::nanoTime),
                        System.err)
                .run();
    }

    @Command(name = "server", hidden = true)
    int server(
            @Option(names = "--config") @Nullable Path file, @Option(names = "--port", required = true) int listenPort)
            throws InterruptedException, ExecutionException {
        ParentWatch.start();
        Server.run(file, listenPort);
        return CommandLine.ExitCode.OK;
    }

    @Command(name = "client", hidden = true)
    int client(
            @Option(names = "--server", required = true) URI address,
            @Option(names = "--run-id", required = true) String runId,
            @Option(names = "--name", required = true) String name) {
        ParentWatch.start();
        return ClientProcess.run(address, runId, name);
    }
}
