package io.github.coordinator.examples.livepage;

import io.github.coordinator.examples.localtestnet.LocalTestnet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A server of the local testnet and its clients, each in a process of its own. */
final class TestRun implements AutoCloseable {
    private static final String TOKEN = "a-token-of-the-tests";

    private final Path folder;
    private final Path runFile;
    private final Map<String, Process> clients = new LinkedHashMap<>();
    private Process server;
    private String url = "http://127.0.0.1:0/";

    TestRun(Path folder) throws IOException {
        this.folder = folder;
        runFile = Files.writeString(folder.resolve("run.toml"), bundledRunFile());
        server = startServer();
    }

    /** The run file of the example, with a run that does not end by itself, and removes nobody as silent. */
    private static String bundledRunFile() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(LocalTestnet.class.getResourceAsStream("/data.toml"), "data.toml")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("total_steps = 24", "total_steps = 1000")
                    .replace("warmup_time = 10", "warmup_time = 60")
                    .replace("health_check_timeout = 12", "health_check_timeout = 120");
        }
    }

    /** The address of the page, as the server says it. */
    String url() {
        return url;
    }

    private Process startServer() throws IOException {
        Process process = start(
                List.of(
                        "server",
                        "--config",
                        runFile.toString(),
                        "--port",
                        Integer.toString(URI.create(url).getPort()),
                        "--state",
                        folder.resolve("state").toString()),
                ProcessBuilder.Redirect.PIPE);
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        url = readAddress(lines);
        Thread drain = new Thread(() -> drain(lines), "output of the server");
        drain.setDaemon(true);
        drain.start();
        return process;
    }

    /** A server that starts again may first say how a round ended. */
    private static String readAddress(BufferedReader lines) throws IOException {
        int begin = -1;
        String line = "";
        while (begin < 0) {
            line = Objects.requireNonNull(lines.readLine(), "the server says its address");
            begin = line.indexOf("http://");
        }
        return line.substring(begin);
    }

    private static void drain(BufferedReader lines) {
        try {
            lines.lines().forEach(line -> {});
        } catch (UncheckedIOException killed) {
            // Nobody reads it.
        }
    }

    private Process start(List<String> arguments, ProcessBuilder.Redirect output) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Dfile.encoding=UTF-8",
                "-Dsun.jnu.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                LocalTestnet.class.getName()));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
        builder.environment().put("COORDINATOR_OPERATOR_TOKEN", TOKEN);
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder.start();
    }

    void killServer() throws InterruptedException {
        server.destroyForcibly().waitFor();
    }

    /** Starts the server again, on the same port and with the same state. */
    void restartServer() throws IOException {
        server = startServer();
    }

    void startClient(String name) throws IOException {
        String port = Integer.toString(URI.create(url).getPort());
        clients.put(name, start(List.of("client", "--port", port, "--name", name), ProcessBuilder.Redirect.DISCARD));
    }

    void killClient(String name) throws InterruptedException {
        client(name).destroyForcibly().waitFor();
    }

    /** Sends a client's process a signal: STOP freezes it, CONT lets it go on. */
    void signal(String name, String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(client(name).pid()))
                .start()
                .waitFor();
    }

    private Process client(String name) {
        return Objects.requireNonNull(clients.get(name), name);
    }

    /** Makes a call of the operator. */
    void operate(String call) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "api/operator/" + call))
                .header("Authorization", "Bearer " + TOKEN)
                .POST(BodyPublishers.noBody())
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(call + " is answered " + response.statusCode() + ": " + response.body());
        }
    }

    @Override
    public void close() {
        clients.values().forEach(Process::destroyForcibly);
        server.destroyForcibly();
        clients.values().forEach(client -> client.onExit().join());
        server.onExit().join();
    }
}
