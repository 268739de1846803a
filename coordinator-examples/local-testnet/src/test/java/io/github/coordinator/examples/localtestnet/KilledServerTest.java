package io.github.coordinator.examples.localtestnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.ClientId;
import io.github.coordinator.RoundEvaluation;
import io.github.coordinator.RunInput;
import io.github.coordinator.round.SeedSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Kills a server again and again while its clients live on. Then looks for what they were answered in the server's store. */
@Tag("full")
@Timeout(600)
@DisabledOnOs(OS.WINDOWS)
class KilledServerTest {
    private static final int CLIENTS = 4;
    private static final int KILLS = 50;
    private static final int STEPS = 40;
    private static final int KILLED = 137;

    @TempDir
    Path folder;

    private int port;

    @BeforeEach
    void choosePort() throws IOException {
        port = FreePort.find();
    }

    @Test
    void nothingThatWasAnsweredIsLostByFiftyKills() throws Exception {
        Path config = config(STEPS);
        List<CompletableFuture<Integer>> clients = startClients();
        Random random = new Random();
        for (int kill = 0; kill < KILLS; kill++) {
            Life life = new Life("", config, "--keep-inputs", "--snapshot-every", "60");
            if (kill % 5 != 0) {
                life.readUntil("listens on port"); // Each fifth may die while it starts.
            }
            Thread.sleep(random.nextInt(1_500));
            assertThat(life.kill())
                    .as("kill %s of a server that printed%n%s", kill, life.output())
                    .isEqualTo(KILLED);
        }
        for (String moment : List.of("commit:1", "commit:3", "commit:9", "commit:20", "snapshot:1", "snapshot:1")) {
            assertThat(new Life(moment, config, "--keep-inputs", "--snapshot-every", "30").awaitEnd())
                    .as(moment)
                    .isEqualTo(KILLED);
        }
        String printed = runToTheEnd(config, clients, "--keep-inputs");
        assertThat(accuracy(printed)).isGreaterThanOrEqualTo(0.95);

        try (Store store = Store.openToRead(state())) {
            assertThat(store.number("SELECT count(*) FROM input WHERE number = 1"))
                    .isEqualTo(1);
            Checker checker = new Checker(store);
            assertThat(checker.steps).isEqualTo(STEPS);
            assertThat(checker.removals).isEmpty();
            assertThat(checker.restarts).isGreaterThan(KILLS * 4 / 5);
            int answered = 0;
            for (int i = 0; i < CLIENTS; i++) {
                answered += checker.assertFound(keyFile(i), answers(i));
            }
            assertThat(answered).isGreaterThan(CLIENTS * STEPS);
            String digest = new Replay(store, Digits.load(), line -> {})
                    .until(Long.MAX_VALUE)
                    .digest();
            assertThat(printed).contains("has the digest " + digest);
            System.out.println(answered + " answers found after " + checker.restarts + " starts, "
                    + store.number("SELECT max(number) FROM input") + " inputs, "
                    + store.number("SELECT count(*) FROM snapshot") + " snapshots");
        }
    }

    @Test
    void aKillWhileOldInputsAreCutLeavesThem() throws Exception {
        Path config = config(8);
        List<CompletableFuture<Integer>> clients = startClients();
        for (int life = 0; life < 2; life++) {
            assertThat(new Life("cut:2", config, "--snapshot-every", "20").awaitEnd())
                    .isEqualTo(KILLED);
        }
        String printed = runToTheEnd(config, clients, "--snapshot-every", "20");
        try (Store store = Store.openToRead(state())) {
            assertThat(store.number("SELECT min(number) FROM input")).isGreaterThan(1);
            String digest = new Replay(store, Digits.load(), line -> {})
                    .until(Long.MAX_VALUE)
                    .digest();
            assertThat(printed).contains("has the digest " + digest);
        }
    }

    @Test
    void aServerThatIsToldToEndSavesTheRunAndItsClientsKeepTheirSeats() throws Exception {
        Path config = config(8);
        List<CompletableFuture<Integer>> clients = startClients();
        Life first = new Life("", config);
        first.readUntil("step 2 of 8 done");
        // Unlike Process.destroy, this leaves the output open.
        assertThat(first.process.toHandle().destroy()).isTrue();
        assertThat(first.awaitEnd()).isEqualTo(143);
        try (Store store = Store.openToRead(state())) {
            long saved = store.number("SELECT max(number) FROM snapshot");
            assertThat(saved).isEqualTo(store.number("SELECT max(number) FROM input"));
            assertThat(first.output())
                    .contains("the state after input " + saved + " has the digest "
                            + store.text("SELECT digest FROM snapshot WHERE number = " + saved));
        }
        assertThat(first.output()).doesNotContain("fault");
        String printed = runToTheEnd(config, clients);
        assertThat(printed).contains("is back, and keeps its seat").doesNotContain("was removed");
    }

    private String runToTheEnd(Path config, List<CompletableFuture<Integer>> clients, String... options)
            throws Exception {
        Life last = new Life("", config, options);
        assertThat(last.awaitEnd()).as(last.output()).isZero();
        assertThat(accuracy(last.output())).isBetween(0.0, 1.0);
        for (CompletableFuture<Integer> client : clients) {
            assertThat(client.get(30, TimeUnit.SECONDS)).isZero();
        }
        return last.output();
    }

    private static double accuracy(String printed) {
        Matcher end = Pattern.compile("FINISHED epochs=\\d+ steps=\\d+ accuracy=([01]\\.\\d{4})")
                .matcher(printed);
        assertThat(end.find()).as(printed).isTrue();
        return Double.parseDouble(end.group(1));
    }

