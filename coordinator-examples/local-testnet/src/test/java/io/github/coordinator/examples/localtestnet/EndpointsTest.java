package io.github.coordinator.examples.localtestnet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.coordinator.ClientId;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Looks in from outside, by HTTP. Nothing of it disturbs the run. */
@Tag("slow")
@Timeout(60)
class EndpointsTest {
    private static final String HOSTILE = "<script>alert(\"1\")</script>";
    private static final Pattern METRIC =
            Pattern.compile("[a-z_]+(\\{[a-z]+=\"[a-z_0-9.+A-Z]+\"})? (NaN|-?[0-9.]+(E-?[0-9]+)?)");

    private final TrainingState state = LookedAtServer.newState();
    private final LookedAtServer server;
    private final List<RawClient> clients = new ArrayList<>();

    EndpointsTest() throws Exception {
        server = new LookedAtServer(state, Optional.empty());
    }

    @BeforeEach
    void theServerAnswers() throws Exception {
        assertThat(server.get("/health").statusCode()).isEqualTo(200);
    }

    @AfterEach
    void theServerGoesOn() throws Exception {
        assertThat(server.get("/health").statusCode()).isEqualTo(200);
        for (RawClient client : clients) {
            client.close();
        }
        server.close();
        assertThat(server.failures).isEmpty();
        assertThat(server.log).isEmpty();
    }

    /** Lets three clients join, whose names a page must not believe. */
    private void joinThree() throws Exception {
        for (String name : List.of(HOSTILE, "'\\ & é", "carol")) {
            RawClient client = RawClient.join(server.port, name);
            client.readMessage();
            clients.add(client);
        }
        while (!server.json("/api/status").path("state").asText().equals("WARMUP")) {
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/health", "/metrics", "/api/status", "/api/explain", "/api/history"})
    void eachAddressAnswersGetAndHeadAndNothingElse(String path) throws Exception {
        HttpResponse<String> answer = server.get(path);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isNotEmpty();
        assertThat(answer.headers().map())
                .containsEntry("cache-control", List.of("no-store"))
                .containsEntry("x-content-type-options", List.of("nosniff"))
                .containsEntry("referrer-policy", List.of("no-referrer"))
                .containsEntry("connection", List.of("close"));
        assertThat(answer.headers().firstValue("content-security-policy").orElseThrow())
                .startsWith("default-src 'none'; script-src 'self';");

        HttpResponse<String> head = server.send(server.request("HEAD", path, ""));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();

        for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "TRACE")) {
            HttpResponse<String> refused = server.send(server.request(method, path, ""));
            assertThat(refused.statusCode()).as(method).isEqualTo(405);
            assertThat(refused.headers().firstValue("allow")).contains("GET, HEAD");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/api",
                "/api/",
                "/api/status/",
                "/api/nothing",
                "/assets",
                "/assets/",
                "/index.htm",
                "/index.html/",
                "/assets/page.css/",
                "/api/operator/pause",
                "/api/operator/",
                "/run",
                "/..%2fHistory.class",
                "/assets/%2e%2e/%2e%2e/History.class"
            })
    void elsewhereIsNothing(String path) throws Exception {
        HttpResponse<String> answer = server.get(path);
        assertThat(answer.statusCode()).isIn(400, 404);
        assertThat(LookedAtServer.json(answer).path("error").asText()).isNotEmpty();
    }

