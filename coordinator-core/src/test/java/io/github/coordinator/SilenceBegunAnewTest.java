package io.github.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.config.RunConfig;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When the silence of all clients begins anew, by example. */
class SilenceBegunAnewTest extends HostedRunFixture {
    private static final Duration THIRD = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = THIRD.multipliedBy(3);

    private void start() {
        run = HostedRun.start(
                config.toBuilder()
                        .warmupTime(Duration.ofHours(1))
                        .healthCheckTimeout(TIMEOUT)
                        .build(),
                seeds,
                Instant.EPOCH);
    }

    private void restart() {
        now = now.plusSeconds(100);
        run = HostedRun.restore(run.snapshot(), seeds);
        run.restarted(now);
        tick();
    }

    private void sayNothingForTwoThirds() {
        tickAfter(THIRD);
        tickAfter(THIRD);
    }

    @Test
    void forMembersThatARestartedServerHasNotHeardYet() {
        start();
        warmUp();
        sayNothingForTwoThirds();
        restart();
        sayNothingForTwoThirds();
        assertThat(run.removals()).isEmpty();
        tickAfter(THIRD);
        assertThat(run.removals()).extracting(Removal::cause).hasSize(3).containsOnly(Removal.Cause.SILENT);
    }

    @Test
    void forPendingClientsThatARestartedServerHasNotHeardYet() {
        start();
        join(ADA);
        tick();
        sayNothingForTwoThirds();
        restart();
        sayNothingForTwoThirds();
        assertThat(pending()).containsExactly(ADA);
        tickAfter(THIRD);
        assertThat(pending()).isEmpty();
    }

    /** Ada and the others keep to the old timeout until they hear of the new one. */
    @Test
    void underAConfigurationThatDemandsMoreSignsOfLife() {
        start();
        warmUp();
        run.pause();
        assertThat(tickAfter(THIRD).status().state()).isEqualTo(RunState.PAUSED);
        RunConfig impatient = run.config().toBuilder()
                .healthCheckTimeout(THIRD.minusSeconds(1))
                .build();
        assertThat(run.reconfigure(impatient).outcome()).isEqualTo(OperatorOutcome.RECORDED);
        run.resume();
        assertThat(tick().status().state()).isEqualTo(RunState.WAITING_FOR_MEMBERS);
        assertThat(tick().status().state()).isEqualTo(RunState.WARMUP);
        for (int third = 1; third < 3; third++) {
            tickAfter(Duration.ofSeconds(3));
            assertThat(run.removals()).isEmpty();
        }
        tickAfter(Duration.ofSeconds(3));
        assertThat(run.removals()).hasSize(3);
    }
}
