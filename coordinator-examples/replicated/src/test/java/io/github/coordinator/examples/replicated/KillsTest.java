package io.github.coordinator.examples.replicated;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.examples.localtestnet.AnsweredClient;
import io.github.coordinator.examples.localtestnet.TurnReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three server processes and four clients that train. The leader is killed ten times, at random moments, and started again.
 * Then the log of each server must have what the clients were answered.
 */
@Tag("full")
@Timeout(600)
@DisabledOnOs(OS.WINDOWS)
class KillsTest {
    private static final int SERVERS = 3;
    private static final int CLIENTS = 4;
    private static final int KILLS = 10;
    private static final int STEPS = 96;
    private static final long SEED = 20_260_101;

    private static final Pattern STEP = Pattern.compile("step (\\d+) of " + STEPS + " done.*");
    private static final Pattern DIGEST =
            Pattern.compile("the run is finished, and the state has the digest (\\w{64})");
    private static final Pattern MODEL = Pattern.compile("model has the hash (\\w{64})");
    private static final Pattern ACCURACY =
            Pattern.compile("FINISHED epochs=\\d+ steps=" + STEPS + " accuracy=([\\d.]+)");

    private @TempDir Path folder;
    private final List<ServerAddress> addresses = new ArrayList<>();
    private final Map<Integer, Process> servers = new HashMap<>();
    private final List<Process> clients = new ArrayList<>();

    @AfterEach
    void stopAll() {
        servers.values().forEach(Process::destroyForcibly);
        clients.forEach(Process::destroyForcibly);
    }

    @Test
    void tenKillsOfTheLeaderLoseNothing() throws Exception {
        Files.writeString(folder.resolve("secret"), "00112233445566778899aabbccddeeff");
        writeRunFile();
        for (int number = 0; number < SERVERS; number++) {
            addresses.add(Group.newAddress());
        }
        for (int number = 0; number < SERVERS; number++) {
            startServer(number);
        }
        for (int number = 0; number < CLIENTS; number++) {
            startClient(number);
        }
        Random random = new Random(SEED);
        await(() -> stepsDone() > 0);
        for (int kill = 0; kill < KILLS; kill++) {
            int leader = leader();
            int until = Math.min(STEPS, stepsDone() + 2);
            Thread.sleep(random.nextInt(1_500));
            servers.get(leader).destroyForcibly().waitFor();
            // On a line of its own, even if the server was killed within one.
            Files.writeString(log(leader), "\nkilled\n", StandardOpenOption.APPEND);
            await(() -> leader() >= 0);
            startServer(leader);
            await(() -> stepsDone() >= until);
        }
        for (Process client : clients) {
            assertThat(client.waitFor(300, TimeUnit.SECONDS)).isTrue();
            assertThat(client.exitValue()).isZero();
        }
        await(() -> IntStream.range(0, SERVERS)
                .allMatch(number -> !found(DIGEST, log(number)).isEmpty()));
        for (Process server : servers.values()) {
            server.destroy();
            assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThatNothingWasLost();
        for (int number = 0; number < SERVERS; number++) {
            assertThatAllAnsweredMessagesAreIn(number);
        }
    }

    /** Asserts that a server's log has each message as often as it was answered. */
    private void assertThatAllAnsweredMessagesAreIn(int server) throws IOException {
        TurnReader reader = new TurnReader(folder.resolve("data.toml"), folder.resolve("secret"));
        RaftLog.forEachTurn(state(server), reader::read);
        for (int client = 0; client < CLIENTS; client++) {
            List<String> answered = Files.readAllLines(answers(client));
            assertThat(answered).hasSizeGreaterThan(STEPS);
            List<String> lost = new ArrayList<>(answered);
            reader.messagesOf(key(client)).forEach(lost::remove);
            assertThat(lost)
                    .as("messages of client %s that were answered, and are not on server %s", client, server)
                    .isEmpty();
        }
    }

    private void assertThatNothingWasLost() {
        Set<String> digests = new HashSet<>();
        Set<String> models = new HashSet<>();
        Map<Integer, Set<String>> steps = new HashMap<>();
        for (int number = 0; number < SERVERS; number++) {
            digests.addAll(found(DIGEST, log(number)));
            models.addAll(found(MODEL, log(number)));
            for (String line : lines(log(number))) {
                Matcher step = STEP.matcher(line);
                if (step.find()) {
                    steps.computeIfAbsent(Integer.parseInt(step.group(1)), any -> new HashSet<>())
                            .add(step.group());
                }
                assertThat(line).doesNotContain(" was removed in epoch ");
            }
        }
        for (int number = 0; number < CLIENTS; number++) {
            models.addAll(found(MODEL, folder.resolve("client-" + number + ".log")));
        }
        assertThat(digests).hasSize(1);
        assertThat(models).hasSize(1);
        // A server that was killed may apply a step again, and reports it again: all reports of a step must be equal.
        assertThat(steps.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, STEPS).boxed().toList());
        assertThat(steps.values()).allMatch(reports -> reports.size() == 1);
        List<String> accuracies = new ArrayList<>();
        for (int number = 0; number < SERVERS; number++) {
            accuracies.addAll(found(ACCURACY, log(number)));
        }
        assertThat(accuracies).isNotEmpty().allMatch(accuracy -> Double.parseDouble(accuracy) >= 0.95);
    }