    @Test
    void thePageAndNothingButItsFilesAreServed() throws Exception {
        assertThat(server.get("/").headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
        assertThat(server.get("/digits.csv.gz").statusCode()).isEqualTo(404);
    }

    @Test
    void aStatusHasWhatAPageShows() throws Exception {
        joinThree();
        JsonNode status = server.json("/api/status");
        assertThat(status.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "revision",
                        "now",
                        "runId",
                        "state",
                        "reason",
                        "stateBegan",
                        "stateEnds",
                        "epoch",
                        "step",
                        "totalSteps",
                        "height",
                        "roundsPerEpoch",
                        "batchSize",
                        "nextDataIndex",
                        "modelHash",
                        "checkpoint",
                        "pendingOrder",
                        "committee",
                        "members",
                        "pendingClients",
                        "pendingCount",
                        "removals",
                        "ejected",
                        "operator");
        assertThat(status.path("reason").asText()).isEqualTo("ENOUGH_CLIENTS");
        assertThat(Instant.parse(status.path("stateEnds").asText()))
                .isAfter(Instant.parse(status.path("now").asText()));
        assertThat(status.path("members")).hasSize(3);
        assertThat(status.path("pendingCount").asInt()).isEqualTo(3);
        assertThat(status.path("pendingClients"))
                .allMatch(each -> each.path("member").asBoolean());
        assertThat(status.path("operator").path("enabled").asBoolean()).isFalse();
        assertThat(status.path("members").findValuesAsText("name"))
                .containsExactlyInAnyOrder(HOSTILE, "'\\ & é", "carol");
        assertThat(status.path("members"))
                .allMatch(each -> each.path("presence").asText().equals("ACTIVE"))
                .allMatch(each -> each.path("connected").asBoolean())
                .noneMatch(each -> each.path("ready").asBoolean());
    }

    /** Whatever a name is, as a state from elsewhere may have it, JSON carries it as text. */
    @Test
    void aNameIsTextWhateverIsInIt() throws Exception {
        String worst = "\u0000\u001b[2J\"\\</script>\u2028\u202e" + "x".repeat(4_096);
        ClientId client = ClientId.of("mallory");
        server.loop.add(() -> {
            state.apply(new ServerInput.Name(client, worst));
            state.run().eject(client);
        });
        JsonNode ejected;
        do {
            HttpResponse<String> answer = server.get("/api/status");
            assertThat(answer.body()).doesNotContain("\u0000").doesNotContain("\u001b");
            ejected = LookedAtServer.json(answer).path("ejected");
        } while (ejected.isEmpty());
        assertThat(ejected.path(0).path("name").asText()).isEqualTo(worst);
    }

    @Test
    void aStatusThatIsKnownIsNotSentAgain() throws Exception {
        HttpResponse<String> first = server.get("/api/status");
        String tag = first.headers().firstValue("etag").orElseThrow();
        HttpResponse<String> again = server.get("/api/status", "If-None-Match", tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(server.get("/api/status", "If-None-Match", "\"other\", " + tag)
                        .statusCode())
                .isEqualTo(304);
        for (String known : List.of("*", tag.substring("W/".length()))) {
            assertThat(server.get("/api/status", "If-None-Match", known).statusCode())
                    .as(known)
                    .isEqualTo(304);
        }
        for (String other : List.of("\"", "x" + tag, tag.toLowerCase(Locale.ROOT))) {
            assertThat(server.get("/api/status", "If-None-Match", other).statusCode())
                    .as(other)
                    .isEqualTo(200);
        }

        joinThree();
        assertThat(server.get("/api/status", "If-None-Match", tag).statusCode()).isEqualTo(200);
    }

    @Test
    void anExplanationIsThatOfTheRunOrOfAClient() throws Exception {
        assertThat(server.json("/api/explain").path("sentences").path(1).asText())
                .isEqualTo("0 of 3 clients pending, 3 more needed");
        joinThree();
        String member = server.json("/api/status")
                .path("members")
                .path(0)
                .path("client")
                .asText();
        assertThat(server.json("/api/explain/" + member).path("sentences")).isNotEmpty();

        assertThat(server.get("/api/explain/0x0102").statusCode()).isEqualTo(404);
        assertThat(server.get("/api/explain/0xno").statusCode()).isEqualTo(400);
        assertThat(server.get("/api/explain/").statusCode()).isEqualTo(400);
        assertThat(server.get("/api/explain/" + "x".repeat(65)).statusCode()).isEqualTo(400);
    }

    @Test
    void theHistoryIsReadPartByPart() throws Exception {
        joinThree();
        JsonNode all = server.json("/api/history?limit=1000");
        assertThat(all.path("entries").findValuesAsText("kind")).containsExactly("RESTART", "TRANSITION");
        assertThat(all.path("first").asLong()).isEqualTo(1);
        assertThat(all.path("last").asLong()).isEqualTo(2);

        assertThat(server.json("/api/history?limit=1").path("entries").findValuesAsText("number"))
                .containsExactly("2");
        assertThat(server.json("/api/history?after=0&limit=1").path("entries").findValuesAsText("number"))
                .containsExactly("1");
        assertThat(server.json("/api/history?after=1").path("entries").findValuesAsText("number"))
                .containsExactly("2");
        assertThat(server.json("/api/history?after=9223372036854775807").path("entries"))
                .isEmpty();
        for (String wrong :
                List.of("limit=0", "limit=1001", "limit=x", "after=-1", "after=", "after=%ff", "limit=1e3")) {
            HttpResponse<String> refused = server.get("/api/history?" + wrong);
            assertThat(refused.statusCode()).as(wrong).isEqualTo(400);
            assertThat(LookedAtServer.json(refused).path("error").asText()).doesNotContain("400");
        }
    }

    @Test
    void metricsAreTextThatPrometheusReads() throws Exception {
        joinThree();
        HttpResponse<String> answer = server.get("/metrics");
        assertThat(answer.headers().firstValue("content-type")).contains("text/plain; version=0.0.4; charset=utf-8");
        List<String> lines =
                answer.body().lines().filter(line -> !line.startsWith("#")).toList();
        assertThat(lines)
                .hasSizeBetween(40, 80)
                .allMatch(line -> METRIC.matcher(line).matches());
        assertThat(lines)
                .contains(
                        "coordinator_members_clients 3.0",
                        "coordinator_pending_clients 3.0",
                        "coordinator_state{state=\"warmup\"} 1.0",
                        "coordinator_state{state=\"round_train\"} 0.0",
                        "coordinator_step 1.0",
                        "coordinator_proofs_total{outcome=\"accepted\"} 0.0",
                        "coordinator_removals_total{cause=\"silent\"} 0.0")
                .anyMatch(line -> line.startsWith("coordinator_state_remaining_seconds ") && !line.endsWith("NaN"))
                .anyMatch(line -> line.startsWith("coordinator_turn_seconds_count ") && !line.endsWith(" 0"));
    }

    @Test
    void theOperationsGuideNamesEachMetricThatThereIs() throws Exception {
        String guide = Files.readString(Path.of("../../coordinator-core/docs/OPERATIONS.md"));
        Set<String> named = Pattern.compile("`(coordinator_[a-z_]+)")
                .matcher(guide)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        Set<String> there = server.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("# TYPE ") && !line.contains("_max "))
                .map(line -> line.split(" ", -1)[2])
                .collect(Collectors.toSet());
        assertThat(there).isEqualTo(named);
    }

    @Test
    void whatAPageOfAnotherHostAsksForIsRefused() throws Exception {
        for (String origin : List.of("http://evil.example", "null", "http://127.0.0.1:1", "http://127.0.0.1")) {
            for (String path : List.of("/", "/api/status", "/metrics")) {
                assertThat(server.get(path, "Origin", origin).statusCode()).isEqualTo(403);
            }
        }
        assertThat(server.get("/api/status", "Origin", "http://127.0.0.1:" + server.port)
                        .statusCode())
                .isEqualTo(200);
    }

    /** All share a look, and a look is no turn. */
    @Test
    void manyViewersCostTheRunNoMoreThanFew() throws Exception {
        int turnsBefore = server.turns.get();
        int looksBefore = server.looks.get();
        long began = System.nanoTime();
        for (int round = 0; round < 5; round++) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int viewer = 0; viewer < 100; viewer++) {
                String path = viewer % 2 == 0 ? "/api/status" : "/api/explain";
                answers.add(server.sendAsync(server.request("GET", path, "")));
            }
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertThat(answer.get().statusCode()).isEqualTo(200);
            }
        }
        long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
        assertThat((long) server.looks.get() - looksBefore).isBetween(1L, millis / 250 + 1);
        assertThat(server.turns.get()).isEqualTo(turnsBefore);
    }

    /** A thread of the run that hangs is told to a probe, and holds up nothing else. */
    @Test
    @Tag("slow")
    void aRunThatDoesNotAnswerIsReported() throws Exception {
        CountDownLatch isOver = new CountDownLatch(1);
        server.loop.add(() -> {
            try {
                isOver.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
        CompletableFuture<HttpResponse<String>> health;
        do {
            // The look of before may be fresh enough for a moment.
            health = server.sendAsync(server.request("GET", "/health", ""));
            assertThat(server.get("/metrics").statusCode()).isEqualTo(200);
        } while (health.get().statusCode() == 200);
        assertThat(health.get().statusCode()).isEqualTo(503);
        isOver.countDown();
        while (server.get("/health").statusCode() != 200) {
            Thread.onSpinWait();
        }
    }

    /** More slow requests than there are threads. Their time ends with that of their connection. */
    @Test
    @Tag("slow")
    void slowRequestsHoldNoThread() throws Exception {
        List<RawClient> slow = new ArrayList<>();
        for (int each = 0; each < 40; each++) {
            RawClient client = new RawClient(server.port);
            client.out.write("GET /api/status HTTP/1.1\r\nHo".getBytes(StandardCharsets.US_ASCII));
            slow.add(client);
        }
        assertThat(server.get("/api/status").statusCode()).isEqualTo(200);
        for (RawClient client : slow) {
            client.dripToTheEnd();
            client.close();
        }
    }

    /** Each ends its connection at once, and tells people nothing: anybody may send as many as it likes. */
    @ParameterizedTest
    @CsvSource({
        "'\u0001\u0002 nonsense\r\n\r\n', 400",
        "'GET /health\r\n', 505",
        "'GET * HTTP/1.1\r\nHost: a\r\n\r\n', 400",
        "'GET http://other.example/health HTTP/1.1\r\nHost: a\r\n\r\n', 400",
        "'GET /health HTTP/1.1\r\nHost: a\r\nOrigin: http://a\r\nOrigin: http://b\r\n\r\n', 403"
    })
    void whatIsNoRequestIsRefused(String bytes, int status) throws Exception {
        try (RawClient client = new RawClient(server.port)) {
            client.out.write(bytes.getBytes(StandardCharsets.US_ASCII));
            long asked = System.nanoTime();
            String answer = new String(client.in.readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 " + status).doesNotContain("Jetty");
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(3));
        }
    }
}
