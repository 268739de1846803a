package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.Removal;
import io.github.coordinator.RunState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One load: a server in a process of its own with little memory, and a crowd of clients, through two epochs. */
final class LoadRun {
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final Duration BETWEEN_FIRST_CLIENTS = Duration.ofMillis(5);
    private static final int ROUNDS_IN_EPOCH = 4;
    private static final int EPOCHS = 2;
    private static final String SERVER = "server";

    private final LoadScenario scenario;
    private final int clients;
    private final String heap;
    private final Duration longest;
    private final PrintStream progress;
    private final Map<Removal.Cause, Integer> honestRemovals = new EnumMap<>(Removal.Cause.class);
    private final long beganAt = System.nanoTime();
    private @Nullable LoadCrowd crowd;
    private boolean eventHasHappened;
    private int exitStatus;
    private long steps;
    private int rounds;
    private RunReport.Load load = new RunReport.Load(0, 0, 0, 0, 0);
    private long residentKiB;

    /**
     * Prepares a load.
     *
     * @param scenario what happens
     * @param clients how many clients there are from the beginning
     * @param heap the heap of the server, as the JVM takes it
     * @param longest after how long the server is killed, if the run is not finished
     * @param progress takes lines that say how far it is
     */
    LoadRun(LoadScenario scenario, int clients, String heap, Duration longest, PrintStream progress) {
        this.scenario = scenario;
        this.clients = clients;
        this.heap = heap;
        this.longest = longest;
        this.progress = progress;
    }

    private int honest() {
        return clients - scenario.slowOf(clients) - scenario.garbageOf(clients);
    }

    /** A small model, rounds in which each client trains on one row, and time enough for all. */
    private String runFile() {
        return """
                run_id = "load"

                [config]
                init_min_clients = %d
                min_clients = %d
                max_clients = %d
                waiting_for_members_extra_time = 2
                warmup_time = 20
                on_warmup_drop = "keep"
                max_round_train_time = 12
                early_end = "quorum"
                round_witness_time = 2
                cooldown_time = 1
                rounds_per_epoch = %d
                total_steps = %d
                witness_nodes = 16
                global_batch_size_start = %d
                sequence_length = 1
                health_check_timeout = %d
                max_absent_rounds = 2
                max_missed_attestations = 2

                [model.digits]
                hidden_units = 1
                local_passes = 1
                learning_rate = 0.05
                max_update_norm = 1.0
                initial_seed = 7
                """.formatted(
                        honest(), clients / 2, clients, ROUNDS_IN_EPOCH, totalSteps(), clients, SILENCE.toSeconds());
    }

    private static long totalSteps() {
        return (long) ROUNDS_IN_EPOCH * EPOCHS;
    }

    /**
     * Runs it to its end.
     *
     * @throws IOException if the run file cannot be written, or the server cannot be read
     */
    LoadResult run() throws IOException {
        Path file = Files.createTempFile("load", ".toml");
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
        try (Children children = new Children()) {
            Files.writeString(file, runFile());
            Process server = children.start(
                    SERVER,
                    List.of("-Xmx" + heap),
                    builder -> builder.redirectError(Redirect.INHERIT),
                    List.of(SERVER, "--watched", "--port", "0", "--config", file.toString()));
            Future<?> unused = watch.schedule(() -> children.kill(SERVER), longest.toMillis(), TimeUnit.MILLISECONDS);
            try (BufferedReader lines = server.inputReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    handle(Json.readReport(line), server);
                }
                exitStatus = server.onExit().join().exitValue();
            } catch (Json.MalformedException impossible) {
                throw new IllegalStateException("a server reports in JSON", impossible);
            }
        } finally {
            watch.shutdownNow();
            if (crowd != null) {
                crowd.close();
            }
            Files.delete(file);
        }
        LoadFigures figures = crowd == null ? new LoadFigures() : crowd.figures();
        return new LoadResult(
                scenario,
                exitStatus,
                steps,
                totalSteps(),
                rounds,
                honestRemovals,
                figures.errors(),
                load,
                figures.timesToAll(honest()),
                residentKiB);
    }

    private void handle(RunReport report, Process server) {
        if (report instanceof RunReport.Listening listening) {
            begin(URI.create("ws://127.0.0.1:" + listening.port() + Gateway.PATH));
        } else if (report instanceof RunReport.Transition transition) {
            say(transition);
            boolean isTime = transition.to() == RunState.ROUND_TRAIN && transition.step() == LoadScenario.EVENTFUL_STEP;
            if (isTime && !eventHasHappened && crowd != null) {
                eventHasHappened = true;
                causeEvent(crowd);
            }
        } else if (report instanceof RunReport.RoundOver round) {
            rounds++;
            steps += round.confirmed() ? 1 : 0;
        } else if (report instanceof RunReport.Removed removed) {
            if (removed.client().startsWith(LoadCrowd.prefix(LoadClient.Kind.HONEST))) {
                honestRemovals.merge(removed.cause(), 1, Integer::sum);
            }
        } else if (report instanceof RunReport.Finished) {
            residentKiB = residentKiB(server.pid());
        } else if (report instanceof RunReport.Load all) {
            load = all;
        }
    }

    private void say(RunReport.Transition transition) {
        progress.println(String.format(
                Locale.ROOT,
                "%s %5.1f s  %s, step %d of %d, %d members",
                scenario,
                (System.nanoTime() - beganAt) / 1e9,
                transition.to(),
                transition.step(),
                transition.totalSteps(),
                transition.members().size()));
    }

    private void begin(URI server) {
        LoadCrowd arriving = new LoadCrowd(server, SILENCE.dividedBy(4));
        crowd = arriving;
        arriving.add(LoadClient.Kind.HONEST, honest(), BETWEEN_FIRST_CLIENTS);
        arriving.add(LoadClient.Kind.SLOW, scenario.slowOf(clients), BETWEEN_FIRST_CLIENTS);
        arriving.add(LoadClient.Kind.GARBAGE, scenario.garbageOf(clients), BETWEEN_FIRST_CLIENTS);
    }

    private void causeEvent(LoadCrowd here) {
        switch (scenario) {
            case JOINS -> here.add(LoadClient.Kind.HONEST, clients, Duration.ZERO);
            case RECONNECTIONS -> here.dropAll();
            case STEADY, SLOW, GARBAGE -> {}
        }
    }

    /** The most memory that a process has had so far, as Linux tells it. */
    private static long residentKiB(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException notLinux) {
            return 0;
        }
    }
}