    private Path state() {
        return folder.resolve("state");
    }

    private Path keyFile(int client) {
        return folder.resolve("client" + client + ".pem");
    }

    private Path answers(int client) {
        return folder.resolve("answers" + client);
    }

    private Path config(int steps) throws IOException {
        return Files.writeString(
                folder.resolve("data.toml"),
                TestnetConfig.bundled()
                        .replace("init_min_clients = 3", "init_min_clients = " + CLIENTS)
                        .replace("waiting_for_members_extra_time = 4", "waiting_for_members_extra_time = 0")
                        .replace("max_absent_rounds = 2", "max_absent_rounds = 4")
                        .replace("max_missed_attestations = 2", "max_missed_attestations = 4")
                        .replace("total_steps = 24", "total_steps = " + steps));
    }

    private List<CompletableFuture<Integer>> startClients() {
        List<CompletableFuture<Integer>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            CompletableFuture<Integer> end = new CompletableFuture<>();
            ClientProcess.Options options = new ClientProcess.Options(
                    List.of(URI.create("ws://127.0.0.1:" + port + Gateway.PATH)),
                    "client" + i,
                    keyFile(i),
                    null,
                    answers(i));
            Thread client = new Thread(() -> {
                try {
                    end.complete(ClientProcess.run(options, new PrintStream(PrintStream.nullOutputStream())));
                } catch (InterruptedException | RuntimeException failed) {
                    end.completeExceptionally(failed);
                }
            });
            client.setDaemon(true);
            client.start();
            clients.add(end);
        }
        return clients;
    }

    /** A server process, from its start to its end. */
    private final class Life {
        private final Process process;
        private final StringBuilder output = new StringBuilder();
        private final Thread reader;

        Life(String haltAt, Path config, String... options) throws IOException {
            List<String> command = new ArrayList<>();
            command.addAll(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-XX:-UsePerfData",
                    "-cp",
                    System.getProperty("java.class.path")));
            if (!haltAt.isEmpty()) {
                command.add("-Dtestnet.halt=" + haltAt);
            }
            command.addAll(List.of(
                    LocalTestnet.class.getName(),
                    "server",
                    "--port",
                    Integer.toString(port),
                    "--config",
                    config.toString(),
                    "--state",
                    state().toString()));
            command.addAll(List.of(options));
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
            reader = new Thread(this::read);
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                lines.lines().forEach(this::add);
            } catch (IOException | UncheckedIOException killed) {
                // What was read is kept.
            }
        }

        private synchronized void add(String line) {
            output.append(line).append('\n');
        }

        void readUntil(String text) throws InterruptedException {
            while (!output().contains(text)) {
                assertThat(process.isAlive()).as(output()).isTrue();
                Thread.sleep(10);
            }
        }

        int kill() throws InterruptedException {
            process.destroyForcibly();
            return awaitEnd();
        }

        int awaitEnd() throws InterruptedException {
            if (!process.waitFor(100, TimeUnit.SECONDS)) {
                process.toHandle().destroyForcibly();
            }
            reader.join();
            return process.waitFor();
        }

        synchronized String output() {
            return output.toString();
        }
    }

    /** Repeats the run from the store, and counts the inputs of each client. */
    private static final class Checker {
        /** How often the store has each message of each client. */
        private final Map<String, Integer> stored = new HashMap<>();

        private final List<String> removals = new ArrayList<>();
        private long steps;
        private int restarts;
        private long nextDatum;

        Checker(Store store) {
            Store.Run run = store.run().orElseThrow();
            Store.Snapshot first = store.snapshots().get(0);
            TrainingState state =
                    TrainingState.restore(first.bytes(), Digits.load(), SeedSource.keyed(run.secret(), run.id()));
            store.readInputs(0, Long.MAX_VALUE, (number, bytes) -> {
                ServerInput input = ServerInput.fromBytes(bytes);
                count(input);
                if (state.apply(input) instanceof ServerResult.Ticked ticked) {
                    ticked.result().removals().forEach(each -> removals.add(each.toString()));
                    ticked.result()
                            .evaluation()
                            .filter(RoundEvaluation::confirmed)
                            .ifPresent(this::step);
                }
            });
        }

        /** Confirmed rounds use up one range of the data after the other, without a gap. */
        private void step(RoundEvaluation evaluation) {
            steps++;
            assertThat(evaluation.step()).isEqualTo(steps);
            long first = evaluation.credits().stream()
                    .mapToLong(each -> each.data().first())
                    .min()
                    .orElseThrow();
            long last = evaluation.credits().stream()
                    .mapToLong(each -> each.data().last())
                    .max()
                    .orElseThrow();
            assertThat(first).isEqualTo(nextDatum);
            nextDatum = last + 1;
        }

        private void count(ServerInput input) {
            AnswerLog.describe(input).ifPresent(message -> stored.merge(message, 1, Integer::sum));
            if (input instanceof ServerInput.OfRun ofRun && ofRun.input() instanceof RunInput.Restarted) {
                restarts++;
            }
        }

        /** Each message that a client was answered is in the store, as often as it was answered. */
        int assertFound(Path keyFile, Path answers) throws IOException {
            ClientId client =
                    ClientId.of(SecretKey.load(keyFile, new SecureRandom()).publicKey());
            Map<String, Integer> answered = new HashMap<>();
            List<String> lines = Files.readAllLines(answers);
            lines.forEach(line -> answered.merge(client + " " + line, 1, Integer::sum));
            answered.forEach((message, times) ->
                    assertThat(stored.getOrDefault(message, 0)).as(message).isGreaterThanOrEqualTo(times));
            return lines.size();
        }
    }
}
