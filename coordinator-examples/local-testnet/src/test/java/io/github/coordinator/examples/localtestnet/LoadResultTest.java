package io.github.coordinator.examples.localtestnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.Removal;
import io.github.coordinator.RunState;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LoadResultTest {
    private static final RunReport.Load SERVER = new RunReport.Load(1_234, 1_500_000, 20_000_000, 300_000_000, 4_096);

    @Test
    void theRowFitsTheHeader() {
        String row = result(LoadScenario.STEADY, 8, Map.of(), 0).row();
        assertThat(row)
                .isEqualTo(
                        "| steady | 8 of 9 | 1,234 | 1.5 ms | 20.0 ms | 300.0 ms | 2.0 ms | 3.0 ms | 4 KiB | 200 MiB |");
        assertThat(row.chars().filter(each -> each == '|').count())
                .isEqualTo(LoadResult.HEADER
                        .lines()
                        .findFirst()
                        .orElseThrow()
                        .chars()
                        .filter(each -> each == '|')
                        .count());
    }

    @Test
    void whatShouldNotHappenIsSaid() {
        assertThat(result(LoadScenario.GARBAGE, 8, Map.of(), 0).complaints()).isEmpty();
        assertThat(result(LoadScenario.GARBAGE, 7, Map.of(Removal.Cause.ABSENT, 2), 3)
                        .complaints())
                .containsExactly(
                        "garbage: the server ended with status 3",
                        "garbage: the run made 7 of 8 steps",
                        "garbage: 2 times, an honest client was removed as ABSENT");
    }

    @Test
    void aClientMayBeRemovedForTheEndOfItsConnectionWhereThatIsTheLoad() {
        Map<Removal.Cause, Integer> removals = Map.of(Removal.Cause.DISCONNECTED, 1);
        assertThat(result(LoadScenario.RECONNECTIONS, 8, removals, 0).complaints())
                .isEmpty();
        assertThat(result(LoadScenario.JOINS, 8, removals, 0).complaints()).hasSize(1);
    }

    @Test
    void onlyAStatusThatAllHaveIsMeasured() {
        LoadFigures figures = new LoadFigures();
        ToClient.Status status = new ToClient.Status(
                "run", RunState.WARMUP, 0, 1, 8, null, 0, true, 0, null, null, new Settings(1, 1, 0.1, 1), "hash");
        figures.heard(status, 100);
        assertThat(figures.timesToAll(2)).isEmpty();
        figures.heard(status, 70);
        assertThat(figures.timesToAll(2)).containsExactly(30L);
    }

    @Test
    void garbageIsSaidInPlaceOfEachMessage() {
        Random random = new Random(1);
        ToServer.Update update = new ToServer.Update(0, 3, Weights.of(1, 2));
        for (int i = 0; i < 100; i++) {
            assertThat(LoadGarbage.insteadOf(update, random)).isNotEqualTo(Json.write(update));
        }
    }

    private static LoadResult result(
            LoadScenario scenario, long steps, Map<Removal.Cause, Integer> removals, int status) {
        return new LoadResult(
                scenario,
                status,
                steps,
                8,
                9,
                removals,
                Map.of(),
                SERVER,
                List.of(1_000_000L, 2_000_000L, 3_000_000L),
                204_800);
    }
}
