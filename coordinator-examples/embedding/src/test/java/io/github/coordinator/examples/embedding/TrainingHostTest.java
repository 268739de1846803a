package io.github.coordinator.examples.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.ClientId;
import io.github.coordinator.RunState;
import io.github.coordinator.RunStatus;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.DataRange;
import io.github.coordinator.round.Seat;
import io.github.coordinator.round.SeedSource;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TrainingHostTest {
    private static final ClientId ADA = ClientId.of("ada");
    private static final ClientId GRACE = ClientId.of("grace");
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
        private final List<DataRange> trained = new ArrayList<>();
        private final CompletableFuture<RunStatus> finished = new CompletableFuture<>();
        private final CompletableFuture<TrainingHost> host = new CompletableFuture<>();

        @Override
        public void broadcast(RunStatus status) {
            if (status.state() == RunState.FINISHED) {
                finished.complete(status);
            } else if (status.state() == RunState.WARMUP) {
                seats.keySet().forEach(client -> host.join().ready(client));
            } else if (status.state() == RunState.ROUND_TRAIN) {
                seats.forEach((client, seat) -> RoundPart.of(status, seat).ifPresent(part -> attest(client, part)));
            }
        }

        private void attest(ClientId client, RoundPart part) {
            part.data().ifPresent(trained::add);
            part.proof(seen -> true).ifPresent(proof -> host.join().witness(client, proof));
        }

        @Override
        public void send(ClientId client, RunStatus status) {}

        @Override
        public void send(ClientId client, Seat seat) {
            seats.put(client, seat);
        }

        @Override
        public void send(ClientId client, Enum<?> outcome) {}
    }

    /** Keeps what it is to send, to be taken in that order. */
    private static class Recorder implements TrainingHost.Transport {
        private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();

        @Override
        public void broadcast(RunStatus status) {
            sent.add("everyone: " + status.state());
        }

        @Override
        public void send(ClientId client, RunStatus status) {
            sent.add(client + ": " + status.state());
        }

        @Override
        public void send(ClientId client, Seat seat) {
            sent.add(client + ": seat " + seat.index());
        }

        @Override
        public void send(ClientId client, Enum<?> outcome) {
            sent.add(client + ": " + outcome);
        }

        List<String> take(int count) throws InterruptedException {
            List<String> taken = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                taken.add(sent.poll(20, TimeUnit.SECONDS));
            }
            return taken;
        }
    }

    /** Two members in warm-up. */
    private static void fill(TrainingHost host, Recorder transport) throws InterruptedException {
        host.join(ADA, "demo");
        host.join(GRACE, "demo");
        assertThat(transport.take(7))
                .containsExactly(
                        "ada: ACCEPTED",
                        "ada: WAITING_FOR_MEMBERS",
                        "grace: ACCEPTED",
                        "grace: WAITING_FOR_MEMBERS",
                        "ada: seat 0",
                        "grace: seat 1",
                        "everyone: WARMUP");
    }

    @Test
    void whoComesIsToldWhereTheRunStandsAndWhereItSits() throws Exception {
        Recorder transport = new Recorder();
        try (TrainingHost host = host(transport)) {
            fill(host, transport);
            host.ready(ADA);
            host.ready(GRACE);
            assertThat(transport.take(3)).endsWith("everyone: ROUND_TRAIN");

            host.disconnected(GRACE);
            host.join(GRACE, "demo");
            host.join(ClientId.of("late"), "demo");
            assertThat(transport.take(5))
                    .containsExactly(
                            "grace: SEAT_KEPT",
                            "grace: seat 1",
                            "grace: ROUND_TRAIN",
                            "late: ACCEPTED",
                            "late: ROUND_TRAIN");
        }
    }

    @Test
    void whoLeavesIsNoLongerPendingAndNoMember() throws Exception {
        Recorder transport = new Recorder();
        try (TrainingHost host = host(transport)) {
            host.join(ClientId.of("undecided"), "demo");
            host.leave(ClientId.of("undecided"));
            assertThat(transport.take(3)).endsWith("undecided: NOT_A_MEMBER");

            fill(host, transport);
            host.leave(GRACE);
            assertThat(transport.take(2)).containsExactly("grace: RECORDED", "everyone: WAITING_FOR_MEMBERS");
        }
    }

    @Test
    void aTransportThatFailsIsSeenAndStopsNothingElse() throws Exception {
        Recorder transport = new Recorder() {
            @Override
            public void send(ClientId client, Seat seat) {
                if (client.equals(ADA)) {
                    throw new IllegalStateException("no way to " + client);
                }
                super.send(client, seat);
            }
        };
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        try (TrainingHost host =
                new TrainingHost(CONFIG, SeedSource.fixed(7), transport, Clock.systemUTC(), failure::complete)) {
            host.join(ADA, "demo");
            host.join(GRACE, "demo");
            assertThat(transport.take(6)).endsWith("grace: seat 1", "everyone: WARMUP");
            assertThat(failure.get(20, TimeUnit.SECONDS)).hasMessage("no way to ada");

            host.ready(ADA);
            host.ready(GRACE);
            assertThat(transport.take(3)).containsExactly("ada: RECORDED", "grace: RECORDED", "everyone: ROUND_TRAIN");
        }
    }

    private static TrainingHost host(TrainingHost.Transport transport) {
        return new TrainingHost(CONFIG, SeedSource.fixed(7), transport, Clock.systemUTC(), Throwable::printStackTrace);
    }

    @Test
    void trainsToTheEndWithoutWaitingForAnyTimeout() {
        ModelClients clients = new ModelClients();
        try (TrainingHost host = host(clients)) {
            clients.host.complete(host);
            List.of(ADA, GRACE).forEach(client -> host.join(client, "demo"));
            RunStatus end = clients.finished.orTimeout(20, TimeUnit.SECONDS).join();
            assertThat(end.step()).isEqualTo(4);
            assertThat(end.epoch()).isEqualTo(1);
            assertThat(clients.trained.stream().mapToLong(DataRange::size))
                    .hasSize(6)
                    .containsOnly(5L);
        }
    }
}
