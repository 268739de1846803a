package io.github.coordinator.examples.localtestnet;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line. The processes that the command starts are this program too, with a subcommand. */
@Command(
        name = "local-testnet",
        usageHelpAutoWidth = true,
        subcommands = Load.class,
        synopsisSubcommandLabel = "[server | client | replay | load]",
        description = {
            "Trains a classifier of handwritten digits with a server and several clients, each in a process of its own,"
                    + " and shows the run. The commands server and client start one process alone, on any machine; replay prints a run that a"
                    + " server has kept, and load puts a server under load.",
            "The last line of a run is FINISHED with its numbers, and the exit status 0; it is 1 if the run failed, and 2"
                    + " if it cannot be run as asked for."
        },
        footer = {
            "",
            "The digits: Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak, UCI Machine Learning"
                    + " Repository (1998), CC BY 4.0."
        })
public final class LocalTestnet implements Callable<Integer> {
    private static final int OK = CommandLine.ExitCode.OK;
    private static final int FAILED = CommandLine.ExitCode.SOFTWARE;
    private static final int USAGE = CommandLine.ExitCode.USAGE;
    private static final String LOOPBACK = "127.0.0.1";
    private static final String PORT = "8080";

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
                .setCaseInsensitiveEnumValuesAllowed(true)
                // A name or a run id may begin with @.
                .setExpandAtFiles(false)
                .setParameterExceptionHandler((wrong, arguments) -> {
                    String message = Objects.requireNonNull(wrong.getMessage(), "it was made with a message");
                    System.err.println(WrongUsageException.sentence(message) + " See --help.");
                    return USAGE;
                })
                .setExecutionExceptionHandler((thrown, command, parsed) -> {
                    if (thrown instanceof WrongUsageException usage) {
                        System.err.println(usage.getMessage());
                        return USAGE;
                    }
                    if (thrown instanceof StoreException unusable) {
                        System.err.println(unusable.getMessage());
                        return FAILED;
                    }
                    System.err.println("This should not have happened, and is a fault of the program:");
                    thrown.printStackTrace(System.err);
                    return FAILED;
                });
    }

    @Override
    public Integer call() throws Exception {
        if (printConfig) {
            System.out.print(TestnetConfig.bundled());
            return OK;
        }
        Testnet.Options options = new Testnet.Options(config, clients, kill, port);
        return new Testnet(options, TestnetConfig.load(config), display(), System.err).run();
    }

    private static RunDisplay display() {
        boolean isTerminal = CommandLine.Help.Ansi.AUTO.enabled();
        return new RunDisplay(System.out, isTerminal, isTerminal ? Terminal.columns() : 0, System::nanoTime);
    }

    @Command(
            name = "server",
            usageHelpAutoWidth = true,
            description = {
                "Serves one run, and ends when it is finished.",
                "The exit status is 0 if the run finished, 1 if the server failed, and 2 if it cannot be run as asked for."
            })
    @SuppressWarnings("UnusedVariable") // Picocli reads the option for help.
    int server(
            @Option(
                            names = "--config",
                            paramLabel = "FILE",
                            description = "The run file. Default: the data.toml of this example.")
                    @Nullable
                    Path file,
            @Option(
                            names = "--host",
                            paramLabel = "ADDRESS",
                            defaultValue = LOOPBACK,
                            description = "The address to listen on; 0.0.0.0 for all. Default: ${DEFAULT-VALUE}.")
                    String host,
            @Option(
                            names = "--port",
                            paramLabel = "PORT",
                            defaultValue = PORT,
                            description = "The port to listen on; 0 for any free one. Default: ${DEFAULT-VALUE}.")
                    int listenPort,
            @Option(
                            names = "--key",
                            paramLabel = "FILE",
                            description = "The file with the server's key, made if missing. Default: a new key.")
                    @Nullable
                    Path key,
            @Option(
                            names = "--allow",
                            paramLabel = "FILE",
                            description = "The keys that may join, one in hexadecimal on each line. Default: any key.")
                    @Nullable
                    Path allow,
            @Option(
                            names = "--state",
                            paramLabel = "DIR",
                            description =
                                    "The directory that keeps the run, made if missing. A server that starts again with"
                                            + " it goes on with the run. Default: the run is lost when the server ends.")
                    @Nullable
                    Path state,
            @Option(
                            names = "--keep-inputs",
                            description = "Keep all inputs of the run in DIR, to replay it from its start.")
                    boolean keepInputs,
            @Option(
                            names = "--snapshot-every",
                            paramLabel = "N",
                            defaultValue = "2000",
                            description = "Save the state in DIR after that many inputs. Default: ${DEFAULT-VALUE}.")
                    long snapshotEvery,
            @Option(
                            names = "--operator-token",
                            paramLabel = "FILE",
                            description =
                                    "The file with the token that the operator's calls need. Default: the environment's"
                                            + " COORDINATOR_OPERATOR_TOKEN; without either, there are no such calls.")
                    @Nullable
                    Path operatorToken,
            @Option(names = "--watched", hidden = true) boolean isWatched,
            @Option(names = "--help", usageHelp = true, description = "Print this help and exit.") boolean serverHelp)
            throws InterruptedException, ExecutionException {
        TestnetRules.requirePort(listenPort);
        DurableLog.Options durable =
                state == null ? null : new DurableLog.Options(state, keepInputs, Math.max(1, snapshotEvery));
        Server.Options options = new Server.Options(file, host, listenPort, key, allow, durable, operatorToken);
        if (isWatched) {
            ParentWatch.start();
            PrintStream reports = utf8Out();
            boolean unused = Server.run(options, report -> reports.println(Json.write(report)));
        } else {
            RunDisplay display = display();
            if (Server.run(options, display::show)) {
                display.finish();
            }
        }
        return OK;
    }

    @Command(
            name = "client",
            usageHelpAutoWidth = true,
            description = {
                "Takes part in a run, and ends when it is finished. Waits for a server that is not there, and comes back"
                        + " after the end of a connection.",
                "The exit status is 0 if the run finished, 1 if the server does not want this client, and 2 if it cannot be"
                        + " run as asked for."
            })
    @SuppressWarnings("UnusedVariable") // Picocli reads the option for help.
    int client(
            @Option(
                            names = "--host",
                            paramLabel = "HOST",
                            defaultValue = LOOPBACK,
                            description = "Where the server is. Default: ${DEFAULT-VALUE}.")
                    String host,
            @Option(
                            names = "--port",
                            paramLabel = "PORT",
                            defaultValue = PORT,
                            description = "The port of the server. Default: ${DEFAULT-VALUE}.")
                    int serverPort,
            @Option(
                            names = "--servers",
                            paramLabel = "HOST:PORT,…",
                            hideParamSyntax = true,
                            split = ",",
                            description =
                                    "The servers of a replicated run, which are tried in turn. Instead of --host and --port.")
                    @Nullable
                    List<String> servers,
            @Option(names = "--tls", description = "Connect by TLS, to a proxy in front of the server.") boolean tls,
            @Option(
                            names = "--name",
                            paramLabel = "NAME",
                            defaultValue = "client",
                            description = "What people call this client. Default: ${DEFAULT-VALUE}.")
                    String name,
            @Option(
                            names = "--key",
                            paramLabel = "FILE",
                            description = "The file with this client's key, made if missing. Default: a new key.")
                    @Nullable
                    Path key,
            @Option(
                            names = "--server-key",
                            paramLabel = "HEX",
                            description = "The key that the server must have. Default: any.")
                    @Nullable
                    String serverKey,
            @Option(names = "--watched", hidden = true) boolean isWatched,
            @Option(names = "--help", usageHelp = true, description = "Print this help and exit.") boolean clientHelp)
            throws InterruptedException {
        TestnetRules.requirePort(serverPort);
        if (isWatched) {
            ParentWatch.start();
        }
        return ClientProcess.run(
                new ClientProcess.Options(addresses(tls, servers, host, serverPort), name, key, serverKey, null),
                isWatched ? utf8Out() : System.out);
    }

    @Command(
            name = "replay",
            usageHelpAutoWidth = true,
            description = {
                "Prints a run that a server keeps in a directory, input by input with its effects, explains where it stands,"
                        + " and prints the digest of its state. It begins at the oldest snapshot that is there, and changes"
                        + " nothing. The server may be running."
            })
    @SuppressWarnings("UnusedVariable") // Picocli reads the option for help.
    int replay(
            @Parameters(paramLabel = "DIR", description = "The directory of the server.") Path directory,
            @Option(names = "--until", paramLabel = "N", description = "Stop after input N.") @Nullable Long until,
            @Option(names = "--json", description = "Print the state at the end as JSON, and nothing else.")
                    boolean json,
            @Option(names = "--help", usageHelp = true, description = "Print this help and exit.") boolean replayHelp) {
        try (Store store = Store.openToRead(directory)) {
            Replay replay = new Replay(store, Digits.load(), json ? line -> {} : System.out::println);
            TrainingState end = replay.until(until == null ? Long.MAX_VALUE : until);
            if (json) {
                System.out.println(StateJson.write(end));
            }
        }
        return OK;
    }

    private static List<URI> addresses(boolean tls, @Nullable List<String> servers, String host, int port) {
        if (servers == null) {
            return List.of(address(tls, host, port));
        }
        return servers.stream().map(server -> address(tls, server)).toList();
    }

    private static URI address(boolean tls, String server) {
        int colon = server.lastIndexOf(':');
        try {
            int port = Integer.parseInt(server.substring(colon + 1));
            TestnetRules.requirePort(port);
            return address(tls, server.substring(0, Math.max(colon, 0)), port);
        } catch (NumberFormatException noPort) {
            throw new WrongUsageException("--servers has " + server + ", which is not HOST:PORT");
        }
    }

    private static URI address(boolean tls, String host, int port) {
        try {
            return new URI(tls ? "wss" : "ws", null, host, port, Gateway.PATH, null, null);
        } catch (URISyntaxException wrong) {
            throw new WrongUsageException("--host " + host + " is no name or address of a host");
        }
    }

    /** What the command reads that started this process, whatever the language of the system is. */
    private static PrintStream utf8Out() {
        return new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    }
}
