package io.github.coordinator.examples.localtestnet;

import java.io.PrintStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The client process: a {@link TrainingClient} and its connections, one after the other. It waits for a server that is not
 * there yet, and comes back after the end of a connection. Another thread gives the signs of life, also while the client
 * trains.
 */
final class ClientProcess {
    /**
     * What the user asked for.
     *
     * @param servers where the servers are, of which one leads
     * @param name what people call the client
     * @param key the file with its key, or null for a new key
     * @param serverKey the key that the server must have in hexadecimal, or null for any
     * @param answers the file for each message that was answered, or null for none
     */
    record Options(
            List<URI> servers,
            String name,
            @Nullable Path key,
            @Nullable String serverKey,
            @Nullable Path answers) {
        Options {
            servers = List.copyOf(servers);
        }

        Options(URI server, String name, @Nullable Path key, @Nullable String serverKey) {
            this(List.of(server), name, key, serverKey, null);
        }
    }

    private static final int OK = 0;
    private static final int FAILED = 1;

    /** How the line begins by which a client says that it has joined. */
    static final String JOINED = "joined at ";

    private final Options options;
    private final PrintStream out;
    private final SecureRandom random = new SecureRandom();
    private final BackOff backOff = new BackOff(random);
    private final ServerList servers;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(ClientProcess::daemon);
    private final TrainingClient client;
    private final AnswerLog answers;
    private Duration timeBetweenSigns = Duration.ZERO;
    private @Nullable Future<?> signs;
    private volatile @Nullable ServerLink link;

    /** Whether the server takes signs of life on this connection. */
    private volatile boolean isJoined;

    /** Why there is no use in coming back. */
    private volatile @Nullable String giveUp;

    /** The run finished while this client was not connected. */
    private volatile boolean isOver;

    private ClientProcess(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
        servers = new ServerList(options.servers());
        answers = new AnswerLog(options.answers());
        SecretKey key = options.key() == null ? SecretKey.create(random) : SecretKey.load(options.key(), random);
        client = new TrainingClient(key, options.name(), Digits.load(), this::send, this::log);
        if (options.key() != null) {
            log("this client's key is " + HexFormat.of().formatHex(key.publicKey()));
        }
    }

    /**
     * Takes part in a run, and returns when it is finished or this client may not go on.
     *
     * @param options what the user asked for
     * @param out takes lines for people
     * @return the exit status
     * @throws WrongUsageException if the key file is wrong
     * @throws CompletionException if this client has failed by a fault of its own
     */
    static int run(Options options, PrintStream out) throws InterruptedException {
        return new ClientProcess(options, out).run();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "heart");
        thread.setDaemon(true);
        return thread;
    }

    private void log(String line) {
        out.println(line);
    }

    private int run() throws InterruptedException {
        try {
            while (true) {
                String end = connect(servers.next());
                if (client.isFinished() || isOver) {
                    log("the run is finished; this client's model has the hash " + client.modelHash());
                    return OK;
                }
                String reason = giveUp;
                if (reason != null) {
                    log(reason);
                    return FAILED;
                }
                if (servers.isTimeToWait()) {
                    Duration wait = backOff.next(client.timeBetweenSigns());
                    log(String.format(Locale.ROOT, "%s; next try in %.1f s", end, wait.toMillis() / 1e3));
                    Thread.sleep(wait.toMillis());
                    servers.beginAnew();
                } else {
                    log(end + "; trying the next one");
                }
            }
        } finally {
            heart.shutdownNow();
        }
    }

    /** Lives through one connection, and says how it ended. */
    private String connect(URI server) {
        ServerLink opening = new ServerLink(text -> receive(server, text));
        isJoined = false;
        answers.begin();
        link = opening;
        try {
            opening.open(http, server).toCompletableFuture().join();
        } catch (CompletionException failed) {
            return "no server answers at " + server;
        }
        opening.ended().join();
        return "the connection to " + server + " is gone";
    }

    /** Takes a message of a server; returns whether the connection goes on. */
    private boolean receive(URI server, String text) {
        Optional<ToClient> known;
        try {
            known = Json.readToClient(text);
        } catch (Json.MalformedException malformed) {
            giveUp = "The server does not speak this protocol: " + malformed.getMessage();
            return false;
        }
        if (known.isEmpty()) {
            return true; // A later server may say more.
        }
        ToClient message = known.get();
        answers.received(message);
        giveUp = reasonToGiveUp(message).orElse(null);
        if (giveUp != null) {
            return false;
        }
        if (message instanceof ToClient.Failure error) {
            isOver = error.code().equals(ErrorCode.RUN_FINISHED.name());
            log("the server ends the connection: " + error.message());
            return false;
        }
        if (message instanceof ToClient.Leader leader) {
            address(leader).ifPresent(servers::leads);
            return true;
        }
        if (message instanceof ToClient.Joined) {
            isJoined = true;
            log(JOINED + server);
            backOff.reset();
            servers.beginAnew();
        }
        client.receive(message);
        beat(client.timeBetweenSigns());
        return !client.isDone();
    }

    /** The leader is reached in the same way as the server that names it; an address that is none is passed over. */
    private Optional<URI> address(ToClient.Leader leader) {
        URI like = options.servers().get(0);
        try {
            return Optional.of(new URI(like.getScheme(), leader.address(), like.getPath(), null, null));
        } catch (URISyntaxException wrong) {
            return Optional.empty();
        }
    }

    private Optional<String> reasonToGiveUp(ToClient message) {
        String reason = null;
        if (message instanceof ToClient.Hello hello) {
            if (hello.protocol() != ToClient.PROTOCOL) {
                reason = "The server speaks version " + hello.protocol() + " of the protocol, and this client version "
                        + ToClient.PROTOCOL + ".";
            } else if (options.serverKey() != null && !options.serverKey().equalsIgnoreCase(hello.serverKey())) {
                reason = "The server has the key " + hello.serverKey() + ", not the one of --server-key.";
            }
        } else if (message instanceof ToClient.Failure error
                && !error.retry()
                && !error.code().equals(ErrorCode.RUN_FINISHED.name())) {
            reason = "The server refuses this client: " + error.message() + " (" + error.code() + ").";
        } else if (message instanceof ToClient.Removed removed && !removed.mayJoin()) {
            reason = "This client was removed (" + removed.cause() + ") and may not join again.";
        } else if (message instanceof ToClient.Status status && status.model() == null) { // Another kind of server.
            reason = "The run " + status.runId() + " has no model of digits, and this client trains nothing else.";
        }
        return Optional.ofNullable(reason);
    }

    /** Gives signs of life that often from now on. */
    private void beat(Duration every) {
        if (!every.equals(timeBetweenSigns)) {
            timeBetweenSigns = every;
            if (signs != null) {
                signs.cancel(false);
            }
            if (!every.isZero()) {
                long nanos = every.toNanos();
                signs = heart.scheduleAtFixedRate(this::giveASign, nanos, nanos, TimeUnit.NANOSECONDS);
            }
        }
    }

    private void giveASign() {
        if (isJoined) {
            send(new ToServer.HealthCheck());
        }
    }

    /** Sends on the connection of the moment. What is sent between two connections is lost; the next one begins anew. */
    private void send(ToServer message) {
        ServerLink open = link;
        if (open != null) {
            answers.sent(message);
            open.send(Json.write(message));
        }
    }
}
