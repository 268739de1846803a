package io.github.coordinator.examples.localtestnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command as a user runs it: real processes, real sockets, real time. */
@Tag("full")
@Timeout(120)
class LocalTestnetTest {
    @TempDir
    Path folder;

    @Test
    void aRunSurvivesAKillTakesInTheNewcomerAndLearns() throws Exception {
        Command command = new Command("--clients", "4", "--kill", "1");
        String port = command.readUntil("the server listens on port (\\d+)");
        command.readUntil("client-4 joined");
        // Somebody else's client, last in the roster, is not the command's to kill.
        CompletableFuture<Integer> stranger = CompletableFuture.supplyAsync(() -> takePart(
                new ClientProcess.Options(URI.create("ws://127.0.0.1:" + port + "/run"), "stranger", null, null)));
        int status = command.runToEnd();

        Matcher last = Pattern.compile("FINISHED epochs=(\\d+) steps=24 accuracy=(0\\.\\d{4})")
                .matcher(command.lines.get(command.lines.size() - 1));
        assertThat(last.matches()).as(command.toString()).isTrue();
        assertThat(Double.parseDouble(last.group(2))).isGreaterThanOrEqualTo(0.95);
        assertThat(status).isZero();
        assertThat(stranger.get(30, TimeUnit.SECONDS)).isZero();

        String killed = command.only("(client-\\d) is killed \\(process \\d+\\)");
        String epochOfKill = command.only(killed + " was removed in epoch (\\d+), round \\d+: DISCONNECTED, .*");
        String epochOfNewcomer = command.first("epoch (\\d+) with \\d+ clients, .*client-5.*");
        assertThat(Integer.parseInt(epochOfNewcomer)).isGreaterThan(Integer.parseInt(epochOfKill));
        assertThat(command.lines).anyMatch(line -> line.matches(".*trained by [^;]*client-5.*; witnessed by .*"));
        assertThat(command.lines).noneMatch(line -> line.contains("\u001B"));
        command.assertNothingIsLeft();
    }

    @Test
    void badUsageGetsOneSentence() throws Exception {
        assertRefused("There is no file no-such.toml.", "--config", "no-such.toml");
        assertRefused("--clients is 0, must be from 1 to 64.", "--clients", "0");
        assertRefused("--clients is 1, must be at least 3: an epoch of this run needs that many.", "--clients", "1");
        assertRefused("--kill 4 is too many: ", "--clients", "4", "--kill", "4");
        assertRefused("--clients is 3, must be from 32 to 2048.", "load", "--clients", "3");
        assertRefused("Invalid value for option '--scenario' ", "load", "--scenario", "nonsense");
        assertRefused("Unknown option: '--nonsense'. See --help.", "--nonsense");
        assertRefused("Unmatched argument at index 0: 'servr'. See --help.", "servr");
        assertRefused("--port is 70000, must be from 0 to 65535.", "server", "--port", "70000");
        assertRefused("--host a b is no name or address of a host.", "client", "--host", "a b");

        Path broken = Files.writeString(folder.resolve("broken.toml"), "run_id = [");
        assertRefused(broken + ":1:11: ", "--config", broken.toString());
    }

    @Test
    void aPortThatIsTakenGetsOneSentence() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertRefused("Port " + port + " of 127.0.0.1 cannot be used (Address already in use", "--port", port);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--name", "@file", "\u00fcn\u00ef"})
    void anyRunIdIsTakenInAnyLanguageOfTheSystem(String runId) throws Exception {
        Command command = new Command(
                Map.of("LC_ALL", "C"),
                "--clients",
                "3",
                "--config",
                shortRun(runId).toString());
        assertThat(command.runToEnd()).as(command.toString()).isZero();
        assertThat(command.lines.get(command.lines.size() - 1)).startsWith("FINISHED epochs=1 steps=1 ");
    }

    private Path shortRun(String runId) throws IOException {
        return Files.writeString(
                folder.resolve("data.toml"),
                TestnetConfig.bundled()
                        .replace("run_id = \"local-testnet\"", "run_id = \"" + runId + "\"")
                        .replace("total_steps = 24", "total_steps = 1")
                        .replace("waiting_for_members_extra_time = 4", "waiting_for_members_extra_time = 0"));
    }

