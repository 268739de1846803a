package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.RunState;
import io.github.coordinator.config.RunConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The whole testnet: starts the server and the clients, shows what the server reports, and kills clients where that was
 * asked for. All it decides is decided on one thread, to which the readers of the processes hand what they read.
 */
final class Testnet {
    /**
     * What the user asked for.
     *
     * @param config the run file, or null for the one that comes with the example
     * @param clients how many clients to start
     * @param kill how many of them to kill in the middle of a round
     * @param port the port of the server, 0 for any that is free
     */
    record Options(@Nullable Path config, int clients, int kill, int port) {}

    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    /** The exit status of a process that Ctrl-C has ended. */
    private static final int INTERRUPTED = 130;

    private static final Duration TIME_TO_NOTICE = Duration.ofMillis(500);
    private static final Duration GOODBYE = Duration.ofSeconds(5);
    private static final String SERVER = "server";

    private final Options options;
    private final RunConfig config;
    private final RunDisplay display;
    private final PrintStream errors;
    private final Children children = new Children();
    private final BlockingQueue<Happening> happenings = new LinkedBlockingQueue<>();
    private final Set<String> running = new LinkedHashSet<>();
    private final Set<String> killed = new LinkedHashSet<>();
    private int clientsStarted;
    private int port;
    private boolean someRoundIsConfirmed;
    private RunReport.@Nullable Transition lastTransition;
    private RunReport.@Nullable Finished finished;

    /** Set at the end, or by the thread that ends this process on Ctrl-C; from then on, whatever ends does so rightly. */
    private volatile boolean isOver;

    /** Something that the thread in charge has to know. */
    private sealed interface Happening {
        record Reported(RunReport report) implements Happening {}

        record Said(String client, String line) implements Happening {}

        record Ended(String process, int status) implements Happening {}
    }

    Testnet(Options options, TestnetConfig file, RunDisplay display, PrintStream errors) {
        this.options = options;
        config = file.config();
        this.display = display;
        this.errors = errors;
        TestnetRules.require(options, config);
    }

