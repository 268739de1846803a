package io.github.coordinator.examples.localtestnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.coordinator.Removal;
import io.github.coordinator.RunState;
import io.github.coordinator.round.DataOrder;
import io.github.coordinator.round.DataRange;
import io.github.coordinator.round.ParticipationKind;
import io.github.coordinator.round.Seat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private static final Weights WEIGHTS = Weights.of(1.5f, -2);

    static List<ToServer> messagesToServer() {
        return List.of(
                new ToServer.Join("run", "client-1"),
                new ToServer.FetchModel(),
                new ToServer.Ready(3),
                new ToServer.HealthCheck(),
                new ToServer.Update(1, 2, WEIGHTS.hash(), WEIGHTS),
                new ToServer.Witness(1, 2, 3, 0, "0f"));
    }

    static List<ToClient> messagesToClient() {
        Settings settings = new Settings(32, 4, 0.05, 7);
        ToClient.OpenRound round = new ToClient.OpenRound(1, 2, -3, 400, 160, 5, 4, 3, 0, DataOrder.UNIFORM);
        return List.of(
                new ToClient.Status(
                        "run", RunState.ROUND_TRAIN, 1, 11, 24, round, ParticipationKind.BITMAP, 500, settings, "hash"),
                new ToClient.Status(
                        "run", RunState.FINISHED, 0, 1, 24, null, ParticipationKind.BLOOM, 0, settings, "hash"),
                new ToClient.Seated(new Seat(5, 3)),
                new ToClient.Removed(Removal.Cause.ABSENT),
                new ToClient.Model(WEIGHTS.hash(), WEIGHTS),
                new ToClient.PeerUpdate(3, 1, 2, WEIGHTS.hash(), WEIGHTS),
                new ToClient.RoundResult(1, 2, true, List.of(0, 2), "hash"));
    }

    static List<RunReport> reports() {
        return List.of(
                new RunReport.Listening(4711),
                new RunReport.Joined("client-1"),
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
        assertThat(Json.readToClient(Json.write(message))).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("reports")
    void aReportIsOneLineAndArrivesAsItWas(RunReport report) throws Exception {
        assertThat(Json.write(report)).doesNotContain("\n");
        assertThat(Json.readReport(Json.write(report))).isEqualTo(report);
    }

    @Test
    void theTypeIsAFieldThatAnyoneCanRead() {
        assertThat(Json.write(new ToServer.Join("run", "client-1")))
                .isEqualTo("{\"type\":\"join\",\"runId\":\"run\",\"client\":\"client-1\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "17",
                "\"join\"",
                "{}",
                "{\"type\":\"join\"}",
                "{\"type\":\"join\",\"runId\":null,\"client\":\"client-1\"}",
                "{\"type\":\"join\",\"runId\":\"run\",\"client\":7}",
                "{\"type\":\"join\",\"runId\":\"run\",\"client\":\"client-1\",\"admin\":true}",
                "{\"type\":\"healthCheck\"}{\"type\":\"healthCheck\"}",
                "{\"type\":\"java.lang.Runtime\"}",
                "{\"type\":\"update\",\"epoch\":0,\"height\":0,\"hash\":\"\",\"change\":\"AAA=\"}",
                "{\"type\":\"update\",\"epoch\":0,\"height\":0,\"hash\":\"\",\"change\":\"not base64\"}",
                "{\"type\":\"update\",\"epoch\":0,\"height\":0,\"hash\":\"\",\"change\":[1]}",
                "{\"type\":\"witness\",\"epoch\":99999999999999999999,\"height\":0,\"index\":0,\"position\":0,\"seen\":\"\"}",
                "{\"type\":\"witness\",\"epoch\":0,\"height\":0,\"index\":0.5,\"position\":0,\"seen\":\"\"}",
                "{\"type\":\"witness\",\"epoch\":0,\"height\":0,\"index\":null,\"position\":0,\"seen\":\"\"}"
            })
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Json.readToServer(text)).isInstanceOf(Json.MalformedException.class);
    }

    @Test
    void deepNestingIsRefused() {
        assertThatThrownBy(() -> Json.readToServer("[".repeat(1 << 20))).isInstanceOf(Json.MalformedException.class);
    }
}
