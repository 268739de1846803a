package io.github.coordinator.examples.replicated;

import io.github.coordinator.examples.localtestnet.ReplicaState;
import io.github.coordinator.examples.localtestnet.ServerLog;
import io.github.coordinator.examples.localtestnet.StandbyServer;
import io.github.coordinator.examples.localtestnet.WrongUsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The command line. */
@Command(
        name = "replicated",
        usageHelpAutoWidth = true,
        synopsisSubcommandLabel = "(server | add | remove)",
        description = {
            "Serves one run from several machines. It goes on as long as most of them work and reach each other.",
            "A server is written HOST:PORT=HOST:PORT: where clients reach it, and where the other servers do. Anyone"
                    + " who reaches the second address can write into the run: keep it in a network of the servers alone."
        })
public final class Replicated {
    private static final int FAILED = CommandLine.ExitCode.SOFTWARE;
    private static final int USAGE = CommandLine.ExitCode.USAGE;

    /** Reports at each start what it finds on this machine. The field keeps the logger, which would else lose its level. */
    private static final Logger RPC = Logger.getLogger("org.apache.ratis.thirdparty");

    @Option(names = "--help", usageHelp = true, description = "Print this help and exit.")
    @SuppressWarnings("UnusedVariable") // Read by picocli, which prints the help.
    private boolean help;

    private Replicated() {}

