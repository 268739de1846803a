package io.github.coordinator.examples.localtestnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.Removal;
import io.github.coordinator.RunState;
import io.github.coordinator.round.DataOrder;
import io.github.coordinator.round.DataRange;
import io.github.coordinator.round.ParticipationKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JsonTest {
    private static final Weights WEIGHTS = Weights.of(1.5f, -2);

    static List<ToServer> messagesToServer() {
        return List.of(
                new ToServer.Join(1, "run", "0a", "client-1", "0b"),
                new ToServer.FetchModel(),
                new ToServer.Ready(3),
                new ToServer.HealthCheck(),
                new ToServer.Update(1, 2, WEIGHTS),
                new ToServer.Witness(Long.MIN_VALUE, Long.MAX_VALUE, 3, 0, "0f"),
                new ToServer.Leave());
    }

    static List<ToClient> messagesToClient() {
        Settings settings = new Settings(32, 4, 0.05, 10);
        ToClient.OpenRound round =
                new ToClient.OpenRound(1, 2, -3, 400, 160, 5, 4, 3, 0, DataOrder.UNIFORM, ParticipationKind.BITMAP);
        return List.of(
                new ToClient.Hello(1, "0a", "0b", "run"),
                new ToClient.Joined("ACCEPTED"),
                new ToClient.Status(
                        "run",
                        RunState.ROUND_TRAIN,
                        1,
                        11,
                        24,
                        3_000L,
                        500,
                        true,
                        7,
                        "s3://model",
                        round,
                        settings,
                        "hash"),
                new ToClient.Status(
                        "run", RunState.FINISHED, 0, 1, 24, null, 0, false, 0, null, null, settings, "hash"),
                new ToClient.Seated(5, 3),
                new ToClient.Answer("ready", "RECORDED", "DONE"),
                new ToClient.Removed("ABSENT", 4, true),
                new ToClient.Model(WEIGHTS.hash(), WEIGHTS),
                new ToClient.PeerUpdate(1, 2, 3, WEIGHTS.hash(), WEIGHTS),
                new ToClient.RoundResult(1, 2, true, List.of(0, 2), "hash"),
                ErrorCode.FULL.with("no room"));
    }

    static List<RunReport> reports() {
        return List.of(
                RunReport.Listening.on("127.0.0.1", 4711),
                new RunReport.Joined("client-1", "ACCEPTED"),
                new RunReport.Transition(
                        RunState.WARMUP, RunState.ROUND_TRAIN, 0, 0, 1, 24, List.of("client-1"), List.of("client-1")),
                new RunReport.RoundOver(
                        0,
                        0,
                        1,
                        24,
                        true,
                        List.of("client-1"),
                        List.of(new RunReport.Omitted("client-2", new DataRange(3, 4))),
                        List.of("client-1"),
                        List.of(),
                        0.5,
                        0.9),
                new RunReport.Removed("client-1", Removal.Cause.DISCONNECTED, 0, -1),
                new RunReport.Note("a note"),
                new RunReport.Finished(3, 24, 0.97));
    }

    @ParameterizedTest
    @MethodSource("messagesToServer")
    void whatAClientSaysArrivesAsItWas(ToServer message) throws Exception {
        assertThat(Json.readToServer(Json.write(message))).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("messagesToClient")
    void whatTheServerSaysArrivesAsItWas(ToClient message) throws Exception {
        assertThat(Json.readToClient(Json.write(message))).contains(message);
    }

    @ParameterizedTest
    @MethodSource("reports")
    void aReportIsOneLineAndArrivesAsItWas(RunReport report) throws Exception {
        assertThat(Json.write(report)).doesNotContain("\n");
        assertThat(Json.readReport(Json.write(report))).isEqualTo(report);
    }

    @Test
    void a64BitNumberIsAString() {
        assertThat(Json.write(new ToServer.Ready(Long.MAX_VALUE)))
                .isEqualTo("{\"type\":\"ready\",\"epoch\":\"9223372036854775807\"}");
    }

    @Test
    void aClientPassesOverWhatItDoesNotKnow() throws Exception {
        assertThat(Json.readToClient("{\"type\":\"weather\",\"sun\":1}")).isEmpty();
        assertThat(Json.readToClient("{\"type\":\"joined\",\"outcome\":\"ACCEPTED\",\"sun\":1}"))
                .contains(new ToClient.Joined("ACCEPTED"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    null                                             | MALFORMED     |
                    []                                               | MALFORMED     |
                    17                                               | MALFORMED     |
                    "join"                                           | MALFORMED     |
                    {"type":                                         | MALFORMED     |
                    {"type":"leave"}{"type":"leave"}                 | MALFORMED     |
                    {"type":"leave","type":"leave"}                  | MALFORMED     |
                    {"type":"ready","epoch":"1","epoch":"2"}         | MALFORMED     |
                    {}                                               | MISSING_FIELD | type
                    {"type":7}                                       | UNKNOWN_TYPE  | type
                    {"type":null}                                    | UNKNOWN_TYPE  | type
                    {"type":"java.lang.Runtime"}                     | UNKNOWN_TYPE  | type
                    {"type":"ready"}                                 | MISSING_FIELD | epoch
                    {"type":"join","protocol":1,"runId":"r","key":"","name":"n"} | MISSING_FIELD | signature
                    {"type":"ready","epoch":"1","admin":true}        | UNKNOWN_FIELD | admin
                    {"type":"ready","epoch":null}                    | BAD_FIELD     | epoch
                    {"type":"ready","epoch":1}                       | BAD_FIELD     | epoch
                    {"type":"ready","epoch":1.0}                     | BAD_FIELD     | epoch
                    {"type":"ready","epoch":""}                      | BAD_FIELD     | epoch
                    {"type":"ready","epoch":"01"}                    | BAD_FIELD     | epoch
                    {"type":"ready","epoch":"+1"}                    | BAD_FIELD     | epoch
                    {"type":"ready","epoch":"-0"}                    | BAD_FIELD     | epoch
                    {"type":"ready","epoch":"9223372036854775808"}   | BAD_FIELD     | epoch
                    {"type":"ready","epoch":{}}                      | BAD_FIELD     | epoch
                    {"type":"ready","epoch":["1"]}                   | BAD_FIELD     | epoch
                    {"type":"update","epoch":"0","height":"0","change":"AAA="}       | BAD_FIELD | change
                    {"type":"update","epoch":"0","height":"0","change":"not base64"} | BAD_FIELD | change
                    {"type":"update","epoch":"0","height":"0","change":[1]}          | BAD_FIELD | change
                    {"type":"update","epoch":"0","height":"0","change":null}         | BAD_FIELD | change
                    {"type":"witness","epoch":"0","height":"0","index":0.5,"position":0,"seen":"01"}         | BAD_FIELD | index
                    {"type":"witness","epoch":"0","height":"0","index":null,"position":0,"seen":"01"}        | BAD_FIELD | index
                    {"type":"witness","epoch":"0","height":"0","index":"0","position":0,"seen":"01"}         | BAD_FIELD | index
                    {"type":"witness","epoch":"0","height":"0","index":4294967296,"position":0,"seen":"01"}  | BAD_FIELD | index
                    {"type":"witness","epoch":"0","height":"0","index":0,"position":0,"seen":7}              | BAD_FIELD | seen
                    """)
    void anythingElseIsRefusedAndTheFieldIsNamed(String text, ErrorCode code, String field) {
        ToClient.Failure error = refusal(text);
        assertThat(error.code()).isEqualTo(code.name());
        assertThat(error.field()).isEqualTo(field);
        assertThat(error.message()).contains(field == null ? "JSON object" : field);
        assertThat(error.retry()).isFalse();
    }

    @Test
    void deepNestingAndHugeNumbersAreRefused() {
        assertThat(refusal("").code()).isEqualTo("MALFORMED");
        assertThat(refusal("[".repeat(1 << 20)).code()).isEqualTo("MALFORMED");
        assertThat(refusal("{\"type\":" + "9".repeat(1 << 20) + "}").code()).isEqualTo("MALFORMED");
        assertThat(refusal("{\"type\":\"leave\",\"" + "x".repeat(10_000) + "\":1}")
                        .field())
                .hasSize(100);
    }

    private static ToClient.Failure refusal(String text) {
        try {
            ToServer message = Json.readToServer(text);
            throw new AssertionError(text + " is taken as " + message);
        } catch (RefusedException refused) {
            return refused.error();
        }
    }
}
