package io.github.coordinator.examples.replicated;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command says to a wrong use of it. */
class ReplicatedTest {
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private @TempDir Path folder;

    @BeforeEach
    void writeTheSecret() throws IOException {
        Files.writeString(folder.resolve("secret"), "00112233445566778899aabbccddeeff");
    }

    private void assertSays(int status, String sentence, String... arguments) {
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertThat(Replicated.execute(arguments)).isEqualTo(status);
        } finally {
            System.setErr(before);
        }
        assertThat(said.toString(StandardCharsets.UTF_8).strip()).isEqualTo(sentence);
    }

    private String[] server(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "server",
                "--state",
                folder.resolve("state").toString(),
                "--secret",
                folder.resolve("secret").toString()));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    @Test
    void anAddressThatIsNoneIsSaidInASentence() {
        assertSays(
                USAGE,
                "Invalid value for option '--self': here is not host:port for clients, =, and host:port for servers."
                        + " See --help.",
                server("--self", "here"));
        assertSays(
                USAGE,
                "Invalid value for option '--self': a:1=a:65536 has a port above 65535. See --help.",
                server("--self", "a:1=a:65536"));
    }

    @Test
    void aServerThatIsNotAmongThoseOfTheRunIsRefused() {
        assertSays(
                USAGE,
                "--self a:1=a:2 is none of --servers; leave --servers out on a server that is added later.",
                server("--self", "a:1=a:2", "--servers", "b:1=b:2,c:1=c:2"));
        assertThat(folder.resolve("state")).doesNotExist();
    }

    @Test
    void aSecretThatIsNotThereIsSaid() throws IOException {
        Path missing = folder.resolve("secret");
        Files.delete(missing);
        assertSays(
                USAGE,
                "The file " + missing + " cannot be read: java.nio.file.NoSuchFileException: " + missing + ".",
                server("--self", "a:1=a:2"));
    }

    @Test
    void aPortForServersThatIsTakenIsSaid() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String self = "127.0.0.1:1=127.0.0.1:" + taken.getLocalPort();
            assertSays(
                    FAILED,
                    "Port " + taken.getLocalPort() + " of 127.0.0.1 cannot be used: Address already in use.",
                    server("--self", self, "--servers", self));
        }
    }

    @Test
    void eachCommandHasHelp() {
        for (String command : List.of("server", "add", "remove")) {
            assertSays(0, "", command, "--help");
        }
    }

    @Test
    void aCauseIsSaidOnce() {
        IOException cause = new IOException("no room");
        assertThat(Replicated.reasons(new CompletionException(cause))).isEqualTo("no room");
        assertThat(Replicated.reasons(new UncheckedIOException("not written", cause)))
                .isEqualTo("not written: no room");
        assertThat(Replicated.reasons(new IOException("locked", new IOException())))
                .isEqualTo("locked");
        assertThat(Replicated.reasons(new IOException())).isEqualTo("java.io.IOException");
    }
}
