package io.github.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.coordinator.round.SeedSource;
import java.time.Duration;
import java.util.ConcurrentModificationException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What all calls of a hosted run have in common. */
class HostedCallsTest extends HostedRunFixture {
    @Test
    void anInputAnswersLikeTheMethodOfItsName() {
        warmUp();
        assertThat(run.apply(new RunInput.Ready(ADA, 0))).isEqualTo(MemberOutcome.RECORDED);
        assertThat(run.apply(new RunInput.Ready(ADA, 0))).isEqualTo(MemberOutcome.ALREADY_READY);
        assertThat(run.apply(new RunInput.Ready(ADA, 1))).isEqualTo(MemberOutcome.WRONG_EPOCH);
        assertThat(run.apply(new RunInput.Pause())).isEqualTo(OperatorOutcome.RECORDED);
        assertThat(run.apply(new RunInput.Resume())).isEqualTo(OperatorOutcome.RECORDED);
        assertThat(run.apply(new RunInput.Resume())).isEqualTo(OperatorOutcome.NOT_PAUSED);
        assertThat(run.apply(new RunInput.Restarted(now))).isEqualTo(OperatorOutcome.RECORDED);
        assertThat(run.apply(new RunInput.Tick(now))).isEqualTo(tick());
    }

    @Test
    void theRevisionChangesWithEachRecordedChange() {
        long before = run.revision();
        assertThat(before).isZero();
        join(ADA);
        assertThat(run.revision()).isGreaterThan(before);
        before = run.revision();
        join(ADA);
        assertThat(run.revision()).isGreaterThan(before);
        before = run.revision();
        tickAfter(Duration.ofSeconds(1));
        run.join("another run", BOB);
        run.leave(BOB);
        endOf(ADA, 1);
        assertThat(run.revision()).isEqualTo(before);
        endOf(ADA, 2);
        assertThat(run.revision()).isGreaterThan(before);
    }

    @Test
    void aMemberThatJoinsAgainChangesTheRevisionSinceItsSessionIsNew() {
        warmUp();
        long before = run.revision();
        join(ADA);
        assertThat(run.revision()).isGreaterThan(before);
    }

    @Test
    void aTickThatThrowsKeepsThePendingClients() {
        warmUp();
        endOf(ADA, 1);
        endOf(DAN, session(DAN));
        HostedRunSnapshot before = run.snapshot();
        long revision = run.revision();
        SeedSource good = seeds;
        seeds = (epoch, height) -> {
            throw new IllegalStateException("broken");
        };
        assertThatThrownBy(() -> tickAfter(STATE_TIME)).hasMessage("broken");
        assertThat(run.snapshot()).isEqualTo(before);
        assertThat(run.revision()).isEqualTo(revision);
        seeds = good;
        assertThat(tick().removals()).extracting(Removal::client).containsExactly(ADA);
    }

    @Test
    void aCallFromInsideACallIsNoticed() {
        warmUp();
        List<Runnable> calls = List.of(
                this::callTick,
                () -> join(DAN),
                () -> run.ready(ADA, 0),
                () -> run.healthCheck(ADA),
                () -> run.leave(ADA),
                () -> run.disconnected(ADA, 1),
                () -> run.eject(ADA),
                run::pause,
                run::resume,
                () -> run.reinstate(ADA),
                run::stop,
                () -> run.reconfigure(config),
                () -> run.checkpoint("step-1"),
                () -> run.restarted(now),
                run::snapshot,
                run::status,
                run::roster,
                () -> run.seat(ADA),
                run::removals,
                run::pendingClients,
                run::pendingCount,
                run::nextDeadline);
        HostedRunSnapshot before = run.snapshot();
        SeedSource good = seeds;
        for (Runnable call : calls) {
            seeds = (epoch, height) -> {
                call.run();
                return 1;
            };
            assertThatThrownBy(() -> run.tick(now.plus(STATE_TIME)))
                    .isInstanceOf(ConcurrentModificationException.class);
            assertThat(run.snapshot()).isEqualTo(before);
        }
        seeds = good;
        tickInto(RunState.ROUND_TRAIN);
    }

    private void callTick() {
        tick();
    }

    @Test
    void nullArgumentsAreNamed() {
        refusesNull("config", () -> HostedRun.start(null, seeds, now));
        refusesNull("seeds", () -> HostedRun.start(config, null, now));
        refusesNull("now", () -> HostedRun.start(config, seeds, null));
        refusesNull("limits", () -> HostedRun.start(config, seeds, now, null));
        refusesNull("snapshot", () -> HostedRun.restore(null, seeds));
        refusesNull("seeds", () -> HostedRun.restore(run.snapshot(), null));
        refusesNull("input", () -> run.apply(null));
        refusesNull("now", () -> run.tick(null));
        refusesNull("runId", () -> run.join(null, ADA));
        refusesNull("client", () -> run.join("run", null));
        refusesNull("client", () -> run.ready(null, 0));
        refusesNull("client", () -> run.healthCheck(null));
        refusesNull("client", () -> run.witness(null, null));
        refusesNull("proof", () -> run.witness(ADA, null));
        refusesNull("client", () -> run.leave(null));
        refusesNull("client", () -> run.disconnected(null, 1));
        refusesNull("client", () -> run.eject(null));
        refusesNull("client", () -> run.reinstate(null));
        refusesNull("config", () -> run.reconfigure(null));
        refusesNull("reference", () -> run.checkpoint(null));
        refusesNull("now", () -> run.restarted(null));
        refusesNull("client", () -> run.seat(null));
    }

    private void refusesNull(String argument, Runnable call) {
        HostedRunSnapshot before = run.snapshot();
        assertThatThrownBy(call::run).isInstanceOf(NullPointerException.class).hasMessage(argument);
        assertThat(run.snapshot()).isEqualTo(before);
    }
}
