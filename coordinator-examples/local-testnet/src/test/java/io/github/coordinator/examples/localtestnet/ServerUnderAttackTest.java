package io.github.coordinator.examples.localtestnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Attacks a server in a process of its own, which has little memory, and then lets honest clients finish its run. */
@Tag("full")
@Timeout(180)
class ServerUnderAttackTest {
    @TempDir
    Path folder;

    private final List<RawClient> attackers = new ArrayList<>();
    private Process server;
    private BufferedReader output;
    private int port;

    @AfterEach
    void end() throws Exception {
        for (RawClient attacker : attackers) {
            attacker.close();
        }
        server.destroyForcibly().waitFor();
    }

    @Test
    void aHeaderWithoutAnEnd() throws Exception {
        start("");
        RawClient attacker = attacker();
        try {
            attacker.out.write("GET /run HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
            for (int sent = 0; sent < 5 << 20; sent += 64) {
                attacker.out.write(("X-Header: " + "y".repeat(52) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException cutOff) {
            // As it should be.
        }
        honestClientsFinishTheRun();
    }

    @Test
    void messagesInMillionsOfParts() throws Exception {
        start("");
        for (byte[] part : List.of(new byte[0], new byte[] {'x'})) {
            RawClient attacker = attacker();
            assertThat(attacker.handshake("/run", "")).startsWith("HTTP/1.1 101");
            try {
                attacker.frame(RawClient.TEXT, false, part);
                for (int sent = 0; sent < 23 << 20; sent += 6 + part.length) {
                    attacker.frame(0, false, part);
                }
            } catch (IOException cutOff) {
                // As it should be.
            }
        }
        honestClientsFinishTheRun();
    }

    @Test
    void pingsOfAClientThatNeverReads() throws Exception {
        start("");
        RawClient attacker = RawClient.join(port, "pinging");
        attackers.add(attacker);
        Thread pinging = new Thread(() -> {
            try {
                for (int sent = 0; sent < 24 << 20; sent += 131) {
                    attacker.frame(RawClient.PING, true, new byte[125]);
                }
            } catch (IOException cutOff) {
                // As it should be.
            }
        });
        pinging.setDaemon(true);
        pinging.start();
        pinging.join(5_000);
        honestClientsFinishTheRun();
    }

    @Test
    void membersThatAskForTheModelAndNeverRead() throws Exception {
        start("");
        for (int i = 0; i < 20; i++) {
            RawClient attacker = RawClient.join(port, "deaf-" + i);
            attackers.add(attacker);
            Thread asking = new Thread(() -> {
                try {
                    for (int asked = 0; asked < 2_000; asked++) {
                        attacker.say(new ToServer.FetchModel());
                    }
                } catch (IOException cutOff) {
                    // As it should be.
                }
            });
            asking.setDaemon(true);
            asking.start();
        }
        Thread.sleep(5_000);
        honestClientsFinishTheRun();
    }

    /** Short answers, of which many fit into the bytes that may wait, and which take more memory than bytes. */
    @Test
    void membersThatSayMuchAndNeverRead() throws Exception {
        start("");
        for (int i = 0; i < 20; i++) {
            RawClient attacker = RawClient.join(port, "deaf-" + i);
            attackers.add(attacker);
            Thread talking = new Thread(() -> {
                try {
                    for (int said = 0; said < 250_000; said++) {
                        attacker.say(new ToServer.HealthCheck());
                    }
                } catch (IOException cutOff) {
                    // As it should be.
                }
            });
            talking.setDaemon(true);
            talking.start();
        }
        Thread.sleep(15_000);
        honestClientsFinishTheRun();
    }

    @Test
    void thousandsOfConnectionsThatSayNothing() throws Exception {
        start("");
        for (int i = 0; i < 5_000; i++) {
            attacker();
        }
        RawClient honest = RawClient.join(port, "honest");
        attackers.add(honest);
        assertThat(honest.readMessage()).isInstanceOf(ToClient.Joined.class);
        long open = 0;
        for (RawClient attacker : attackers.subList(0, 5_000)) {
            attacker.socket.setSoTimeout(1);
            open += attacker.ends() ? 0 : 1;
        }
        assertThat(open).isLessThanOrEqualTo(128);
        honest.close();
        honestClientsFinishTheRun();
    }

    @Test
    void aHundredConnectionsThatDoNotJoin() throws Exception {
        start("");
        for (int i = 0; i < 100; i++) {
            attackers.add(RawClient.open(port));
        }
        RawClient honest = RawClient.join(port, "honest");
        attackers.add(honest);
        assertThat(honest.readMessage()).isInstanceOf(ToClient.Joined.class);
        for (RawClient attacker : attackers.subList(0, 100)) {
            assertThat(attacker.readError()).isEqualTo("JOIN_TIMEOUT");
        }
        honest.close();
        honestClientsFinishTheRun();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void noFileDescriptorIsLeft() throws Exception {
        start("ulimit -n 90; ");
        try (RawClient first = RawClient.join(port, "first")) {
            assertThat(first.readMessage()).isInstanceOf(ToClient.Joined.class);
            first.frame(RawClient.TEXT, true, new byte[] {'{'});
            assertThat(first.readError()).isEqualTo("MALFORMED");
        }
        for (int i = 0; i < 200; i++) {
            attacker();
        }
        readUntil("no connection can be accepted now");
        for (RawClient attacker : attackers) {
            attacker.close();
        }
        honestClientsFinishTheRun();
    }

    private RawClient attacker() throws IOException {
        RawClient attacker = new RawClient(port);
        attackers.add(attacker);
        return attacker;
    }

    private void start(String before) throws Exception {
        Path config = Files.writeString(
                folder.resolve("data.toml"),
                TestnetConfig.bundled()
                        .replace("total_steps = 24", "total_steps = 2")
                        .replace("health_check_timeout = 12", "health_check_timeout = 3")
                        .replace("waiting_for_members_extra_time = 4", "waiting_for_members_extra_time = 1"));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        server = new ProcessBuilder(
                        "sh",
                        "-c",
                        before + "exec \"$0\" \"$@\"",
                        java,
                        "-Xmx96m",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        jars(),
                        LocalTestnet.class.getName(),
                        "server",
                        "--port",
                        "0",
                        "--config",
                        config.toString())
                .redirectErrorStream(true)
                .start();
        output = server.inputReader(StandardCharsets.UTF_8);
        String line = readUntil("the server listens on port");
        port = Integer.parseInt(line.replaceAll(".*port ", ""));
    }

    /** The class path with its folders as jars, as users have it: a class that is a file takes a descriptor to be loaded. */
    private String jars() {
        ToolProvider jar = ToolProvider.findFirst("jar").orElseThrow();
        List<String> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (Files.isDirectory(Path.of(entry))) {
                String packed = folder.resolve(jars.size() + ".jar").toString();
                assertThat(jar.run(System.out, System.err, "--create", "--file", packed, "-C", entry, "."))
                        .isZero();
                jars.add(packed);
            } else {
                jars.add(entry);
            }
        }
        return String.join(File.pathSeparator, jars);
    }

    private String readUntil(String words) throws IOException {
        StringBuilder seen = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            seen.append(line).append('\n');
            if (line.contains(words)) {
                return line;
            }
        }
        throw new AssertionError(seen);
    }

    /** The attackers hold on to what they have meanwhile. */
    private void honestClientsFinishTheRun() throws Exception {
        List<CompletableFuture<Integer>> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ClientProcess.Options options =
                    new ClientProcess.Options(URI.create("ws://127.0.0.1:" + port + "/run"), "honest-" + i, null, null);
            clients.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return ClientProcess.run(options, System.out);
                } catch (InterruptedException impossible) {
                    throw new IllegalStateException(impossible);
                }
            }));
        }
        for (CompletableFuture<Integer> client : clients) {
            assertThat(client.get(Duration.ofSeconds(100).toSeconds(), TimeUnit.SECONDS))
                    .isZero();
        }
        readUntil("FINISHED epochs=");
        assertThat(server.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitValue()).isZero();
    }
}
