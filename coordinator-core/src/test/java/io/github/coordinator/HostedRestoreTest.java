package io.github.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.SeedSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A snapshot whose pending clients no hosted run can have is refused; {@link RestoreTest} has the rest. */
class HostedRestoreTest {
    private static final Duration STATE_TIME = Duration.ofSeconds(10);
    private static final SeedSource SEEDS = SeedSource.fixed(7);
    private static final List<ClientId> CLIENTS =
            Stream.of("ada", "bob", "cyd", "dan", "eve").map(ClientId::of).toList();

    /** Ada is an active member, bob disconnected, cyd left, dan ejected, and eve waits for the next epoch. */
    private static HostedRunSnapshot snapshot() {
        return snapshot(Duration.ofMinutes(5));
    }

    private static HostedRunSnapshot snapshot(Duration timeout) {
        RunConfig config = RunConfig.builder("run")
                .minClients(1)
                .initMinClients(4)
                .maxClients(4)
                .witnessNodes(1)
                .witnessQuorum(0)
                .warmupTime(STATE_TIME)
                .maxRoundTrainTime(STATE_TIME)
                .roundWitnessTime(STATE_TIME)
                .cooldownTime(STATE_TIME)
                .healthCheckTimeout(timeout)
                .roundsPerEpoch(5)
                .totalSteps(5)
                .globalBatchSizeStart(8)
                .build();
        HostedRun run = HostedRun.start(config, SEEDS, Instant.EPOCH);
        CLIENTS.forEach(client -> run.join("run", client));
        while (run.status().state() != RunState.ROUND_TRAIN) {
            run.tick(run.nextDeadline().orElseThrow());
        }
        assertThat(run.disconnected(CLIENTS.get(1), 2).accepted()).isTrue();
        assertThat(run.leave(CLIENTS.get(2)).accepted()).isTrue();
        assertThat(run.eject(CLIENTS.get(3)).accepted()).isTrue();
        return run.snapshot();
    }

    private record Lie(String problem, long lastSession, Consumer<List<PendingClient>> edit) {
        @Override
        public String toString() {
            return problem;
        }
    }

    private static Lie lie(String problem, Consumer<List<PendingClient>> edit) {
        return new Lie(problem, 5, edit);
    }

    private static PendingClient pending(String client, long session, boolean connected) {
        return new PendingClient(ClientId.of(client), session, connected, 1, false, Duration.ZERO);
    }

    private static RunSnapshot withoutMembers(RunSnapshot run) {
        return Coordinator.start(run.config(), Set::of, SEEDS, Instant.EPOCH).snapshot();
    }

    static Stream<Lie> lies() {
        return Stream.of(
                lie("client eve must not be pending twice", list -> list.add(pending("eve", 4, true))),
                lie(
                        "session 0 of client eve must be from 1 to lastSession (5)",
                        list -> list.set(2, pending("eve", 0, true))),
                lie(
                        "session -1 of client eve must be from 1 to lastSession (5)",
                        list -> list.set(2, pending("eve", -1, true))),
                lie(
                        "session 6 of client eve must be from 1 to lastSession (5)",
                        list -> list.set(2, pending("eve", 6, true))),
                new Lie("session 5 of client eve must be from 1 to lastSession (4)", 4, list -> {}),
                lie("session 2 must not be that of two clients", list -> list.set(2, pending("eve", 2, true))),
                lie("client dan must not be both ejected and pending", list -> list.add(pending("dan", 4, true))),
                lie("client dan must not be both ejected and pending", list -> list.add(pending("dan", 4, false))),
                lie("client ada is ACTIVE and must be pending and connected", list -> list.remove(0)),
                lie(
                        "client ada is ACTIVE and must be pending and connected",
                        list -> list.set(0, pending("ada", 1, false))),
                lie("client bob is DISCONNECTED and must be pending and not connected", list -> list.remove(1)),
                lie(
                        "client bob is DISCONNECTED and must be pending and not connected",
                        list -> list.set(1, pending("bob", 2, true))),
                lie(
                        "waitingSince 0 of client eve must be from 1 to turn (5)",
                        list -> list.set(2, waiting("eve", 5, 0, Duration.ZERO))),
                lie(
                        "waitingSince 6 of client eve must be from 1 to turn (5)",
                        list -> list.set(2, waiting("eve", 5, 6, Duration.ZERO))),
                lie(
                        "silentFor PT-0.000000001S of client eve must be from PT0S to PT876000H",
                        list -> list.set(2, waiting("eve", 5, 5, Duration.ofNanos(-1)))),
                lie(
                        "silentFor PT876000H0.000000001S of client eve must be from PT0S to PT876000H",
                        list -> list.set(
                                2, waiting("eve", 5, 5, Duration.ofDays(36_500).plusNanos(1)))),
                lie("6 pending clients must be at most maxPending (5)", list -> {
                    list.add(pending("fay", 3, true));
                    list.add(pending("gil", 4, true));
                    list.add(pending("hal", 4, true));
                }));
    }

