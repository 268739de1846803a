package io.github.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.coordinator.config.ConfigProblem;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.SeedSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which clients are pending, which of them an epoch takes, and how silence ends the waiting, by example. */
class HostedPendingTest extends HostedRunFixture {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final ClientId EVE = ClientId.of("eve");

    private void start(RunConfig of, PendingLimits limits) {
        run = HostedRun.start(of, (epoch, height) -> seeds.seed(epoch, height), now, limits);
    }

    private RunConfig withSilence() {
        return config.toBuilder().healthCheckTimeout(TIMEOUT).build();
    }

    /** Goes on until the run waits again. */
    private void endEpoch() {
        while (run.status().state() != RunState.WAITING_FOR_MEMBERS) {
            tickAfter(STATE_TIME);
        }
    }

    private MemberOutcome check(ClientId client) {
        return run.healthCheck(client);
    }

    @Test
    void aJoinBeyondTheLimitIsRefusedAndOneOfAPendingClientIsNot() {
        start(config, new PendingLimits(3, 25));
        join(ADA);
        join(BOB);
        join(CYD);
        assertThat(changingNothing(new RunInput.Join("run", DAN))).hasToString("FULL");
        assertThat(changingNothing(new RunInput.Join("run", DAN))).hasToString("FULL");
        assertThat(join(ADA)).hasToString("ACCEPTED session 4");
        run.leave(BOB);
        assertThat(join(DAN)).hasToString("ACCEPTED session 5");
        assertThat(pending()).containsExactly(ADA, CYD, DAN);
    }

