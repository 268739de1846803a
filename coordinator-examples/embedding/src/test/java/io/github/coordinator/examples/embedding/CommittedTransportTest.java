package io.github.coordinator.examples.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.ClientId;
import io.github.coordinator.HostedRun;
import io.github.coordinator.RunInput;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.SeedSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nobody hears of a turn before its commit. */
class CommittedTransportTest {
    private static final ClientId ADA = ClientId.of("ada");
    private static final RunConfig CONFIG = RunConfig.builder("demo")
            .minClients(1)
            .warmupTime(Duration.ofMinutes(5))
            .maxRoundTrainTime(Duration.ofMinutes(10))
            .roundWitnessTime(Duration.ofSeconds(30))
            .cooldownTime(Duration.ofMinutes(2))
            .roundsPerEpoch(20)
            .totalSteps(1_000)
            .globalBatchSizeStart(64)
            .build();

    private final ManualTime time = new ManualTime(Instant.EPOCH);
    private final List<Throwable> failures = new ArrayList<>();
    private final List<Duration> turns = new ArrayList<>();
    private final EventLoop loop = new EventLoop(time, time, 100, failures::add);
    private final Recorder recorder = new Recorder();
    private boolean isFull;

    private TrainingHost<String> start() {
        loop.measure(turns::add);
        HostedRun run = HostedRun.start(CONFIG, SeedSource.fixed(7), Instant.EPOCH);
        Transport<String> transport = new CommittedTransport<>(recorder, loop, () -> {
            if (isFull) {
                throw new IllegalStateException("the disk is full");
            }
            recorder.broadcast(run.status());
        });
        TrainingHost<String> host = new TrainingHost<>(run, Duration.ofMinutes(1), transport, loop);
        time.run();
        assertThat(recorder.take()).as("the commit").containsExactly("everyone: WAITING_FOR_MEMBERS");
        return host;
    }

    @Test
    void theCommitComesBeforeTheAnswersOfItsTurn() {
        TrainingHost<String> host = start();
        host.offer("first", new RunInput.Join("demo", ADA));
        host.offer("second", new RunInput.Join("demo", ADA));
        time.run();
        assertThat(recorder.take())
                .containsExactly(
                        "everyone: WARMUP",
                        "first: ACCEPTED",
                        "first: WAITING_FOR_MEMBERS",
                        "second: ACCEPTED",
                        "first: closed",
                        "second: WAITING_FOR_MEMBERS",
                        "everyone: WARMUP");

        time.advance(Duration.ofMinutes(5));
        assertThat(recorder.take())
                .as("what follows from the tick")
                .endsWith("everyone: ROUND_TRAIN", "second: seat 0", "everyone: ROUND_TRAIN");
        assertThat(turns).isNotEmpty();
        assertThat(failures).isEmpty();
    }

    @Test
    void nobodyHearsOfATurnThatCannotBeCommitted() {
        TrainingHost<String> host = start();
        isFull = true;
        host.offer("first", new RunInput.Join("demo", ADA));
        time.run();
        assertThat(recorder.take()).isEmpty();
        assertThat(failures).singleElement().asString().contains("the disk is full");
        assertThat(host.offer("first", new RunInput.Join("demo", ADA)))
                .as("the loop has ended")
                .isFalse();
    }
}
