package io.github.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.SeedSource;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A tick whose source throws changes nothing, also where it asks the source for no more than the next deadline. */
class ThrowingSourceTest {
    private static final Duration STATE_TIME = Duration.ofSeconds(10);

    private final Set<ClientId> pending = new LinkedHashSet<>();
    private boolean isBroken;
    private int looks;
    private final Coordinator coordinator = start();
    private Instant now = Instant.EPOCH;

    private static RunConfig config() {
        return RunConfig.builder("run")
                .minClients(2)
                .initMinClients(3)
                .waitingForMembersExtraTime(STATE_TIME)
                .warmupTime(STATE_TIME)
                .maxRoundTrainTime(STATE_TIME)
                .roundWitnessTime(STATE_TIME)
                .cooldownTime(STATE_TIME)
                .roundsPerEpoch(1)
                .totalSteps(5)
                .witnessNodes(1)
                .witnessQuorum(0)
                .globalBatchSizeStart(8)
                .build();
    }

    private Coordinator start() {
        ClientSource source = () -> {
            looks++;
            if (isBroken) {
                throw new IllegalStateException("the source is broken");
            }
            return pending;
        };
        return Coordinator.start(config(), source, SeedSource.fixed(1), Instant.EPOCH);
    }

    private void tickInto(RunState expected) {
        now = now.plus(STATE_TIME);
        assertThat(coordinator.tick(now).status().state()).isEqualTo(expected);
    }

    private void warmUp() {
        pending.addAll(List.of(ClientId.of("ada"), ClientId.of("bob"), ClientId.of("cyd")));
        tickInto(RunState.WARMUP);
    }

    /** The next tick throws and changes nothing. The one after it, with a source that works, does what this one would have. */
    private void expectThatAThrowingTickChangesNothing() {
        expectThatAThrowingTickChangesNothing(now.plus(STATE_TIME));
    }

    private void expectThatAThrowingTickChangesNothing(Instant reading) {
        Optional<Instant> deadline = coordinator.nextDeadline();
        RunSnapshot before = coordinator.snapshot();
        long revision = coordinator.revision();
        isBroken = true;
        assertThatThrownBy(() -> coordinator.tick(reading)).hasMessage("the source is broken");
        assertThat(coordinator.snapshot()).isEqualTo(before);
        assertThat(coordinator.revision()).isEqualTo(revision);
        isBroken = false;
        assertThat(coordinator.nextDeadline()).isEqualTo(deadline);
    }

    @Test
    void whileItWaits() {
        expectThatAThrowingTickChangesNothing(now.plusSeconds(1));
    }

    @Test
    void whenTheClockGoesBack() {
        pending.addAll(List.of(ClientId.of("ada"), ClientId.of("bob"), ClientId.of("cyd")));
        coordinator.tick(now.plusSeconds(7));
        expectThatAThrowingTickChangesNothing(now.plusSeconds(5));
        coordinator.tick(now.plusSeconds(4));
        expectThatAThrowingTickChangesNothing(now.plusSeconds(6));
        expectThatAThrowingTickChangesNothing(now.plusSeconds(2));
        assertThat(coordinator.nextDeadline()).hasValue(now.plusSeconds(7));
    }

    @Test
    void whenAPauseEnds() {
        coordinator.pause();
        tickInto(RunState.PAUSED);
        coordinator.resume();
        expectThatAThrowingTickChangesNothing();
        tickInto(RunState.WAITING_FOR_MEMBERS);
    }

    @Test
    void whenTooFewMembersAreLeft() {
        warmUp();
        coordinator.leave(ClientId.of("ada"));
        coordinator.leave(ClientId.of("bob"));
        expectThatAThrowingTickChangesNothing();
        tickInto(RunState.WAITING_FOR_MEMBERS);
        assertThat(coordinator.removals()).hasSize(2);
    }

    @Test
    void whenAnEpochEnds() {
        warmUp();
        tickInto(RunState.ROUND_TRAIN);
        tickInto(RunState.ROUND_WITNESS);
        tickInto(RunState.COOLDOWN);
        coordinator.leave(ClientId.of("ada"));
        expectThatAThrowingTickChangesNothing();
        tickInto(RunState.WAITING_FOR_MEMBERS);
        assertThat(coordinator.removals()).hasSize(1);
    }

    @Test
    void aTickAsksOnceWhileTheRunWaitsAndNotAtAllInARound() {
        coordinator.tick(now);
        assertThat(looks).isEqualTo(1);
        warmUp();
        looks = 0;
        tickInto(RunState.ROUND_TRAIN);
        coordinator.tick(now);
        assertThat(looks).isZero();
    }

    @Test
    void theDeadlineOfTheTickIsThatOfTheRun() {
        pending.add(ClientId.of("ada"));
        assertThat(coordinator.tick(now).nextDeadline())
                .isEqualTo(coordinator.nextDeadline())
                .isEmpty();
        pending.addAll(List.of(ClientId.of("bob"), ClientId.of("cyd")));
        assertThat(coordinator.tick(now).nextDeadline())
                .isEqualTo(coordinator.nextDeadline())
                .hasValue(now.plus(STATE_TIME));
        coordinator.pause();
        coordinator.tick(now);
        coordinator.resume();
        assertThat(coordinator.tick(now).nextDeadline())
                .isEqualTo(coordinator.nextDeadline())
                .hasValue(now.plus(STATE_TIME));
    }
}
