package io.github.coordinator.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.coordinator.ClientExplanation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole application, with sockets and a file. */
@Tag("slow")
class ApplicationTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path directory;

    private ConfigurableApplicationContext application;

    private final TestClient ada = new TestClient();
    private final TestClient grace = new TestClient();

    ApplicationTest() throws Exception {}

    /** Starts the application as it is shipped, except that its times are long. */
    private int start(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--coordinator.secret=000102030405060708090a0b0c0d0e0f",
                "--coordinator.directory=" + directory,
                "--coordinator.run.warmup-time=10m",
                "--coordinator.run.max-round-train-time=600",
                "--coordinator.run.health-check-timeout=0"));
        arguments.addAll(List.of(more));
        application = new SpringApplicationBuilder(SpringBootRun.class).run(arguments.toArray(String[]::new));
        return Integer.parseInt(
                Objects.requireNonNull(application.getEnvironment().getProperty("local.server.port")));
    }

    @AfterEach
    void close() {
        if (application != null) {
            application.close();
        }
    }

    private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/" + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode look(int port, String path) throws IOException, InterruptedException {
        HttpResponse<String> response = get(port, path);
        assertThat(response.statusCode()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private double meter(int port, String name) throws IOException, InterruptedException {
        return look(port, "metrics/" + name)
                .get("measurements")
                .get(0)
                .get("value")
                .doubleValue();
    }

    /** Both are in the first round, and Ada has attested it. */
    private void bringIntoARound(int port) throws Exception {
        assertThat(ada.join(port)).isEqualTo("ACCEPTED");
        assertThat(grace.join(port)).isEqualTo("ACCEPTED");
        for (TestClient client : List.of(ada, grace)) {
            client.awaitState("WARMUP");
            client.send(TestClient.message("ready").put("epoch", "0"));
        }
        JsonNode seated = ada.await("seated");
        assertThat(ada.attest(seated, ada.awaitState("ROUND_TRAIN"))).isEqualTo("ACCEPTED");
    }

    @Test
    void whatTheRunDoesIsSeen() throws Exception {
        int port = start();
        assertThat(look(port, "run").get("explanation").toString()).contains("0 of 2 clients pending");
        bringIntoARound(port);

        JsonNode health = look(port, "health");
        assertThat(health.get("status").stringValue()).isEqualTo("UP");
        assertThat(health.get("components").get("run").get("details").toString())
                .isEqualTo("{\"state\":\"ROUND_TRAIN\",\"epoch\":0,\"step\":1}");

        JsonNode run = look(port, "run");
        assertThat(run.get("state").stringValue()).isEqualTo("ROUND_TRAIN");
        assertThat(run.get("members").intValue()).isEqualTo(2);
        assertThat(run.get("explanation").toString()).contains("1 of 2 witnesses attested, missing " + grace.id());
        JsonNode client = look(port, "run/" + ada.id());
        assertThat(client.get("situation").stringValue()).isEqualTo("MEMBER");
        assertThat(client.get("explanation").isEmpty()).isFalse();
        assertThat(get(port, "run/nobody").statusCode()).isEqualTo(404);
        assertThat(get(port, "run/0xzz").statusCode()).isEqualTo(400);

        assertThat(meter(port, "coordinator.members")).isEqualTo(2);
        assertThat(meter(port, "coordinator.proofs?tag=outcome:accepted")).isEqualTo(1);
        assertThat(meter(port, "coordinator.turn")).isPositive();

        application.getBean(JdbcTemplate.class).execute("drop table run");
        ada.send(TestClient.message("leave"));
        Awaitility.await().until(() -> get(port, "health").statusCode() == 503);
        assertThat(get(port, "health").body()).contains("the run makes no turns");
        ada.send(TestClient.message("healthCheck"));
        assertThat(ada.await("error").get("code").stringValue())
                .as("what could not be saved was not answered")
                .isEqualTo("TOO_BUSY");
        assertThat(get(port, "run").statusCode()).isEqualTo(503);
    }

    @Test
    void aRestartLosesNothingThatWasAnswered() throws Exception {
        bringIntoARound(start());
        application.getBean(JdbcTemplate.class).execute("shutdown immediately");
        application.close();

        int port = start();
        ClientExplanation explanation = application
                .getBean(LiveRun.class)
                .ask(run -> run.explain(ada.id(), Instant.now()).orElseThrow())
                .orElseThrow();
        assertThat(explanation.situation()).isEqualTo(ClientExplanation.Situation.MEMBER);
        assertThat(explanation.attested()).isTrue();
        assertThat(grace.join(port)).isEqualTo("ALREADY_MEMBER");
        assertThat(grace.attest(grace.await("seated"), grace.awaitState("ROUND_TRAIN")))
                .isEqualTo("ACCEPTED");
        assertThat(grace.awaitState("ROUND_TRAIN").get("step").stringValue())
                .as("the round is confirmed with the proof from before")
                .isEqualTo("2");
    }

    @Test
    void connectionsComeAndGo() throws Exception {
        int port = start();
        assertThatThrownBy(() -> HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .header("Origin", "http://elsewhere.example.org")
                        .buildAsync(URI.create("ws://localhost:" + port + "/run"), new WebSocket.Listener() {})
                        .join())
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(403));
        ada.join(port);
        assertThat(look(port, "run").get("pending").intValue()).isEqualTo(1);
        ada.disconnect();
        Awaitility.await().until(() -> look(port, "run").get("pending").intValue() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1000", "Transfer-Encoding: chunked"})
    @Timeout(20)
    void bodiesThatDoNotComeHoldNoThread(String header) throws Exception {
        int port = start("--server.tomcat.threads.max=4", "--server.tomcat.threads.min-spare=4");
        List<Socket> slow = new ArrayList<>();
        for (String path : List.of("/run", "/run", "/actuator/run", "/actuator/health", "/", "/")) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            slow.add(socket);
            String head = "POST " + path + " HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(get(port, "health").statusCode()).isEqualTo(200);
        for (Socket socket : slow) {
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 413");
            socket.close();
        }
    }
}
