package io.github.coordinator.examples.localtestnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
@Timeout(60)
class OperatorCallsTest {
    @TempDir
    Path folder;

    private LookedAtServer server = new LookedAtServer();

    OperatorCallsTest() throws Exception {}

    @AfterEach
    void nothingHasFailed() {
        server.close();
        assertThat(server.failures).isEmpty();
        assertThat(server.log).isEmpty();
    }

    private static String outcome(HttpResponse<String> answer) throws Exception {
        return answer.statusCode() + " "
                + LookedAtServer.json(answer).path("outcome").asText();
    }

    /** The calls in the history, once as many are there. */
    private List<JsonNode> calls(int count) throws Exception {
        List<JsonNode> calls = new ArrayList<>();
        while (calls.size() < count) {
            calls.clear();
            for (JsonNode entry : server.json("/api/history").path("entries")) {
                if (entry.path("kind").asText().equals("OPERATOR")) {
                    calls.add(entry);
                }
            }
        }
        return calls;
    }

    @Test
    void eachCallIsMadeAndIsInTheHistoryWithItsTime() throws Exception {
        Instant before = Instant.now();
        String id = "0x" + "fe".repeat(32);
        String client = "{\"client\":\"" + id + "\"}";
        assertThat(outcome(server.operate("pause", ""))).isEqualTo("200 RECORDED");
        assertThat(outcome(server.operate("pause", "{}"))).isEqualTo("409 ALREADY_PAUSED");
        String file = TestnetConfig.bundled().replace("total_steps = 24", "total_steps = 30");
        assertThat(file).contains("total_steps = 30");
        assertThat(outcome(server.operate("reconfigure", file, "Content-Type", "text/plain")))
                .isEqualTo("200 RECORDED");
        assertThat(outcome(server.operate("resume", ""))).isEqualTo("200 RECORDED");
        assertThat(outcome(server.operate("reconfigure", file))).isEqualTo("409 WRONG_STATE");
        assertThat(outcome(server.operate("eject", client))).isEqualTo("200 RECORDED");
        assertThat(outcome(server.operate("eject", client))).isEqualTo("409 ALREADY_EJECTED");
        assertThat(outcome(server.operate("reinstate", client))).isEqualTo("200 RECORDED");
        assertThat(outcome(server.operate("checkpoint", "{\"reference\":\"\\u0007 s3://<b>\"}")))
                .isEqualTo("200 RECORDED");
        assertThat(outcome(server.operate("stop", ""))).isEqualTo("200 RECORDED");
        assertThat(outcome(server.operate("stop", ""))).isEqualTo("409 FINISHED");

        List<JsonNode> calls = calls(11);
        assertThat(calls.stream().map(each -> each.path("call").asText()))
                .containsExactly(
                        "PAUSE",
                        "PAUSE",
                        "RECONFIGURE",
                        "RESUME",
                        "RECONFIGURE",
                        "EJECT",
                        "EJECT",
                        "REINSTATE",
                        "CHECKPOINT",
                        "STOP",
                        "STOP");
        assertThat(calls.get(5).path("argument").asText()).isEqualTo(id);
        assertThat(calls.get(6).path("outcome").asText()).isEqualTo("ALREADY_EJECTED");
        assertThat(calls.get(8).path("argument").asText()).isEqualTo("\u0007 s3://<b>");
        assertThat(calls)
                .allSatisfy(each ->
                        assertThat(Instant.parse(each.path("at").asText())).isBetween(before, Instant.now()));
        JsonNode status = server.json("/api/status");
        assertThat(status.path("state").asText()).isEqualTo("FINISHED");
        assertThat(status.path("totalSteps").asInt()).isEqualTo(30);
        assertThat(status.path("checkpoint").asText()).isEqualTo("\u0007 s3://<b>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pause       | [1]",
                "pause       | {\"client\":\"ada\"}",
                "stop        | x",
                "eject       | {}",
                "eject       | ''",
                "eject       | {\"client\":1}",
                "eject       | {\"client\":\"0xno\"}",
                "eject       | {\"client\":\"\"}",
                "eject       | {\"client\":\"ada\",\"other\":1}",
                "eject       | {\"client\":\"ada\"} {}",
                "eject       | {\"client\":\"ada\",\"client\":\"bob\"}",
                "reinstate   | {\"reference\":\"ada\"}",
                "checkpoint  | {\"reference\":\"\"}",
                "checkpoint  | {\"reference\":null}",
                "reconfigure | ''",
                "reconfigure | {}",
            })
    void whatIsNoCallIsRefusedWithASentence(String call, String body) throws Exception {
        HttpResponse<String> answer = server.operate(call, body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(LookedAtServer.json(answer).path("error").asText()).isNotEmpty();
        assertThat(server.json("/api/history").path("entries").findValuesAsText("kind"))
                .doesNotContain("OPERATOR");
    }

    @Test
    void aShortenedIdIsRefusedAndAnEarlierMistakeCanBeUndone() throws Exception {
        HttpResponse<String> answer = server.operate("eject", "{\"client\":\"0x335ffb4d\"}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(LookedAtServer.json(answer).path("error").asText())
                .isEqualTo("client 0x335ffb4d has 4 bytes, must have 32: give the whole id, as the status shows it");
        assertThat(outcome(server.operate("reinstate", "{\"client\":\"0x335ffb4d\"}")))
                .isEqualTo("409 NOT_EJECTED");
    }

    @Test
    void allThatIsWrongWithARunFileIsSaidAtOnce() throws Exception {
        String file = TestnetConfig.bundled()
                .replaceFirst("\nmin_clients = .*", "\nmin_clients = \"a\"")
                .replaceFirst("total_steps = .*", "total_stops = 3");
        JsonNode answer = LookedAtServer.json(server.operate("reconfigure", file));
        assertThat(answer.path("problems").findValuesAsText("key")).contains("min_clients", "total_stops");
        assertThat(answer.path("problems"))
                .allMatch(each -> each.path("line").asInt() > 0
                        && each.path("column").asInt() > 0
                        && !each.path("message").asText().isEmpty());

        String otherModel = TestnetConfig.bundled().replaceFirst("hidden_units = .*", "hidden_units = 7");
        JsonNode refused = LookedAtServer.json(server.operate("reconfigure", otherModel));
        assertThat(refused.path("problems").findValuesAsText("key")).containsExactly("model");
    }

    @Test
    void onlyTheTokenOpensTheDoor() throws Exception {
        String token = LookedAtServer.TOKEN;
        String path = "/api/operator/pause";
        for (String wrong : List.of("Bearer " + token + "x", "Bearer", "Bearer  " + token, "Basic " + token, token)) {
            HttpResponse<String> answer = server.send(server.request("POST", path, "", "Authorization", wrong));
            assertThat(answer.statusCode()).as(wrong).isEqualTo(401);
            assertThat(answer.headers().firstValue("www-authenticate")).contains("Bearer");
        }
        assertThat(server.send(server.request("POST", path, "")).statusCode()).isEqualTo(401);
        assertThat(server.send(server.request("POST", path + "?token=" + token, ""))
                        .statusCode())
                .isEqualTo(401);
        assertThat(server.get(path, "Authorization", "Bearer " + token).statusCode())
                .isEqualTo(405);
        assertThat(server.operate("nothing", "").statusCode()).isEqualTo(404);
        assertThat(server.operate("PAUSE", "").statusCode()).isEqualTo(404);
        assertThat(server.json("/api/status").path("pendingOrder").asText()).isEqualTo("NONE");
        assertThat(server.send(server.request("POST", path, "", "Authorization", "bearer " + token))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void withoutATokenThereAreNoCalls() throws Exception {
        try (LookedAtServer other = new LookedAtServer(LookedAtServer.newState(), Optional.empty())) {
            assertThat(other.operate("pause", "").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void aPageOfAnotherHostMakesNoCallEvenWithTheToken() throws Exception {
        assertThat(server.operate("pause", "", "Origin", "http://evil.example").statusCode())
                .isEqualTo(403);
        assertThat(server.operate("pause", "", "Origin", "http://127.0.0.1:" + server.port)
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"eject", "pause", "reconfigure"})
    void aBodyThatIsTooLargeIsRefused(String call) throws Exception {
        int most = call.equals("reconfigure") ? 1 << 20 : 4 << 10;
        assertThat(server.operate(call, "x".repeat(most + 1)).statusCode()).isEqualTo(413);
        assertThat(server.operate(call, "x".repeat(most)).statusCode()).isEqualTo(400);
        try (RawClient client = new RawClient(server.port)) {
            String head = "POST /api/operator/" + call + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                    + LookedAtServer.TOKEN + "\r\nTransfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(most + 1)
                    + "\r\n";
            client.out.write((head + "x".repeat(most + 1)).getBytes(StandardCharsets.US_ASCII));
            String answer = new String(client.in.readNBytes(12), StandardCharsets.US_ASCII);
            assertThat(answer).isEqualTo("HTTP/1.1 413");
        }
    }

    /** More slow bodies than there are threads. Their time ends with that of their connection. */
    @Test
    @Tag("slow")
    void slowBodiesHoldNoThread() throws Exception {
        List<RawClient> slow = new ArrayList<>();
        for (int each = 0; each < 40; each++) {
            RawClient client = new RawClient(server.port);
            client.out.write(("POST /api/operator/pause HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                            + LookedAtServer.TOKEN + "\r\nContent-Length: 100\r\n\r\n{")
                    .getBytes(StandardCharsets.US_ASCII));
            slow.add(client);
        }
        assertThat(server.get("/api/status").statusCode()).isEqualTo(200);
        for (RawClient client : slow) {
            client.dripToTheEnd();
            client.close();
        }
        assertThat(server.json("/api/status").path("pendingOrder").asText()).isEqualTo("NONE");
    }

    @Test
    void anEjectedClientThatHasNoSeatIsToldAtOnce() throws Exception {
        RawClient client = RawClient.join(server.port, "mallory");
        client.readMessage();
        String id = server.json("/api/status")
                .path("pendingClients")
                .path(0)
                .path("client")
                .asText();
        assertThat(outcome(server.operate("eject", "{\"client\":\"" + id + "\"}")))
                .isEqualTo("200 RECORDED");
        assertThat(client.readError()).isEqualTo("EJECTED");
        assertThat(RawClient.join(server.port, "mallory").readError()).isEqualTo("EJECTED");
    }

    @Test
    void theHistoryOfADurableServerOutlivesIt() throws Exception {
        DurableLog.Options options = new DurableLog.Options(folder.resolve("state"), false, 1);
        List<JsonNode> before;
        try (DurableLog log = DurableLog.open(options, null, Digits.load(), InstantSource.system());
                LookedAtServer first = new LookedAtServer(log.state(), log, Optional.of(LookedAtServer.TOKEN))) {
            assertThat(outcome(first.operate("pause", ""))).isEqualTo("200 RECORDED");
            server.close();
            server = first;
            before = calls(1);
        }
        try (DurableLog log = DurableLog.open(options, null, Digits.load(), InstantSource.system())) {
            server = new LookedAtServer(log.state(), log, Optional.of(LookedAtServer.TOKEN));
            assertThat(calls(1)).isEqualTo(before);
            assertThat(server.json("/api/history").path("entries").findValuesAsText("kind"))
                    .containsExactly("RESTART", "OPERATOR", "TRANSITION", "RESTART");
            server.close();
        }
    }

    @Test
    void aTokenIsOfVisibleAsciiAndLongEnough() throws Exception {
        Path file = folder.resolve("token");
        Files.writeString(file, "  0123456789abcdef\n");
        assertThat(OperatorToken.find(file).orElseThrow().isShownBy("Bearer 0123456789abcdef"))
                .isTrue();
        for (String unfit :
                List.of("", "0123456789abcde", "0123456789 abcdef", "0123456789abcdefé", "x".repeat(1_025))) {
            Files.writeString(file, unfit);
            assertThatExceptionOfType(WrongUsageException.class)
                    .isThrownBy(() -> OperatorToken.find(file))
                    .withMessageContaining("token")
                    .satisfies(wrong -> assertThat(wrong.getMessage()).doesNotContain("0123456789"));
        }
        assertThatExceptionOfType(WrongUsageException.class)
                .isThrownBy(() -> OperatorToken.find(folder.resolve("missing")))
                .withMessageContaining("cannot be read");
    }
}