    /** Otherwise no epoch could ever begin. */
    @Test
    void fewerPlacesThanAnEpochNeedsAreRefused() {
        String problem = "init_min_clients is 3, must be at most the 2 clients that may be pending";
        PendingLimits tooFew = new PendingLimits(2, 25);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> start(config, tooFew))
                .withMessage(problem);
        HostedRunSnapshot snapshot = run.snapshot();
        HostedRunSnapshot lie = Forged.hostedSnapshot(snapshot.run(), List.of(), 0, 0, tooFew);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostedRun.restore(lie, seeds))
                .withMessage("not the snapshot of a run: " + problem);
    }

    @Test
    void aConfigurationThatNeedsMoreClientsThanMayBePendingIsRefusedWithAllItsProblems() {
        start(config, new PendingLimits(4, 25));
        RunConfig larger = config.toBuilder()
                .runId("other")
                .initMinClients(5)
                .maxClients(5)
                .build();
        assertThat(run.reconfigure(larger).outcome()).isEqualTo(OperatorOutcome.WRONG_STATE);
        run.pause();
        tick();
        ReconfigureResult refused = run.reconfigure(larger);
        assertThat(refused.outcome()).isEqualTo(OperatorOutcome.CONFIG_REFUSED);
        assertThat(refused.problems())
                .extracting(ConfigProblem::message)
                .containsExactly(
                        "run_id is \"other\", must stay \"run\"",
                        "init_min_clients is 5, must be at most the 4 clients that may be pending");
        assertThat(run.snapshot().run().nextConfig()).isEmpty();
    }

    /** A flood of joins on a full house costs nothing, and each client that goes is looked at once. */
    @Test
    void aClientThatDisconnectsAndComesBackMakesNoRoom() {
        start(config, new PendingLimits(4, 25));
        warmUp();
        long session = session(DAN);
        assertThat(join(EVE).outcome()).isEqualTo(JoinOutcome.FULL);
        endOf(DAN, session);
        join(DAN);
        assertThat(join(EVE).outcome()).isEqualTo(JoinOutcome.FULL);
        endOf(DAN, session(DAN));
        run.leave(DAN);
        join(DAN);
        assertThat(join(EVE).outcome()).isEqualTo(JoinOutcome.FULL);
        assertThat(pending()).containsExactly(ADA, BOB, CYD, DAN);
    }

    @Test
    void aDisconnectedClientMakesRoomForAnotherThoughNoTickWaits() {
        start(config, new PendingLimits(4, 25));
        warmUp();
        long session = session(DAN);
        assertThat(join(EVE).outcome()).isEqualTo(JoinOutcome.FULL);
        endOf(DAN, session);
        assertThat(join(EVE).outcome()).isEqualTo(JoinOutcome.ACCEPTED);
        assertThat(pending()).containsExactly(ADA, BOB, CYD, EVE);
    }

    @Test
    void aDisconnectedMemberDoesNotMakeRoom() {
        start(config, new PendingLimits(3, 25));
        train();
        endOf(ADA, 1);
        assertThat(join(DAN).outcome()).isEqualTo(JoinOutcome.FULL);
        assertThat(join(ADA).outcome()).isEqualTo(JoinOutcome.SEAT_KEPT);
    }

    /** Dan says nothing for the timeout, and gives way to eve. */
    @Test
    void aSilentClientMakesRoom() {
        start(withSilence(), new PendingLimits(4, 25));
        train();
        join(DAN);
        for (int third = 0; third < 4; third++) {
            assertThat(join(EVE).outcome()).isEqualTo(JoinOutcome.FULL);
            run.roster().clients().forEach(this::check);
            tickAfter(STATE_TIME);
        }
        assertThat(run.roster().clients()).hasSize(3);
        assertThat(join(EVE).outcome()).isEqualTo(JoinOutcome.ACCEPTED);
        assertThat(pending()).doesNotContain(DAN).endsWith(EVE);
    }

    @Test
    void aPendingClientThatIsSilentIsDroppedAndMustJoinAgain() {
        start(withSilence(), PendingLimits.DEFAULT);
        join(ADA);
        join(BOB);
        tick();
        for (int third = 0; third < 3; third++) {
            assertThat(check(BOB)).isEqualTo(MemberOutcome.RECORDED);
            assertThat(pending()).containsExactly(ADA, BOB);
            now = run.nextDeadline().orElseThrow();
            tick();
        }
        assertThat(pending()).containsExactly(BOB);
        assertThat(changingNothing(new RunInput.HealthCheck(ADA))).isEqualTo(MemberOutcome.NOT_A_MEMBER);
        join(ADA);
        assertThat(pending()).containsExactly(BOB, ADA);
    }

    /** The tick comes when the client is silent, but before the deadline: invariant 30. */
    @Test
    void nobodyIsFoundSilentBeforeTheDeadline() {
        start(withSilence(), PendingLimits.DEFAULT);
        tick();
        tickAfter(Duration.ofSeconds(1));
        join(ADA);
        tick();
        for (int second = 10; second < 40; second += 10) {
            now = run.nextDeadline().orElseThrow();
            assertThat(now).isEqualTo(Instant.EPOCH.plusSeconds(second));
            tick();
        }
        assertThat(tickAfter(Duration.ofSeconds(1)).changed()).isFalse();
        assertThat(run.pendingClients().get(0).silentFor()).isEqualTo(TIMEOUT);
        assertThat(run.nextDeadline()).hasValue(Instant.EPOCH.plusSeconds(40));
        now = Instant.EPOCH.plusSeconds(40);
        tick();
        assertThat(pending()).isEmpty();
    }

    @Test
    void aServerThatWasSuspendedDropsNobody() {
        start(withSilence(), PendingLimits.DEFAULT);
        join(ADA);
        tick();
        tickAfter(Duration.ofDays(1));
        assertThat(pending()).containsExactly(ADA);
    }

    /** The member of the last epoch is not pending any more, and is told so. */
    @Test
    void aMemberOfTheLastEpochThatIsNoLongerPendingIsNotHeard() {
        start(withSilence(), PendingLimits.DEFAULT);
        warmUp();
        run.pause();
        tick();
        run.leave(ADA);
        assertThat(changingNothing(new RunInput.HealthCheck(ADA))).isEqualTo(MemberOutcome.NOT_A_MEMBER);
        assertThat(check(BOB)).isEqualTo(MemberOutcome.RECORDED);
    }

    /** Row 15: the join is not lost. */
    @Test
    void aMemberThatLeavesAndJoinsAtOnceWaitsForTheNextEpoch() {
        train();
        run.leave(ADA);
        assertThat(join(ADA)).hasToString("ACCEPTED session 4");
        assertThat(run.seat(ADA)).isPresent();
        tickInto(RunState.ROUND_WITNESS);
        assertThat(tickAfter(STATE_TIME).removals())
                .extracting(Removal::toString)
                .containsExactly("ada removed: LEFT");
        assertThat(pending()).containsExactly(BOB, CYD, ADA);
        assertThat(check(ADA)).isEqualTo(MemberOutcome.RECORDED);
        assertThat(endOf(ADA, 1)).isEqualTo(MemberOutcome.OLD_SESSION);
    }

    @Test
    void aMemberThatIsEjectedReinstatedAndJoinsWaitsForTheNextEpoch() {
        train();
        run.eject(ADA);
        assertThat(run.reinstate(ADA)).isEqualTo(OperatorOutcome.RECORDED);
        assertThat(join(ADA)).hasToString("ACCEPTED session 4");
        tickInto(RunState.ROUND_WITNESS);
        assertThat(tickAfter(STATE_TIME).removals())
                .extracting(Removal::toString)
                .containsExactly("ada removed: EJECTED");
        assertThat(pending()).containsExactly(BOB, CYD, ADA);
    }

    @Test
    void aClientThatWasRemovedIsPassedOverOnceIfEnoughOthersAreThere() {
        train();
        run.leave(ADA);
        join(ADA);
        join(DAN);
        endEpoch();
        assertThat(run.pendingCount()).isEqualTo(4);
        tick();
        assertThat(run.roster().clients()).containsExactly(BOB, CYD, DAN);
        assertThat(pending()).containsExactly(BOB, CYD, DAN, ADA);
        endEpoch();
        tick();
        assertThat(run.roster().clients()).contains(ADA);
    }

    @Test
    void aClientThatWasRemovedIsTakenIfTooFewOthersAreThere() {
        train();
        run.leave(ADA);
        join(ADA);
        endEpoch();
        tick();
        assertThat(run.roster().clients()).containsExactly(BOB, CYD, ADA);
    }

    /** Row 20: a client that is passed over keeps what is held against it. */
    @Test
    void theCountsOfAClientThatIsPassedOverGoOn() {
        RunConfig strict =
                config.toBuilder().witnessNodes(1).maxMissedAttestations(5).build();
        start(strict, PendingLimits.DEFAULT);
        train();
        tickInto(RunState.ROUND_WITNESS);
        tickInto(RunState.ROUND_TRAIN);
        ClientId witness = run.snapshot().run().members().stream()
                .filter(member -> member.counts().missedAttestations() == 1)
                .findFirst()
                .orElseThrow()
                .client();
        run.leave(witness);
        join(witness);
        join(DAN);
        endEpoch();
        Counts counts = standing(witness);
        assertThat(counts.missedAttestations()).isPositive();
        tick();
        assertThat(run.roster().clients()).contains(DAN).doesNotContain(witness);
        assertThat(standing(witness)).isEqualTo(counts);
    }

    private Counts standing(ClientId client) {
        return run.snapshot().run().standings().stream()
                .filter(standing -> standing.client().equals(client))
                .map(RunSnapshot.Standing::counts)
                .findFirst()
                .orElse(Counts.NONE);
    }

    /** Row 14: two seats, four clients. */
    @Test
    void eachGetsItsTurn() {
        start(config.toBuilder().initMinClients(2).maxClients(2).build(), PendingLimits.DEFAULT);
        List.of(ADA, BOB, CYD, DAN).forEach(this::join);
        List<String> epochs = new ArrayList<>();
        for (int epoch = 0; epoch < 7; epoch++) {
            tick();
            epochs.add(run.roster().clients().toString());
            endEpoch();
        }
        assertThat(epochs)
                .containsExactly(
                        "[ada, bob]",
                        "[ada, cyd]",
                        "[ada, dan]",
                        "[ada, bob]",
                        "[ada, cyd]",
                        "[ada, dan]",
                        "[ada, bob]");
    }

    /** A member has not waited while it took part, and a client that joined meanwhile has. */
    @Test
    void aClientThatJoinsDuringAnEpochHasWaitedLongerThanItsMembers() {
        start(config.toBuilder().minClients(1).initMinClients(1).maxClients(1).build(), PendingLimits.DEFAULT);
        join(ADA);
        tick();
        join(BOB);
        endEpoch();
        assertThat(run.pendingClients()).extracting(PendingClient::waitingSince).containsExactly(3L, 2L);
        tick();
        assertThat(run.roster().clients()).containsExactly(BOB);
        endEpoch();
        tick();
        assertThat(run.roster().clients()).containsExactly(ADA);
    }

    @Test
    void allSeatsRotateWhereTheHostSaysSo() {
        start(config, new PendingLimits(10, 100));
        List.of(ADA, BOB, CYD, DAN, EVE).forEach(this::join);
        tick();
        assertThat(run.roster().clients()).containsExactly(ADA, BOB, CYD);
        endEpoch();
        tick();
        assertThat(run.roster().clients()).containsExactly(ADA, DAN, EVE);
    }

    /** A restored run must not know a setting that the run it goes on from does not know yet. */
    @Test
    void theSettingsOfAPauseHoldFromItsEndOn() {
        join(ADA);
        run.pause();
        tick();
        run.reconfigure(withSilence());
        run.resume();
        tick();
        HostedRun restored = HostedRun.restore(run.snapshot(), seeds);
        check(ADA);
        restored.healthCheck(ADA);
        assertThat(run.pendingClients().get(0).heard()).isTrue();
        assertThat(restored.snapshot()).isEqualTo(run.snapshot());
    }

    @Test
    void silenceIsForgottenWhereItIsSwitchedOff() {
        start(withSilence(), PendingLimits.DEFAULT);
        join(ADA);
        tick();
        tickAfter(STATE_TIME);
        assertThat(run.pendingClients().get(0).silentFor()).isEqualTo(STATE_TIME);
        run.pause();
        tick();
        run.reconfigure(config);
        run.resume();
        tick();
        assertThat(run.pendingClients().get(0).silentFor()).isZero();
        assertThat(HostedRun.restore(run.snapshot(), seeds).snapshot()).isEqualTo(run.snapshot());
    }

    /** The fault: the tick that threw had taken the members as heard ten seconds later than they were. */
    @Test
    void aTickThatThrewDoesNotDelaySilence() {
        RunConfig uneven = withSilence().toBuilder()
                .warmupTime(Duration.ofSeconds(20))
                .roundWitnessTime(Duration.ofSeconds(5))
                .build();
        start(uneven, PendingLimits.DEFAULT);
        warmUp();
        List.of(ADA, BOB, CYD).forEach(client -> run.ready(client, 0));
        SeedSource good = seeds;
        seeds = (epoch, height) -> {
            throw new IllegalStateException("broken");
        };
        assertThatIllegalStateException().isThrownBy(() -> run.tick(Instant.EPOCH.plusSeconds(10)));
        seeds = good;
        assertThat(tickAfter(Duration.ofSeconds(1)).status().state()).isEqualTo(RunState.ROUND_TRAIN);
        while (run.removals().isEmpty()) {
            now = run.nextDeadline().orElseThrow();
            tick();
        }
        assertThat(now).isEqualTo(Instant.EPOCH.plusSeconds(31));
        assertThat(run.removals()).extracting(Removal::cause).containsOnly(Removal.Cause.SILENT);
    }
}
