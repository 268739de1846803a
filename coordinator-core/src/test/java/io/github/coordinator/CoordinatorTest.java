package io.github.coordinator;

import static io.github.coordinator.Scene.ADA;
import static io.github.coordinator.Scene.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.ParticipationBitmap;
import io.github.coordinator.round.RoundId;
import io.github.coordinator.round.SeedSource;
import io.github.coordinator.round.WitnessProof;
import java.time.Instant;
import java.util.ConcurrentModificationException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The revision, calls that overlap, and null arguments. */
class CoordinatorTest {
    private static final WitnessProof PROOF =
            new WitnessProof(new RoundId(0, 0), 0, 0, ParticipationBitmap.of(3, seen -> true));

    private final Scene scene = new Scene(Scene.config());
    private final Coordinator run = scene.run;

    private void changesTheRevision(Runnable call) {
        long before = run.revision();
        call.run();
        assertThat(run.revision()).isGreaterThan(before);
    }

    private void keepsTheRevision(Runnable call) {
        long before = run.revision();
        call.run();
        assertThat(run.revision()).isEqualTo(before);
    }

    @Test
    void aNewOrRestoredRunBeginsWithRevisionZero() {
        assertThat(run.revision()).isZero();
        scene.train();
        assertThat(run.revision()).isPositive();
        assertThat(Coordinator.restore(run.snapshot(), Set::of, scene.seeds).revision())
                .isZero();
    }

    @Test
    void theRevisionChangesWithWhatIsRecorded() {
        changesTheRevision(() -> run.join("run", ADA));
        changesTheRevision(scene::warmUp);
        changesTheRevision(() -> run.ready(ADA, 0));
        changesTheRevision(() -> run.healthCheck(ADA));
        changesTheRevision(() -> run.disconnected(ADA));
        changesTheRevision(() -> run.join("run", ADA));
        changesTheRevision(run::pause);
        changesTheRevision(run::resume);
        changesTheRevision(() -> scene.tickInto(RunState.ROUND_TRAIN));
        changesTheRevision(scene::attest);
        changesTheRevision(() -> run.leave(ADA));
        changesTheRevision(() -> run.eject(BOB));
        changesTheRevision(() -> run.restarted(scene.now.plusSeconds(5)));
        // The clock has gone back.
        changesTheRevision(scene::tick);
    }

    @Test
    void theRevisionDoesNotChangeWithWhatIsRefusedOrQuiet() {
        keepsTheRevision(() -> run.join("another run", ADA));
        keepsTheRevision(() -> run.ready(ADA, 0));
        keepsTheRevision(() -> run.witness(ADA, PROOF));
        keepsTheRevision(run::resume);
        scene.warmUp();
        keepsTheRevision(() -> run.join("run", ADA));
        keepsTheRevision(() -> run.ready(ADA, 1));
        keepsTheRevision(() -> run.healthCheck(ClientId.of("stranger")));
        keepsTheRevision(() -> run.disconnected(ClientId.of("stranger")));
        keepsTheRevision(() -> run.leave(ClientId.of("stranger")));
        keepsTheRevision(scene::tick);
        scene.now = scene.now.plusSeconds(1);
        keepsTheRevision(scene::tick);
        run.eject(ADA);
        keepsTheRevision(() -> run.eject(ADA));
        keepsTheRevision(() -> run.leave(ADA));
        keepsTheRevision(() -> run.join("run", ADA));
    }

    @Test
    void theRevisionDoesNotChangeWithQuestions() {
        scene.train();
        keepsTheRevision(() -> queries(run).forEach(Runnable::run));
    }

    private static List<Runnable> queries(Coordinator run) {
        return List.of(run::status, run::roster, () -> run.seat(ADA), run::removals, run::nextDeadline, run::snapshot);
    }

    private static List<Runnable> calls(Coordinator run) {
        return List.of(
                () -> run.tick(Instant.EPOCH),
                () -> run.join("run", ADA),
                () -> run.ready(ADA, 0),
                () -> run.healthCheck(ADA),
                () -> run.witness(ADA, PROOF),
                () -> run.disconnected(ADA),
                () -> run.leave(ADA),
                () -> run.eject(ADA),
                run::pause,
                run::resume,
                () -> run.restarted(Instant.EPOCH));
    }

    private static void isNoticed(Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOf(ConcurrentModificationException.class)
                .hasMessage(
                        "another call is in progress: a run belongs to one thread, and its sources must not call back");
    }