    private void writeRunFile() throws IOException, InterruptedException {
        Process print = java("io.github.coordinator.examples.localtestnet.LocalTestnet", List.of("--print-config"))
                .start();
        String file = new String(print.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(print.waitFor()).isZero();
        Files.writeString(
                folder.resolve("data.toml"),
                file.replace("init_min_clients = 3", "init_min_clients = 4")
                        .replace("total_steps = 24", "total_steps = " + STEPS)
                        .replace("max_round_train_time = 3\n", "max_round_train_time = 30\n")
                        .replace("round_witness_time = 0.4", "round_witness_time = 0.8"));
    }

    private void startServer(int number) throws IOException {
        List<String> options = List.of(
                "server",
                "--self",
                addresses.get(number).toString(),
                "--servers",
                String.join(",", addresses.stream().map(ServerAddress::toString).toList()),
                "--state",
                state(number).toString(),
                "--secret",
                folder.resolve("secret").toString(),
                "--config",
                folder.resolve("data.toml").toString(),
                "--keep-inputs",
                "--snapshot-every",
                "100");
        servers.put(number, start(Replicated.class.getName(), options, log(number)));
    }

    private void startClient(int number) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "client-" + number, key(number).toString(), answers(number).toString()));
        addresses.forEach(server -> arguments.add(server.clients()));
        clients.add(start(AnsweredClient.class.getName(), arguments, folder.resolve("client-" + number + ".log")));
    }

    private static Process start(String main, List<String> options, Path log) throws IOException {
        return java(main, options)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private static ProcessBuilder java(String main, List<String> options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main));
        command.addAll(options);
        return new ProcessBuilder(command);
    }

    private Path state(int server) {
        return folder.resolve("state-" + server);
    }

    private Path key(int client) {
        return folder.resolve("client-" + client + ".pem");
    }

    private Path answers(int client) {
        return folder.resolve("answers-" + client);
    }

    private Path log(int number) {
        return folder.resolve("server-" + number + ".log");
    }

    /** A server that said that it leads, and was neither replaced nor killed since; −1 if there is none. */
    private int leader() {
        for (int number = 0; number < SERVERS; number++) {
            String last = lines(log(number)).stream()
                    .filter(line -> line.contains("this server leads") || line.equals("killed"))
                    .reduce("", (before, after) -> after);
            if (last.endsWith("this server leads")) {
                return number;
            }
        }
        return -1;
    }

    private int stepsDone() {
        return IntStream.range(0, SERVERS)
                .flatMap(number -> found(STEP, log(number)).stream().mapToInt(Integer::parseInt))
                .max()
                .orElse(0);
    }

    private static List<String> found(Pattern pattern, Path file) {
        List<String> found = new ArrayList<>();
        for (String line : lines(file)) {
            Matcher matcher = pattern.matcher(line);
            if (matcher.find()) {
                found.add(matcher.group(1));
            }
        }
        return found;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            Thread.sleep(50);
        }
    }
}
