package io.github.coordinator.examples.localtestnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the command as a user would, and looks at what it prints, how it ends and what it leaves behind. */
class LocalTestnetTest {
    private static final Pattern LAST_LINE =
            Pattern.compile("FINISHED epochs=(\\d+) steps=24 accuracy=(0\\.\\d+|1\\.0+)");

    @TempDir
    Path folder;

    private record Ended(int status, String output) {
        String lastLine() {
            return output.lines().reduce("", (before, line) -> line);
        }
    }

    @Test
    void aRunWithAKillAndANewcomerTrainsToTheEnd() throws Exception {
        Ended run = run("--clients", "4", "--kill", "1");

        assertThat(run.status).as(run.output).isZero();
        Matcher last = LAST_LINE.matcher(run.lastLine());
        assertThat(last.matches()).as(run.output).isTrue();
        assertThat(Double.parseDouble(last.group(2))).isGreaterThanOrEqualTo(0.95);

        String killed = only(run, "(client-\\d) is killed");
        assertThat(run.output).containsPattern(killed + " was dropped in epoch \\d+, round \\d+: DISCONNECTED");
        assertThat(run.output).contains("client-5 joined");
        assertThat(run.output).as("the newcomer trains").containsPattern("trained by .*client-5");
        assertThat(run.output).as("plain lines in a pipe").doesNotContain("\u001b", "\r");
    }

    private static String only(Ended run, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(run.output);
        assertThat(matcher.find()).as(run.output).isTrue();
        return matcher.group(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--config nosuch.toml    | There is no file nosuch.toml.",
                "--clients 0             | --clients is from 1 to 64, not 0.",
                "--clients 1             | --clients 1 is too few: an epoch of this run needs 3.",
                "--clients 4 --kill 4    | --kill 4 is too many: with the newcomer, 1 of the clients would be left, and an epoch of this run needs 3.",
                "--nonsense              | Unknown option: '--nonsense'. See --help.",
            })
    void whatCannotBeRunIsRefusedInOneSentence(String arguments, String sentence) throws Exception {
        Ended run = run(arguments.split(" "));
        assertThat(run.output.strip()).isEqualTo(sentence);
        assertThat(run.status).isEqualTo(2);
    }

    @Test
    void aBrokenRunFileIsRefusedWithItsPlace() throws Exception {
        Path file = Files.writeString(folder.resolve("broken.toml"), "run_id = \"x\n");
        Ended run = run("--config", file.toString());
        assertThat(run.output).contains(file + ":1:12: ");
        assertThat(run.status).isEqualTo(2);
    }

    @Test
    void aPortThatIsTakenIsRefused() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ended run = run("--port", String.valueOf(taken.getLocalPort()));
            assertThat(run.output).contains("Port " + taken.getLocalPort() + " is taken");
            assertThat(run.status).isEqualTo(2);
        }
    }

    /** The signal is the one that a service manager sends; the other, of the keyboard, takes the same way. */
    @Test
    void aRunThatIsStoppedLeavesNoProcessBehind() throws Exception {
        Process process = start();
        List<ProcessHandle> children = new ArrayList<>();
        for (int i = 0; i < 300 && children.size() < 5; i++) {
            TimeUnit.MILLISECONDS.sleep(100);
            children = process.descendants().toList();
        }
        assertThat(children).as("a server and four clients").hasSizeGreaterThanOrEqualTo(5);
        process.toHandle().destroy();
        end(process);
        for (ProcessHandle child : children) {
            assertThat(child.onExit().get(20, TimeUnit.SECONDS).isAlive()).isFalse();
        }
    }

    private Ended run(String... arguments) throws Exception {
        Process process = start(arguments);
        return end(process);
    }

    private static Ended end(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), output);
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LocalTestnet.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
    }
}
