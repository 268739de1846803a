package io.github.coordinator.examples.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.ClientId;
import io.github.coordinator.RunState;
import io.github.coordinator.RunStatus;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.Seat;
import io.github.coordinator.round.SeedSource;
import io.github.coordinator.witness.ParticipationBitmap;
import io.github.coordinator.witness.WitnessProof;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TrainingHostTest {
    private static final RunConfig CONFIG = RunConfig.builder("demo")
            .minClients(2)
            .initMinClients(2)
            .witnessNodes(1)
            .warmupTime(Duration.ofSeconds(30))
            .maxRoundTrainTime(Duration.ofSeconds(30))
            .roundWitnessTime(Duration.ofMillis(5))
            .cooldownTime(Duration.ofMillis(5))
            .roundsPerEpoch(2)
            .totalSteps(3)
            .globalBatchSizeStart(10)
            .build();

    /** Clients that answer every broadcast as they should, on the host's own thread. */
    private static final class ModelClients implements TrainingHost.Transport {
        private final Map<ClientId, Seat> seats = new HashMap<>();
        private final CompletableFuture<RunStatus> finished = new CompletableFuture<>();
        private final CompletableFuture<TrainingHost> host = new CompletableFuture<>();

        @Override
        public void broadcast(RunStatus status) {
            Round round = status.round();
            if (status.state() == RunState.FINISHED) {
                finished.complete(status);
            } else if (status.state() == RunState.WARMUP) {
                seats.keySet().forEach(client -> host.join().ready(client));
            } else if (status.state() == RunState.ROUND_TRAIN && round != null) {
                ParticipationBitmap everyone = ParticipationBitmap.of(round.clients(), seat -> true);
                seats.forEach((client, seat) -> WitnessProof.of(round, seat, everyone)
                        .ifPresent(proof -> host.join().witness(client, proof)));
            }
        }

        @Override
        public void send(ClientId client, Seat seat) {
            seats.put(client, seat);
        }

        @Override
        public void send(ClientId client, Enum<?> outcome) {}
    }

    @Test
    void trainsToTheEndWithoutWaitingForAnyTimeout() {
        ModelClients clients = new ModelClients();
        try (TrainingHost host = new TrainingHost(CONFIG, SeedSource.fixed(7), clients, Clock.systemUTC())) {
            clients.host.complete(host);
            List.of("ada", "grace").forEach(name -> host.join(ClientId.of(name), "demo"));
            RunStatus end = clients.finished.orTimeout(20, TimeUnit.SECONDS).join();
            assertThat(end.step()).isEqualTo(4);
            assertThat(end.epoch()).isEqualTo(1);
        }
    }

    @Test
    void theReadmeShowsThisVeryCode() throws Exception {
        String code =
                Files.readString(Path.of("src/main/java/io/github/coordinator/examples/embedding/TrainingHost.java"));
        assertThat(Files.readString(Path.of("../../README.md")).replace("\r\n", "\n"))
                .as("the block under the heading on embedding")
                .contains("```java\n" + code.replace("\r\n", "\n") + "```\n");
    }
}
