package io.github.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.SeedSource;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractSet;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A tick whose source or seed throws changes nothing, the clock included. */
class ThrowingSourceTest {
    private static final Duration STATE_TIME = Duration.ofSeconds(10);

    private final Set<ClientId> pending = new LinkedHashSet<>();
    private boolean isBroken;
    private boolean repeatsItself;
    private boolean callsBack;
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
                throw new IllegalStateException("broken");
            }
            if (callsBack) {
                coordinator().pause();
            }
            return repeatsItself ? everyClientTwice() : pending;
        };
        SeedSource seeds = (epoch, height) -> {
            if (isBroken) {
                throw new IllegalStateException("broken");
            }
            return 1;
        };
        return Coordinator.start(config(), source, seeds, Instant.EPOCH);
    }

    /** Breaks the contract of a set. */
    private Set<ClientId> everyClientTwice() {
        List<ClientId> clients =
                pending.stream().flatMap(client -> Stream.of(client, client)).toList();
        return new AbstractSet<>() {
            @Override
            public Iterator<ClientId> iterator() {
                return clients.iterator();
            }

            @Override
            public int size() {
                return clients.size();
            }
        };
    }

    private Coordinator coordinator() {
        return coordinator;
    }

    private void tickInto(RunState expected) {
        now = now.plus(STATE_TIME);
        assertThat(coordinator.tick(now).status().state()).isEqualTo(expected);
    }

    private void warmUp() {
        pending.addAll(List.of(ClientId.of("ada"), ClientId.of("bob"), ClientId.of("cyd")));
        tickInto(RunState.WAITING_FOR_MEMBERS);
        tickInto(RunState.WARMUP);
    }

    private void expectThatAThrowingTickChangesNothing(Instant time) {
        isBroken = true;
        expectThatATickChangesNothingAndThrows("broken", time);
        isBroken = false;
    }

    private void expectThatATickChangesNothingAndThrows(String message, Instant time) {
        RunSnapshot before = coordinator.snapshot();
        RunStatus status = coordinator.status();
        long revision = coordinator.revision();
        assertThatThrownBy(() -> coordinator.tick(time)).hasMessageContaining(message);
        assertThat(coordinator.snapshot()).isEqualTo(before);
        assertThat(coordinator.status()).isEqualTo(status);
        assertThat(coordinator.revision()).isEqualTo(revision);
    }

    @Test
    void aSourceThrowsWhileTheRunWaits() {
        pending.addAll(List.of(ClientId.of("ada"), ClientId.of("bob")));
        tickInto(RunState.WAITING_FOR_MEMBERS);
        expectThatAThrowingTickChangesNothing(now.plusSeconds(1));
        expectThatAThrowingTickChangesNothing(now.minusSeconds(1));
        pending.add(ClientId.of("cyd"));
        expectThatAThrowingTickChangesNothing(now.plusSeconds(1));
        tickInto(RunState.WAITING_FOR_MEMBERS);
        expectThatAThrowingTickChangesNothing(now.plus(STATE_TIME));
        tickInto(RunState.WARMUP);
    }

    @Test
    void aSourceThatContainsAClientTwiceIsRefused() {
        pending.addAll(List.of(ClientId.of("ada"), ClientId.of("bob"), ClientId.of("cyd")));
        tickInto(RunState.WAITING_FOR_MEMBERS);
        repeatsItself = true;
        expectThatATickChangesNothingAndThrows("contains a client twice", now.plus(STATE_TIME));
        repeatsItself = false;
        tickInto(RunState.WARMUP);
        assertThat(coordinator.roster().clients()).containsExactlyElementsOf(pending);
    }

    @Test
    void aSeedThrowsAtTheEndOfTheWarmup() {
        warmUp();
        coordinator.leave(ClientId.of("ada"));
        expectThatAThrowingTickChangesNothing(now.plus(STATE_TIME));
        expectThatAThrowingTickChangesNothing(now.minusSeconds(1));
        tickInto(RunState.ROUND_TRAIN);
        assertThat(coordinator.removals()).hasSize(1);
    }

    @Test
    void aSeedThrowsAtTheEndOfARound() {
        warmUp();
        tickInto(RunState.ROUND_TRAIN);
        tickInto(RunState.ROUND_WITNESS);
        expectThatAThrowingTickChangesNothing(now.plus(STATE_TIME));
        TickResult result = coordinator.tick(now.plus(STATE_TIME));
        assertThat(result.evaluation()).isPresent();
    }

    @Test
    void aTickThatBeginsToWaitDoesNotAskTheSource() {
        coordinator.pause();
        tickInto(RunState.PAUSED);
        coordinator.resume();
        isBroken = true;
        now = now.plus(STATE_TIME);
        TickResult result = coordinator.tick(now);
        assertThat(result.status().state()).isEqualTo(RunState.WAITING_FOR_MEMBERS);
        assertThat(result.nextDeadline()).hasValue(now);
    }

    @Test
    void aTickAsksTheSourceOnceWhileTheRunWaitsAndNotAtAllInARound() {
        coordinator.tick(now);
        tickInto(RunState.WAITING_FOR_MEMBERS);
        looks = 0;
        coordinator.tick(now);
        assertThat(looks).isEqualTo(1);
        warmUp();
        looks = 0;
        tickInto(RunState.ROUND_TRAIN);
        coordinator.tick(now);
        assertThat(looks).isZero();
    }

    @Test
    void aSourceThatListsFewerClientsThanItsSizeIsRefused() {
        Set<ClientId> lying = new AbstractSet<>() {
            @Override
            public int size() {
                return 3;
            }

            @Override
            public Iterator<ClientId> iterator() {
                return List.of(ClientId.of("ada")).iterator();
            }
        };
        RunConfig config =
                config().toBuilder().waitingForMembersExtraTime(Duration.ZERO).build();
        Coordinator run = Coordinator.start(config, () -> lying, SeedSource.fixed(1), Instant.EPOCH);
        RunSnapshot before = run.snapshot();
        assertThatThrownBy(() -> run.tick(now.plusSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 clients that can be taken, fewer than its size says: 3");
        assertThat(run.snapshot()).isEqualTo(before);
    }

    /** Cyd missed an attestation, and is not pending any more: the run asks whether it is. */
    @Test
    void aSourceThrowsWhenItIsAskedForAClientThatIsNotTaken() {
        Set<ClientId> clients = new LinkedHashSet<>(List.of(Scene.ADA, Scene.BOB, Scene.CYD));
        Set<ClientId> throwing = new AbstractSet<>() {
            @Override
            public int size() {
                return clients.size();
            }

            @Override
            public Iterator<ClientId> iterator() {
                return clients.iterator();
            }

            @Override
            public boolean contains(Object client) {
                throw new IllegalStateException("broken");
            }
        };
        Set<ClientId> usual = new LinkedHashSet<>(clients);
        RunConfig config = config().toBuilder()
                .waitingForMembersExtraTime(Duration.ZERO)
                .maxClients(3)
                .witnessNodes(0)
                .maxMissedAttestations(3)
                .build();
        Coordinator run =
                Coordinator.start(config, () -> isBroken ? throwing : usual, SeedSource.fixed(1), Instant.EPOCH);
        run.tick(now);
        run.tick(now.plusSeconds(10));
        run.status()
                .round()
                .flatMap(round -> run.seat(Scene.ADA).flatMap(round::partOf))
                .flatMap(part -> part.proof(index -> true))
                .ifPresent(proof -> run.witness(Scene.ADA, proof));
        for (int seconds = 20; seconds <= 40; seconds += 10) {
            run.tick(now.plusSeconds(seconds));
        }
        assertThat(run.status().state()).isEqualTo(RunState.WAITING_FOR_MEMBERS);
        clients.remove(Scene.CYD);
        clients.add(ClientId.of("dan"));
        RunSnapshot before = run.snapshot();
        assertThat(before.standings()).anyMatch(standing -> standing.counts().missedAttestations() == 1);
        isBroken = true;
        assertThatThrownBy(() -> run.tick(now.plusSeconds(50))).hasMessage("broken");
        assertThat(run.snapshot()).isEqualTo(before);
    }

    @Test
    void aSourceThatCallsBackIsNoticed() {
        callsBack = true;
        assertThatThrownBy(() -> coordinator.tick(now)).isInstanceOf(ConcurrentModificationException.class);
        callsBack = false;
        assertThat(coordinator.pause()).isEqualTo(OperatorOutcome.RECORDED);
    }
}