    @DisabledOnOs(OS.WINDOWS)
    @Test
    void theRunHasFailedIfItsServerIsKilled() throws Exception {
        Command command = new Command();
        command.readUntil("client-1 joined");
        // It is the one that was started first.
        ProcessHandle server = command.process
                .children()
                .min(Comparator.comparingLong(ProcessHandle::pid))
                .orElseThrow();
        server.destroyForcibly();
        assertThat(command.runToEnd()).isEqualTo(1);
        assertThat(command.lines.get(command.lines.size() - 1))
                .isEqualTo("The server ended with status 137 before the run was finished.");
        command.assertNothingIsLeft();
    }

    @DisabledOnOs(OS.WINDOWS)
    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "KILL, 137"})
    void anInterruptionLeavesNothingBehind(String signal, int expectedStatus) throws Exception {
        // Where this JVM was told to ignore Ctrl-C, as a job in the background is, so are the processes that it starts.
        assumeThat(signal.equals("INT") && interruptIsIgnored()).isFalse();
        Command command = new Command();
        command.readUntil("client-1 joined");
        command.signal(signal);
        int status = command.runToEnd();

        assertThat(status).isEqualTo(expectedStatus);
        if (!signal.equals("KILL")) {
            assertThat(command.lines.get(command.lines.size() - 1)).startsWith("Interrupted: ");
        }
        assertThat(command.seen).hasSizeGreaterThanOrEqualTo(5);
        command.assertNothingIsLeft();
    }

    private static int takePart(ClientProcess.Options options) {
        try {
            return ClientProcess.run(options, System.out);
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void assertRefused(String sentence, String... arguments) throws Exception {
        Command command = new Command(arguments);
        assertThat(command.runToEnd()).isEqualTo(2);
        assertThat(command.lines).singleElement().asString().startsWith(sentence);
        command.assertNothingIsLeft();
    }

    private static boolean interruptIsIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("SigIgn:"))
                    .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
        }
    }

    /** The command in a process of its own, with its output and errors in one, and all processes seen under it. */
    private static final class Command {
        private final List<String> lines = new ArrayList<>();
        private final Set<ProcessHandle> seen = new LinkedHashSet<>();
        private final Process process;
        private final BufferedReader output;

        Command(String... arguments) throws IOException {
            this(Map.of(), arguments);
        }

        Command(Map<String, String> environment, String... arguments) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    LocalTestnet.class.getName()));
            command.addAll(List.of(arguments));
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(environment);
            process = builder.start();
            output = process.inputReader(StandardCharsets.UTF_8);
        }

        private boolean readLine() throws IOException {
            String line = output.readLine();
            if (line != null) {
                lines.add(line);
            }
            process.descendants().forEach(seen::add);
            return line != null;
        }

        /** Reads up to a line with this in it, and returns what the group in it has matched, if there is one. */
        String readUntil(String pattern) throws IOException {
            Pattern wanted = Pattern.compile(pattern);
            while (true) {
                assertThat(readLine()).as(toString()).isTrue();
                Matcher matcher = wanted.matcher(lines.get(lines.size() - 1));
                if (matcher.find()) {
                    return matcher.group(matcher.groupCount());
                }
            }
        }

        int runToEnd() throws Exception {
            while (readLine()) {
                // Each line is kept.
            }
            return process.waitFor();
        }

        void signal(String name) throws Exception {
            assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                            .inheritIO()
                            .start()
                            .waitFor())
                    .isZero();
        }

        String first(String pattern) {
            return matches(pattern).get(0);
        }

        String only(String pattern) {
            assertThat(matches(pattern)).as(pattern + " in " + this).hasSize(1);
            return first(pattern);
        }

        private List<String> matches(String pattern) {
            return lines.stream()
                    .map(Pattern.compile(".*" + pattern)::matcher)
                    .filter(Matcher::matches)
                    .map(matcher -> matcher.group(1))
                    .toList();
        }

        /** A process whose parent was killed needs a moment to notice. */
        void assertNothingIsLeft() throws Exception {
            for (ProcessHandle each : seen) {
                assertThat(each.onExit().get(10, TimeUnit.SECONDS).isAlive()).isFalse();
            }
        }

        @Override
        public String toString() {
            return String.join("\n", lines);
        }
    }
}