    /**
     * Runs the command and ends the process with its exit status.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        RPC.setLevel(Level.WARNING);
        System.exit(execute(arguments));
    }

    static int execute(String... arguments) {
        return new CommandLine(new Replicated())
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(false)
                .registerConverter(ServerAddress.class, Replicated::address)
                .setParameterExceptionHandler((wrong, given) -> {
                    System.err.println(
                            WrongUsageException.sentence(String.valueOf(wrong.getMessage())) + " See --help.");
                    return USAGE;
                })
                .setExecutionExceptionHandler((thrown, command, parsed) -> {
                    System.err.println(
                            thrown instanceof WrongUsageException
                                    ? thrown.getMessage()
                                    : WrongUsageException.sentence(reasons(thrown)));
                    return thrown instanceof WrongUsageException ? USAGE : FAILED;
                })
                .execute(arguments);
    }

    private static ServerAddress address(String text) {
        try {
            return ServerAddress.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new TypeConversionException(String.valueOf(wrong.getMessage()));
        }
    }

    /**
     * What is wrong, without where in the program: the causes say more than the exceptions around them. An exception that is
     * only around another one has its cause as its message, and is left out.
     */
    static String reasons(Throwable thrown) {
        List<String> parts = new ArrayList<>();
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            String message = each.getMessage();
            boolean isAround =
                    each.getCause() != null && each.getCause().toString().equals(message);
            if (message != null && !message.isBlank() && !isAround) {
                parts.add(message);
            }
        }
        if (parts.isEmpty()) {
            parts.add(thrown.toString());
        }
        return String.join(": ", parts);
    }

    @Command(
            name = "server",
            usageHelpAutoWidth = true,
            description =
                    "Runs one server until it is ended by a signal. The exit status is 1 if it failed, and 2 if it"
                            + " cannot be run as asked for.")
    @SuppressWarnings("UnusedVariable") // Picocli reads the option for help.
    int server(
            @Option(names = "--self", paramLabel = "SERVER", required = true, description = "This server.")
                    ServerAddress self,
            @Option(
                            names = "--servers",
                            paramLabel = "SERVER,…",
                            hideParamSyntax = true,
                            split = ",",
                            description =
                                    "The servers that the run begins with, on each of them the same. Leave it out for a"
                                            + " server that is added later.")
                    @Nullable
                    List<ServerAddress> servers,
            @Option(
                            names = "--state",
                            paramLabel = "DIR",
                            required = true,
                            description = "Where this server keeps the run.")
                    Path directory,
            @Option(
                            names = "--secret",
                            paramLabel = "FILE",
                            required = true,
                            description = "The secret of the seeds, in hexadecimal; the same on all servers.")
                    Path secret,
            @Option(
                            names = "--run-id",
                            paramLabel = "NAME",
                            defaultValue = "run",
                            description = "A name that no other group of servers has. Default: ${DEFAULT-VALUE}.")
                    String group,
            @Option(
                            names = "--config",
                            paramLabel = "FILE",
                            description =
                                    "The run file, the same on all servers. Default: the data.toml of the local testnet.")
                    @Nullable
                    Path config,
            @Option(names = "--key", paramLabel = "FILE", description = "The server's key, made if missing.") @Nullable
                    Path key,
            @Option(names = "--allow", paramLabel = "FILE", description = "The keys that may join. Default: any.")
                    @Nullable
                    Path allow,
            @Option(
                            names = "--operator-token",
                            paramLabel = "FILE",
                            description =
                                    "The file with the token that the operator's calls need. Default: the environment's"
                                            + " COORDINATOR_OPERATOR_TOKEN; without either, there are no such calls.")
                    @Nullable
                    Path operatorToken,
            @Option(
                            names = "--snapshot-every",
                            paramLabel = "N",
                            defaultValue = "1000",
                            description = "After how many turns the state is written and the log cut. Default:"
                                    + " ${DEFAULT-VALUE}.")
                    long snapshotEvery,
            @Option(
                            names = "--keep-inputs",
                            description = "Keep the whole log, to look into it later, instead of cutting it.")
                    boolean keepsLog,
            @Option(names = "--help", usageHelp = true, description = "Print this help and exit.") boolean serverHelp)
            throws IOException {
        List<ServerAddress> founders = Objects.requireNonNullElse(servers, List.of());
        if (!founders.isEmpty()
                && founders.stream().noneMatch(each -> each.clients().equals(self.clients()))) {
            throw new WrongUsageException(
                    "--self " + self + " is none of --servers; leave --servers out on a server that is added later");
        }
        Files.createDirectories(directory);
        ServerLog log = new ServerLog(System.out);
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        ReplicatedServer server = new ReplicatedServer(
                new RaftNode.Options(group, self, founders, directory),
                new RaftSettings(snapshotEvery, RaftSettings.DEFAULT.segment(), keepsLog),
                new StandbyServer.Options(config, self.clientHost(), self.clientPort(), key, allow, operatorToken),
                new ReplicaState(config, secret, log),
                log,
                failure::complete);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server), "ending"));
        System.err.println(WrongUsageException.sentence("this server cannot go on: " + reasons(failure.join())));
        return FAILED;
    }

    private static void end(ReplicatedServer server) {
        try {
            server.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Which servers {@code add} and {@code remove} ask. */
    static final class GroupOptions {
        @Option(
                names = "--servers",
                paramLabel = "SERVER,…",
                hideParamSyntax = true,
                split = ",",
                required = true,
                description = "Servers of the run, at least one that works.")
        private List<ServerAddress> servers = List.of();

        @Option(
                names = "--run-id",
                paramLabel = "NAME",
                defaultValue = "run",
                description = "The name that the servers were given.")
        private String name = "";

        @Option(names = "--help", usageHelp = true, description = "Print this help and exit.")
        @SuppressWarnings("UnusedVariable") // Read by picocli, which prints the help.
        private boolean help;

        Membership membership() throws IOException {
            return new Membership(name, servers);
        }
    }

    @Command(
            name = "add",
            usageHelpAutoWidth = true,
            description = "Adds a server, which runs already, and returns when it has caught up.")
    int add(
            @Mixin GroupOptions group,
            @Option(names = "--new", paramLabel = "SERVER", required = true, description = "The server to add.")
                    ServerAddress added)
            throws IOException {
        try (Membership membership = group.membership()) {
            membership.add(added);
        }
        System.out.println(added + " was added and has caught up");
        return CommandLine.ExitCode.OK;
    }

    @Command(
            name = "remove",
            usageHelpAutoWidth = true,
            description = "Removes a server, whether it runs or not. End its process afterwards.")
    int remove(
            @Mixin GroupOptions group,
            @Option(
                            names = "--old",
                            paramLabel = "HOST:PORT",
                            required = true,
                            description = "Where clients reach the server to remove.")
                    String removed)
            throws IOException {
        try (Membership membership = group.membership()) {
            membership.remove(removed);
        }
        System.out.println(removed + " was removed");
        return CommandLine.ExitCode.OK;
    }
}