    @Test
    void aCallOfASecondThreadDuringATickIsNoticedAndChangesNothing() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        Set<ClientId> clients = new LinkedHashSet<>(List.of(ADA, BOB, Scene.CYD));
        ClientSource slow = () -> {
            asked.countDown();
            awaitUnchecked(answer);
            return clients;
        };
        Coordinator slowRun = Coordinator.start(Scene.config().build(), slow, scene.seeds, Instant.EPOCH);
        CompletableFuture<TickResult> tick = CompletableFuture.supplyAsync(() -> slowRun.tick(Instant.EPOCH));
        awaitUnchecked(asked);
        calls(slowRun).forEach(CoordinatorTest::isNoticed);
        queries(slowRun).forEach(CoordinatorTest::isNoticed);
        answer.countDown();

        assertThat(tick.get(1, TimeUnit.MINUTES).status().state()).isEqualTo(RunState.WARMUP);
        assertThat(slowRun.revision()).isEqualTo(1);
        assertThat(slowRun.snapshot()).isEqualTo(warmUpSnapshot());
        assertThat(slowRun.ready(ADA, 0)).isEqualTo(MemberOutcome.RECORDED);
    }

    private RunSnapshot warmUpSnapshot() {
        scene.warmUp();
        return run.snapshot();
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** A seed that calls back is asked when warm-up ends, and a source when the run waits. */
    @Test
    void aCallFromInsideATickIsNoticedAndChangesNothing() {
        scene.warmUp();
        RunSnapshot before = run.snapshot();
        RunStatus status = run.status();
        SeedSource good = scene.seeds;
        for (List<Runnable> group : List.of(calls(run), queries(run))) {
            for (Runnable call : group) {
                scene.seeds = (epoch, height) -> {
                    call.run();
                    return 1;
                };
                isNoticed(() -> run.tick(Instant.EPOCH.plus(Scene.STATE_TIME)));
                assertThat(run.snapshot()).isEqualTo(before);
                assertThat(run.status()).isEqualTo(status);
            }
        }
        scene.seeds = good;
        scene.tickInto(RunState.ROUND_TRAIN);
    }

    @Test
    void aSourceThatAsksForTheNextDeadlineIsNoticed() {
        Coordinator[] self = new Coordinator[1];
        boolean[] callsBack = {true};
        self[0] = Coordinator.start(
                Scene.config().build(),
                () -> {
                    if (callsBack[0]) {
                        self[0].nextDeadline();
                    }
                    return Set.of();
                },
                scene.seeds,
                Instant.EPOCH);
        isNoticed(self[0]::nextDeadline);
        isNoticed(() -> self[0].tick(Instant.EPOCH));
        callsBack[0] = false;
        assertThat(self[0].nextDeadline()).isEmpty();
        assertThat(self[0].tick(Instant.EPOCH).changed()).isFalse();
    }

    @Test
    void nullArgumentsAreNamed() {
        RunConfig config = Scene.config().build();
        ClientSource source = Set::of;
        refusesNull("config", () -> Coordinator.start(null, source, scene.seeds, scene.now));
        refusesNull("source", () -> Coordinator.start(config, null, scene.seeds, scene.now));
        refusesNull("seeds", () -> Coordinator.start(config, source, null, scene.now));
        refusesNull("now", () -> Coordinator.start(config, source, scene.seeds, null));
        refusesNull("snapshot", () -> Coordinator.restore(null, source, scene.seeds));
        refusesNull("source", () -> Coordinator.restore(run.snapshot(), null, scene.seeds));
        refusesNull("seeds", () -> Coordinator.restore(run.snapshot(), source, null));
        refusesNull("now", () -> run.tick(null));
        refusesNull("runId", () -> run.join(null, ADA));
        refusesNull("client", () -> run.join("run", null));
        refusesNull("client", () -> run.ready(null, 0));
        refusesNull("client", () -> run.healthCheck(null));
        refusesNull("client", () -> run.witness(null, PROOF));
        refusesNull("proof", () -> run.witness(ADA, null));
        refusesNull("client", () -> run.disconnected(null));
        refusesNull("client", () -> run.leave(null));
        refusesNull("client", () -> run.eject(null));
        refusesNull("now", () -> run.restarted(null));
        refusesNull("client", () -> run.seat(null));
    }

    private void refusesNull(String argument, ThrowingCallable call) {
        RunSnapshot before = run.snapshot();
        assertThatNullPointerException().isThrownBy(call).withMessage(argument);
        assertThat(run.snapshot()).isEqualTo(before);
    }
}