    private static PendingClient waiting(String client, long session, long since, Duration silentFor) {
        return new PendingClient(ClientId.of(client), session, true, since, false, silentFor);
    }

    @ParameterizedTest
    @MethodSource("lies")
    void aLieIsRefusedByItsName(Lie lie) {
        HostedRunSnapshot truth = snapshot();
        List<PendingClient> pending = new ArrayList<>(truth.pendingClients());
        lie.edit.accept(pending);
        HostedRunSnapshot snapshot =
                Forged.hostedSnapshot(truth.run(), pending, lie.lastSession, truth.turn(), new PendingLimits(5, 25));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostedRun.restore(snapshot, SEEDS))
                .withMessage("not the snapshot of a run: " + lie.problem);
    }

    @Test
    void aNegativeSessionIsRefusedWhereNobodyIsPending() {
        RunSnapshot run = withoutMembers(snapshot().run());
        assertThat(HostedRun.restore(Forged.hostedSnapshot(run, List.of(), 0, 0, PendingLimits.DEFAULT), SEEDS)
                        .pendingCount())
                .isZero();
        HostedRunSnapshot snapshot = Forged.hostedSnapshot(run, List.of(), -1, 0, PendingLimits.DEFAULT);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostedRun.restore(snapshot, SEEDS))
                .withMessage("not the snapshot of a run: lastSession -1 must be at least 0");
    }

    @Test
    void aNegativeTurnIsRefusedWhereNobodyIsPending() {
        RunSnapshot run = withoutMembers(snapshot().run());
        HostedRunSnapshot snapshot = Forged.hostedSnapshot(run, List.of(), 0, -1, PendingLimits.DEFAULT);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostedRun.restore(snapshot, SEEDS))
                .withMessage("not the snapshot of a run: turn -1 must be at least 0");
    }

    static Stream<PendingClient> signsOfLife() {
        ClientId eve = ClientId.of("eve");
        return Stream.of(
                new PendingClient(eve, 5, true, 5, true, Duration.ZERO),
                new PendingClient(eve, 5, true, 5, false, Duration.ofNanos(1)));
    }

    @ParameterizedTest
    @MethodSource("signsOfLife")
    void signsOfLifeAreRefusedWhereSilenceIsOff(PendingClient eve) {
        HostedRunSnapshot truth = snapshot(Duration.ZERO);
        List<PendingClient> pending = new ArrayList<>(truth.pendingClients());
        pending.set(2, eve);
        HostedRunSnapshot snapshot = Forged.hostedSnapshot(truth.run(), pending, 5, 5, truth.limits());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostedRun.restore(snapshot, SEEDS))
                .withMessage("not the snapshot of a run: "
                        + "client eve can be heard or silent only with a health_check_timeout");
    }

    /** Cyd left, and waits for the next epoch; dan is reinstated, and does the same. */
    @Test
    void membersThatSaidGoodbyeMayBePending() {
        HostedRun run = HostedRun.restore(snapshot(), SEEDS);
        run.reinstate(CLIENTS.get(3));
        run.join("run", CLIENTS.get(3));
        run.join("run", CLIENTS.get(2));
        run.disconnected(CLIENTS.get(2), 7);
        HostedRunSnapshot truth = run.snapshot();
        assertThat(truth.pendingClients())
                .extracting(PendingClient::toString)
                .endsWith("dan session 6", "cyd session 7 disconnected");
        assertThat(HostedRun.restore(truth, SEEDS).snapshot()).isEqualTo(truth);
    }

    @Test
    void theTruthIsRestored() {
        HostedRunSnapshot truth = snapshot();
        assertThat(truth.pendingClients())
                .extracting(PendingClient::toString)
                .containsExactly("ada session 1", "bob session 2 disconnected", "eve session 5");
        HostedRunSnapshot restored = HostedRun.restore(truth, SEEDS).snapshot();
        assertThat(restored).isEqualTo(truth).hasSameHashCodeAs(truth).hasToString(truth.toString());
    }

    @Test
    void aLieAboutTheRunItselfIsRefusedToo() {
        HostedRunSnapshot truth = snapshot();
        RunSnapshot lie = new SnapshotEdit(truth.run()).step(0).build();
        HostedRunSnapshot snapshot =
                Forged.hostedSnapshot(lie, truth.pendingClients(), 5, truth.turn(), truth.limits());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostedRun.restore(snapshot, SEEDS))
                .withMessageContaining("step 0 must be");
    }
}
