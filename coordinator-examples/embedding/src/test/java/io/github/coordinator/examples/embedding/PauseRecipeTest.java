package io.github.coordinator.examples.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.ClientId;
import io.github.coordinator.HostedRun;
import io.github.coordinator.RunState;
import io.github.coordinator.TickResult;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.SeedSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The recipe of OPERATIONS that pauses a run after rounds without progress. */
class PauseRecipeTest {
    private final HostedRun run = HostedRun.start(
            RunConfig.builder("demo")
                    .minClients(1)
                    .warmupTime(Duration.ofSeconds(1))
                    .maxRoundTrainTime(Duration.ofSeconds(1))
                    .roundWitnessTime(Duration.ofSeconds(1))
                    .cooldownTime(Duration.ofSeconds(1))
                    .maxAbsentRounds(0)
                    .maxMissedAttestations(0)
                    .roundsPerEpoch(20)
                    .totalSteps(1_000)
                    .globalBatchSizeStart(64)
                    .build(),
            SeedSource.fixed(7),
            Instant.EPOCH);

    // OPERATIONS.md has these lines.
    int unconfirmed;

    void pauseWithoutProgress(TickResult result) {
        result.evaluation().ifPresent(round -> unconfirmed = round.confirmed() ? 0 : unconfirmed + 1);
        if (unconfirmed == 3) {
            run.pause();
        }
    }
    // Until here.

    @Test
    void threeUnconfirmedRoundsPauseTheRun() {
        run.join("demo", ClientId.of("ada"));
        for (int second = 0; run.status().state() != RunState.PAUSED; second++) {
            pauseWithoutProgress(run.tick(Instant.EPOCH.plusSeconds(second)));
            assertThat(second).isLessThan(60);
        }
        assertThat(unconfirmed).isEqualTo(3);
    }

    @Test
    void theDocumentHasTheSameLines() throws IOException {
        assertThat(Files.readString(Path.of("../../coordinator-core/docs/OPERATIONS.md"))
                        .replace("\r\n", "\n"))
                .contains(block());
    }

    private static String block() throws IOException {
        List<String> lines = Files.readAllLines(
                Path.of("src/test/java/io/github/coordinator/examples/embedding/PauseRecipeTest.java"));
        int from = lines.indexOf("    // OPERATIONS.md has these lines.") + 1;
        int to = lines.indexOf("    // Until here.");
        return String.join("\n", lines.subList(from, to)).indent(-4);
    }
}