    /**
     * Runs it to its end, and leaves no process behind.
     *
     * @return the exit status
     */
    int run() throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::interrupted, "cleaner"));
        try (children) {
            startServer();
            Integer status = null;
            while (status == null) {
                status = handle(happenings.take());
            }
            if (status == OK && finished != null) {
                awaitGoodbyes();
                if (killed.size() < options.kill()) {
                    display.say("nobody was killed: the run was over before all clients had made a step together");
                }
                display.finish();
            }
            return status;
        } finally {
            if (isOver) {
                // The status is up to the signal then. One that this thread gave while the JVM halts could still win.
                Thread.currentThread().join();
            }
            isOver = true;
        }
    }

    /** Ctrl-C and its like end this process by way of here. */
    private void interrupted() {
        if (!isOver) {
            isOver = true;
            display.close("Interrupted: the run is not finished, and all its processes are ended.");
            children.close();
        }
    }

    /** Returns the exit status if that was the end. */
    private @Nullable Integer handle(Happening happening) throws InterruptedException {
        if (happening instanceof Happening.Reported reported) {
            display.show(reported.report());
            return handle(reported.report());
        }
        if (happening instanceof Happening.Said said) {
            display.say(said.client() + ": " + said.line());
            return null;
        }
        Happening.Ended ended = (Happening.Ended) happening;
        if (ended.status() == INTERRUPTED) {
            // Ctrl-C reaches every process of a terminal, and a child may have ended before this one has noticed.
            Thread.sleep(TIME_TO_NOTICE.toMillis());
        }
        return ended.process().equals(SERVER) ? serverEnded(ended.status()) : clientEnded(ended);
    }

    private @Nullable Integer handle(RunReport report) {
        if (report instanceof RunReport.Listening listening) {
            port = listening.port();
            for (int i = 0; i < options.clients(); i++) {
                startClient();
            }
        } else if (report instanceof RunReport.RoundOver round) {
            someRoundIsConfirmed |= round.confirmed();
        } else if (report instanceof RunReport.Transition transition) {
            lastTransition = transition;
            if (transition.to() == RunState.ROUND_TRAIN) {
                killSome(transition.members());
            }
            return failIfStuck();
        } else if (report instanceof RunReport.Finished end) {
            finished = end;
        }
        return null;
    }

    private @Nullable Integer serverEnded(int status) {
        if (finished != null) {
            return OK;
        }
        if (port == 0 && status == WRONG_USAGE) {
            return WRONG_USAGE; // It has said itself why it could not start.
        }
        complain("The server ended with status " + status + " before the run was finished.");
        return FAILED;
    }

    private @Nullable Integer clientEnded(Happening.Ended ended) {
        running.remove(ended.process());
        if (finished == null && !killed.contains(ended.process())) {
            display.say(ended.process() + " ended with status " + ended.status());
        }
        return failIfStuck();
    }

    /** Without enough clients for another epoch a run waits for ever, which is right for a server, but not for a testnet. */
    private @Nullable Integer failIfStuck() {
        RunReport.Transition last = lastTransition;
        boolean waits = last == null || last.to() == RunState.WAITING_FOR_MEMBERS && last.step() <= last.totalSteps();
        if (!waits || clientsStarted == 0 || running.size() >= config.initMinClients()) {
            return null;
        }
        complain("Only " + running.size() + " clients are left, and an epoch needs " + config.initMinClients() + ".");
        return FAILED;
    }

    /** Says why the run failed; what ends because the user interrupts the run is no failure. */
    private void complain(String sentence) {
        if (!isOver) {
            display.close();
            errors.println(sentence);
        }
    }

    /**
     * In the middle of a round, once all are in and one round has gone well. The last in the roster have to go, but none
     * that somebody else has started and connected to the server.
     */
    private void killSome(List<String> members) {
        boolean allAreIn = members.size() >= Math.min(options.clients(), config.maxClients());
        List<String> ours = members.stream().filter(running::contains).toList();
        if (options.kill() == killed.size() || !someRoundIsConfirmed || !allAreIn || ours.size() < options.kill()) {
            return;
        }
        for (String victim : ours.subList(ours.size() - options.kill(), ours.size())) {
            killed.add(victim);
            running.remove(victim);
            display.say(victim + " is killed (process " + children.kill(victim) + ")");
        }
        display.say(startClient() + " is started in their place");
    }

    private void startServer() {
        List<String> command =
                new ArrayList<>(List.of(SERVER, "--watched", "--port", Integer.toString(options.port())));
        if (options.config() != null) {
            command.addAll(List.of("--config", options.config().toString()));
        }
        // What keeps it from starting it says on its standard error, to the user.
        Process server = children.start(SERVER, builder -> builder.redirectError(Redirect.INHERIT), command);
        read(SERVER, server, line -> {
            try {
                return new Happening.Reported(Json.readReport(line));
            } catch (Json.MalformedException notOurs) {
                return new Happening.Said(SERVER, line);
            }
        });
    }

    private String startClient() {
        clientsStarted++;
        String name = "client-" + clientsStarted;
        List<String> command = List.of("client", "--watched", "--port", Integer.toString(port), "--name", name);
        Process client = children.start(name, builder -> builder.redirectErrorStream(true), command);
        read(name, client, line -> new Happening.Said(name, line));
        running.add(name);
        return name;
    }

    /** Reads a process to its end on a thread of its own. */
    private void read(String name, Process process, Function<String, Happening> toHappening) {
        Thread reader = new Thread(
                () -> {
                    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                            if (!line.startsWith(ClientProcess.JOINED)) { // The server says so too.
                                happenings.add(toHappening.apply(line));
                            }
                        }
                    } catch (IOException closed) {
                        // A process that was killed may leave its output so; its end is what matters.
                    }
                    happenings.add(
                            new Happening.Ended(name, process.onExit().join().exitValue()));
                },
                "reader of " + name);
        reader.setDaemon(true);
        reader.start();
    }

    /** The clients end by themselves once the run is finished; those that do not are killed with the rest. */
    private void awaitGoodbyes() throws InterruptedException {
        long deadline = System.nanoTime() + GOODBYE.toNanos();
        for (String client : running) {
            while (children.isAlive(client) && System.nanoTime() < deadline) {
                Thread.sleep(10);
            }
        }
    }
}
