package io.github.coordinator.examples.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.tuple;

import io.github.coordinator.ClientId;
import io.github.coordinator.HostedRun;
import io.github.coordinator.HostedRunSnapshot;
import io.github.coordinator.OperatorOutcome;
import io.github.coordinator.Outcome;
import io.github.coordinator.Removal;
import io.github.coordinator.RunAnswer;
import io.github.coordinator.RunInput;
import io.github.coordinator.RunState;
import io.github.coordinator.RunStatus;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.config.RunConfigBuilder;
import io.github.coordinator.round.DataRange;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundPart;
import io.github.coordinator.round.Seat;
import io.github.coordinator.round.SeedSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TrainingHostTest {
    private static final Instant START = Instant.parse("2030-01-01T12:00:00Z");
    private static final Duration GRACE = Duration.ofMinutes(2);
    private static final SeedSource SEEDS = SeedSource.fixed(7);
    private static final int INBOX = 200_000;

    private final List<Throwable> failures = new ArrayList<>();
    private final Recorder transport = new Recorder();
    private ManualTime time = new ManualTime(START);

    // Timers

    @Test
    void messagesLeaveNoTimersInTheQueue() {
        TrainingHost<String> host = start(config(2));
        join(host, "ada", "grace");
        time.advance(GRACE);
        assertThat(host.status().state()).isEqualTo(RunState.WARMUP);
        for (int i = 0; i < 10_000; i++) {
            host.offer("ada", new RunInput.HealthCheck(client("ada")));
            time.run();
        }
        assertThat(time.waiting()).isEqualTo(1);
    }

    @Test
    @Timeout(60)
    void messagesLeaveNoTimersInTheQueueOfARealThread() throws Exception {
        ScheduledThreadPoolExecutor thread = (ScheduledThreadPoolExecutor) EventLoop.newThread();
        EventLoop loop = new EventLoop(thread, InstantSource.fixed(START), INBOX, failures::add);
        try (TrainingHost<String> host = host(HostedRun.start(config(2), SEEDS, START), loop, transport)) {
            host.offer("ada", join("ada"));
            host.offer("grace", join("grace"));
            for (int i = 0; i < 1_000; i++) {
                CompletableFuture<Outcome> done = new CompletableFuture<>();
                host.submit(run -> done.complete(run.healthCheck(client("ada"))));
                done.get();
            }
            thread.submit(() -> {}).get();
            assertThat(host.status().state()).isEqualTo(RunState.WARMUP);
            assertThat(thread.getQueue())
                    .as("the timer, and the end of the grace time")
                    .hasSize(2);
        }
    }

    @Test
    void eachTurnIsTimed() {
        List<Duration> turns = new ArrayList<>();
        EventLoop loop = loop(INBOX);
        loop.measure(turns::add);
        loop.start(now -> Optional.empty());
        loop.add(() -> {});
        time.run();
        assertThat(turns).as("all that has arrived, and a tick").hasSize(1);
        loop.add(() -> {});
        time.run();
        assertThat(turns).hasSize(2).allMatch(turn -> turn.toNanos() > 0);
    }

    @Test
    void aTickThatThrowsIsReportedAndTriedAgain() {
        AtomicBoolean isBroken = new AtomicBoolean(true);
        TrainingHost<String> host = start(config(2), (epoch, height) -> {
            if (isBroken.get()) {
                throw new IllegalStateException("no seed");
            }
            return 7;
        });
        join(host, "ada", "grace");
        ready(host, "ada", "grace");
        assertThat(failures).singleElement().asString().contains("no seed");
        assertThat(host.status().state()).isEqualTo(RunState.WARMUP);

        time.advance(EventLoop.RETRY);
        assertThat(failures).hasSize(2);
        isBroken.set(false);
        time.advance(EventLoop.RETRY);
        assertThat(failures).hasSize(2);
        assertThat(host.status().state()).isEqualTo(RunState.ROUND_TRAIN);
    }

    // The end

    @Test
    void afterItsEndAHostTakesNothingAndSendsNothing() {
        TrainingHost<String> host = start(config(2));
        join(host, "ada", "grace");
        host.offer("ada", new RunInput.HealthCheck(client("ada")));
        transport.take();
        host.close();

        assertThat(host.offer("ada", new RunInput.HealthCheck(client("ada")))).isFalse();
        assertThat(host.submit(HostedRun::pause)).isFalse();
        assertThatCode(() -> host.ended("ada")).doesNotThrowAnyException();
        assertThatCode(host::close).doesNotThrowAnyException();
        time.advance(Duration.ofDays(1));
        assertThat(transport.take()).isEmpty();
        assertThat(failures).isEmpty();
        assertThat(time.waiting()).isZero();
    }

    @Test
    void aHostThatItsTransportClosesSendsNothingMore() {
        List<TrainingHost<String>> host = new ArrayList<>();
        Recorder closing = new Recorder() {
            @Override
            public void answer(String to, RunInput message, RunAnswer answer) {
                super.answer(to, message, answer);
                host.get(0).close();
            }
        };
        host.add(host(HostedRun.start(config(2), SEEDS, START), loop(INBOX), closing));
        join(host.get(0), "ada", "grace");
        time.advance(Duration.ofDays(1));
        assertThat(closing.take()).containsExactly("ada: ACCEPTED");
        assertThat(failures).isEmpty();
    }

    @Test
    @Timeout(60)
    void messagesThatArriveDuringTheEndDoNotThrow() throws Exception {
        ExecutorService sender = Executors.newSingleThreadExecutor();
        for (int i = 0; i < 50; i++) {
            EventLoop loop = new EventLoop(EventLoop.newThread(), InstantSource.system(), INBOX, failures::add);
            TrainingHost<String> host = host(HostedRun.start(config(2), SEEDS, Instant.now()), loop, transport);
            Future<?> sending = sender.submit(() -> {
                while (host.offer("ada", new RunInput.HealthCheck(client("ada")))) {
                    host.ended("grace");
                }
            });
            host.close();
            sending.get();
        }
        sender.shutdown();
        assertThat(failures).isEmpty();
    }

    // Sessions

    @Test
    void aClientThatJoinsAgainBeforeTheEndOfItsOldConnectionIsNotLost() {
        TrainingHost<String> host = start(config(2));
        host.offer("ada", join("ada"));
        host.offer("ada again", join("ada"));
        host.ended("ada");
        join(host, "grace");
        assertThat(transport.take())
                .containsSubsequence("ada: ACCEPTED", "ada again: ACCEPTED", "ada: closed", "everyone: WARMUP");

        host.offer("ada once more", join("ada"));
        time.run();
        host.ended("ada again");
        ready(host, "ada once more", "grace");
        assertThat(transport.take())
                .startsWith("ada once more: ALREADY_MEMBER", "ada again: closed", "ada once more: WARMUP")
                .contains("ada once more: seat 0")
                .endsWith("everyone: ROUND_TRAIN");
        assertThat(transport.removals).isEmpty();
    }

    @Test
    void aConnectionThatEndsWhileItsJoinWaitsIsGone() {
        TrainingHost<String> host = start(config(2));
        host.offer("ada", join("ada"));
        host.ended("ada");
        join(host, "grace");
        assertThat(host.status().state()).isEqualTo(RunState.WAITING_FOR_MEMBERS);
    }

    @Test
    void aMemberThatComesBackKeepsItsSeatAndItsPlaceAmongThePendingClients() {
        TrainingHost<String> host = start(config(2).toBuilder().maxClients(2).build());
        join(host, "ada", "grace");
        join(host, "late");
        ready(host, "ada", "grace");
        transport.take();

        host.ended("ada");
        time.run();
        host.offer("ada again", join("ada"));
        time.run();
        assertThat(transport.take())
                .containsExactly("ada again: SEAT_KEPT", "ada again: seat 0", "ada again: ROUND_TRAIN");
        runUntil(host, RunState.COOLDOWN);
        runUntil(host, RunState.WARMUP);
        // One seat goes to the client that has waited longest, and the other to the first of the last members.
        host.submit(run -> assertThat(run.roster().clients()).containsExactly(client("ada"), client("late")));
        time.run();
        assertThat(failures).isEmpty();
    }

    // Removals and seats

    @Test
    void aRemovedClientIsToldWhyAndMayJoinAgain() {
        TrainingHost<String> host =
                start(config(2).toBuilder().maxMissedAttestations(1).build());
        join(host, "ada", "grace", "alan", "mute");
        ready(host, "ada", "grace", "alan", "mute");
        Round first = host.status().round().orElseThrow();
        assertThat(first.partOf(transport.seats.get("mute"))).isPresent();
        attest(host, first, "ada", "grace", "alan");
        runUntil(host, RunState.ROUND_WITNESS);
        transport.take();
        runUntil(host, RunState.ROUND_TRAIN);

        assertThat(transport.take()).containsOnlyOnce("mute: removed NOT_ATTESTING");
        Round second = host.status().round().orElseThrow();
        assertThat(second.height()).isEqualTo(1);
        assertThat(second.partOf(transport.seats.get("mute"))).isEmpty();
        assertThat(second.partOf(transport.seats.get("ada"))).isPresent();

        join(host, "mute");
        assertThat(transport.take()).containsExactly("mute: ACCEPTED", "mute: ROUND_TRAIN");
    }

    @Test
    void clientsThatHangUpInWarmUpCostTheOthersNoMessage() {
        TrainingHost<String> host =
                start(config(2).toBuilder().initMinClients(20).build());
        String[] all = names(0, 20);
        join(host, all);
        transport.take();
        for (String name : names(0, 10)) {
            host.ended(name);
            time.run();
        }
        assertThat(transport.removals).hasSize(10);
        assertThat(transport.take()).isEmpty();

        ready(host, names(10, 20));
        assertThat(transport.take().stream().filter(line -> line.contains("seat")))
                .hasSize(10);
        assertThat(host.status().round().orElseThrow().clientCount()).isEqualTo(10);
    }

    // The inbox

    @Test
    void afterAStallEveryMessageThatHasArrivedCountsBeforeTheRunGoesOn() {
        TrainingHost<String> host =
                start(config(3).toBuilder().maxMissedAttestations(1).build());
        join(host, "ada", "grace", "alan");
        ready(host, "ada", "grace", "alan");
        runUntil(host, RunState.ROUND_WITNESS);
        Round round = host.status().round().orElseThrow();

        time.stall(Duration.ofHours(1));
        attest(host, round, "ada", "grace", "alan");
        assertThat(host.status().state()).isEqualTo(RunState.ROUND_TRAIN);
        assertThat(host.status().step()).isEqualTo(2);
        assertThat(transport.removals).isEmpty();
    }

    @Test
    void aStallMakesNobodySilentButSilenceDoes() {
        Duration timeout = Duration.ofMinutes(3);
        TrainingHost<String> host =
                start(config(2).toBuilder().healthCheckTimeout(timeout).build());
        join(host, "ada", "grace", "mute");
        time.stall(Duration.ofMinutes(30));
        time.run();
        assertThat(transport.removals).isEmpty();

        for (int minute = 0; minute < 3; minute++) {
            host.offer("ada", new RunInput.HealthCheck(client("ada")));
            host.offer("grace", new RunInput.HealthCheck(client("grace")));
            time.advance(timeout.dividedBy(3));
        }
        assertThat(transport.removals).extracting(Removal::client).containsExactly(client("mute"));
        assertThat(transport.removals).extracting(Removal::cause).containsExactly(Removal.Cause.SILENT);
    }

    @Test
    void aFullInboxRefusesMessagesButTakesTheEndsOfConnections() {
        TrainingHost<String> host = host(HostedRun.start(config(2), SEEDS, START), loop(10), transport);
        join(host, "ada", "grace");
        for (int i = 0; i < 10; i++) {
            assertThat(host.offer("ada", new RunInput.HealthCheck(client("ada"))))
                    .isTrue();
        }
        assertThat(host.offer("ada", new RunInput.HealthCheck(client("ada")))).isFalse();
        assertThat(host.submit(HostedRun::pause)).isFalse();
        host.ended("ada");
        time.run();
        assertThat(transport.removals).extracting(Removal::client).containsExactly(client("ada"));
        assertThat(host.submit(HostedRun::pause)).isTrue();
    }

    @Test
    void aTransportThatFailsIsReportedAndStopsNothingElse() {
        Recorder failing = new Recorder() {
            @Override
            public void send(String to, Seat seat) {
                if (to.equals("ada")) {
                    throw new IllegalStateException("no way to " + to);
                }
                super.send(to, seat);
            }
        };
        TrainingHost<String> host = host(HostedRun.start(config(2), SEEDS, START), loop(INBOX), failing);
        join(host, "ada", "grace");
        ready(host, "ada", "grace");
        assertThat(failing.take()).endsWith("grace: seat 1", "everyone: ROUND_TRAIN");
        assertThat(failures).singleElement().asString().contains("no way to ada");
    }

    @Test
    void theOperatorsCallsComeInTheSameOrderAsTheMessages() {
        TrainingHost<String> host = start(config(2));
        List<OperatorOutcome> outcomes = new ArrayList<>();
        host.offer("ada", join("ada"));
        host.submit(run -> outcomes.add(run.eject(client("ada"))));
        host.offer("ada", join("ada"));
        host.submit(run -> outcomes.add(run.pause()));
        time.run();
        assertThat(transport.take())
                .containsExactly("ada: ACCEPTED", "ada: WAITING_FOR_MEMBERS", "ada: EJECTED", "everyone: PAUSED");
        assertThat(outcomes).containsExactly(OperatorOutcome.RECORDED, OperatorOutcome.RECORDED);

        host.submit(HostedRun::resume);
        time.run();
        assertThat(transport.take()).containsExactly("everyone: WAITING_FOR_MEMBERS");
    }

    // Restart

    @Test
    void afterARestartTheTimeAwayCountsForNothingAndTheClientsThatStayAwayAreRemoved() {
        TrainingHost<String> before = start(config(2));
        join(before, "ada", "grace", "lost");
        ready(before, "ada", "grace", "lost");
        CompletableFuture<HostedRunSnapshot> saved = new CompletableFuture<>();
        before.submit(run -> saved.complete(run.snapshot()));
        time.run();
        before.close();

        time = new ManualTime(START.plus(Duration.ofHours(10)));
        TrainingHost<String> host = host(HostedRun.restore(saved.join(), SEEDS), loop(INBOX), transport);
        time.run();
        assertThat(host.status().state()).isEqualTo(RunState.ROUND_TRAIN);
        assertThat(host.status().stateDue())
                .contains(time.instant().plus(config(2).maxRoundTrainTime()));

        transport.take();
        join(host, "ada", "grace");
        assertThat(transport.take())
                .containsExactly(
                        "ada: ALREADY_MEMBER",
                        "ada: seat 0",
                        "ada: ROUND_TRAIN",
                        "grace: ALREADY_MEMBER",
                        "grace: seat 1",
                        "grace: ROUND_TRAIN");
        attest(host, host.status().round().orElseThrow(), "ada", "grace");
        assertThat(host.status().state()).as("the lost may still come back").isEqualTo(RunState.ROUND_TRAIN);
        time.advance(GRACE);
        runUntil(host, RunState.ROUND_WITNESS);
        runUntil(host, RunState.ROUND_TRAIN);
        assertThat(transport.removals)
                .extracting(Removal::client, Removal::cause)
                .containsExactly(tuple(client("lost"), Removal.Cause.DISCONNECTED));
        assertThat(failures).isEmpty();
    }

    // Whole runs

    @Test
    void aRunWhoseClientsDoTheirPartEndsWithoutWaitingForAnyTimeout() {
        DutifulClients clients = new DutifulClients();
        TrainingHost<String> host = clients.host(time, SEEDS, failures);
        join(host, "ada", "grace");
        runUntil(host, RunState.FINISHED);

        assertThat(host.status().step()).isEqualTo(DutifulClients.STEPS + 1);
        assertThat(clients.trained.stream().mapToLong(DataRange::size))
                .hasSize(2 * DutifulClients.STEPS)
                .containsOnly(5L);
        assertThat(Duration.between(START, time.instant())).isLessThan(Duration.ofMinutes(10));
        assertThat(failures).isEmpty();
    }

    @Test
    @Timeout(120)
    void runsOnSeveralThreadsMayShareTheirSeeds() throws Exception {
        SeedSource keyed = SeedSource.keyed(new byte[32], "demo");
        SeedSource shared = (epoch, height) -> {
            long seed = keyed.seed(epoch, height);
            for (int i = 0; i < 100; i++) {
                assertThat(keyed.seed(epoch, height)).isEqualTo(seed);
            }
            return seed;
        };
        Callable<DutifulClients> wholeRun = () -> {
            DutifulClients clients = new DutifulClients();
            ManualTime itsOwn = new ManualTime(START);
            TrainingHost<String> host = clients.host(itsOwn, shared, clients.failures);
            host.offer("ada", join("ada"));
            host.offer("grace", join("grace"));
            while (host.status().state() != RunState.FINISHED && clients.failures.isEmpty()) {
                itsOwn.runNext();
            }
            return clients;
        };
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<DutifulClients>> runs = threads.invokeAll(List.of(wholeRun, wholeRun, wholeRun, wholeRun));
        threads.shutdown();
        SeedSource alone = SeedSource.keyed(new byte[32], "demo");
        for (Future<DutifulClients> run : runs) {
            assertThat(run.get().failures).isEmpty();
            assertThat(run.get().rounds).hasSize(DutifulClients.STEPS);
            assertThat(run.get().rounds)
                    .allSatisfy(round -> assertThat(round.seed()).isEqualTo(alone.seed(round.epoch(), round.height())));
        }
    }

    /** Clients that do their part as soon as they can, on the thread of the host. */
    private static final class DutifulClients extends Recorder {
        private static final int STEPS = 200;

        private final List<DataRange> trained = new ArrayList<>();
        private final List<Round> rounds = new ArrayList<>();
        private final List<Throwable> failures = new ArrayList<>();
        private TrainingHost<String> host;

        private TrainingHost<String> host(ManualTime time, SeedSource seeds, List<Throwable> reported) {
            RunConfigBuilder config = config(2).toBuilder().totalSteps(STEPS).roundWitnessTime(Duration.ofMillis(10));
            host = new TrainingHost<>(
                    HostedRun.start(config.cooldownTime(Duration.ZERO).build(), seeds, time.instant()),
                    GRACE,
                    this,
                    new EventLoop(time, time, INBOX, reported::add));
            return host;
        }

        @Override
        public void broadcast(RunStatus status) {
            if (status.state() == RunState.WARMUP) {
                for (String name : List.of("ada", "grace")) {
                    host.offer(name, new RunInput.Ready(client(name), status.epoch()));
                }
            } else if (status.state() == RunState.ROUND_TRAIN) {
                Round round = status.round().orElseThrow();
                rounds.add(round);
                seats.forEach((name, seat) -> round.partOf(seat).ifPresent(part -> doPart(name, part)));
            }
        }

        private void doPart(String name, RoundPart part) {
            part.data().ifPresent(trained::add);
            part.proof(index -> true).ifPresent(proof -> host.offer(name, new RunInput.Witness(client(name), proof)));
        }
    }

    // What the tests are written in

    private static RunConfig config(int minClients) {
        return RunConfig.builder("demo")
                .minClients(minClients)
                .warmupTime(Duration.ofHours(1))
                .maxRoundTrainTime(Duration.ofMinutes(10))
                .roundWitnessTime(Duration.ofSeconds(30))
                .cooldownTime(Duration.ofMinutes(1))
                .roundsPerEpoch(20)
                .totalSteps(1_000)
                .globalBatchSizeStart(10)
                .build();
    }

    private TrainingHost<String> start(RunConfig config) {
        return start(config, SEEDS);
    }

    private TrainingHost<String> start(RunConfig config, SeedSource seeds) {
        return host(HostedRun.start(config, seeds, time.instant()), loop(INBOX), transport);
    }

    private EventLoop loop(int capacity) {
        return new EventLoop(time, time, capacity, failures::add);
    }

    private static TrainingHost<String> host(HostedRun run, EventLoop loop, Transport<String> transport) {
        return new TrainingHost<>(run, GRACE, transport, loop);
    }

    /** The client that a connection speaks for: its name up to the first space. */
    private static ClientId client(String connection) {
        int space = connection.indexOf(' ');
        return ClientId.of(space < 0 ? connection : connection.substring(0, space));
    }

    private static RunInput.Join join(String connection) {
        return new RunInput.Join("demo", client(connection));
    }

    private void join(TrainingHost<String> host, String... connections) {
        for (String each : connections) {
            host.offer(each, join(each));
        }
        time.run();
    }

    private void ready(TrainingHost<String> host, String... connections) {
        for (String each : connections) {
            host.offer(each, new RunInput.Ready(client(each), host.status().epoch()));
        }
        time.run();
    }

    private void attest(TrainingHost<String> host, Round round, String... connections) {
        for (String each : connections) {
            RoundPart part = round.partOf(transport.seats.get(each)).orElseThrow();
            host.offer(
                    each,
                    new RunInput.Witness(client(each), part.proof(index -> true).orElseThrow()));
        }
        time.run();
    }

    private void runUntil(TrainingHost<String> host, RunState state) {
        while (host.status().state() != state && time.runNext()) {
            // Each task on the way.
        }
        assertThat(host.status().state()).isEqualTo(state);
    }

    private static String[] names(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "client-" + i).toArray(String[]::new);
    }
}
