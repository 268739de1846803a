package io.github.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.config.EarlyEnd;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.config.RunConfigBuilder;
import io.github.coordinator.config.WarmupDrop;
import io.github.coordinator.round.RoundId;
import io.github.coordinator.round.Seat;
import io.github.coordinator.round.SeedSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run says of what it waits for. */
class ExplanationTest {
    private static final SeedSource SEEDS = SeedSource.fixed(7);

    private Instant now = Instant.EPOCH;
    private HostedRun run;

    @BeforeEach
    void begin() {
        start(config());
    }

    private static RunConfigBuilder config() {
        return RunConfig.builder("run")
                .minClients(2)
                .initMinClients(3)
                .maxClients(5)
                .waitingForMembersExtraTime(Duration.ofSeconds(60))
                .warmupTime(Duration.ofSeconds(90))
                .maxRoundTrainTime(Duration.ofHours(2))
                .roundWitnessTime(Duration.ofSeconds(10))
                .cooldownTime(Duration.ofSeconds(5))
                .roundsPerEpoch(3)
                .totalSteps(9)
                .globalBatchSizeStart(8);
    }

    private void start(RunConfigBuilder config) {
        run = HostedRun.start(config.build(), SEEDS, now);
    }

    private static ClientId client(int number) {
        return ClientId.of("c" + number);
    }

    private void join(int... numbers) {
        IntStream.of(numbers).forEach(number -> run.join("run", client(number)));
        run.tick(now);
    }

    private void pass(long seconds) {
        now = now.plusSeconds(seconds);
        run.tick(now);
    }

    /** Members c0 to c4 fill the house, and training begins. */
    private void train() {
        join(0, 1, 2, 3, 4);
        for (ClientId each : run.roster().clients()) {
            run.ready(each, run.status().epoch());
        }
        pass(0);
        assertThat(run.status().state()).isEqualTo(RunState.ROUND_TRAIN);
    }

    /** The client attests, with a proof that saw everybody or nobody. */
    private void attest(int number, boolean seesAll) {
        attest(number, (int index) -> seesAll);
    }

    private void attest(int number, IntPredicate seen) {
        Seat seat = run.seat(client(number)).orElseThrow();
        run.witness(
                client(number),
                run.status()
                        .round()
                        .flatMap(round -> round.partOf(seat))
                        .flatMap(part -> part.proof(seen))
                        .orElseThrow());
    }

    private void assertExplained(String... sentences) {
        assertThat(run.explain(now).sentences()).containsExactly(sentences);
    }

    private void assertExplained(int number, String... sentences) {
        assertThat(run.explain(client(number), now).orElseThrow().sentences()).containsExactly(sentences);
    }

    private Condition only(Condition.Kind kind) {
        List<Condition> conditions = run.explain(now).conditions();
        assertThat(conditions).extracting(Condition::kind).containsExactly(kind);
        return conditions.get(0);
    }

    // Each state

    @Test
    void waitsForClients() {
        join(0, 1);
        assertExplained("waiting for members", "2 of 3 clients pending, 1 more needed");
        Condition condition = only(Condition.Kind.ENOUGH_CLIENTS);
        assertThat(condition.have()).isEqualTo(2);
        assertThat(condition.needed()).isEqualTo(3);
        assertThat(condition.due()).isEmpty();
    }

    @Test
    void waitsForMoreClientsWhenThereAreEnough() {
        join(0, 1, 2);
        pass(12);
        assertExplained(
                "waiting for members",
                "3 clients pending, and there is room for 5; the waiting ends in 48 s at the latest");
        assertThat(only(Condition.Kind.NO_ROOM_LEFT).due()).contains(Instant.ofEpochSecond(60));
    }

    @Test
    void waitsForMembersToBeReady() {
        join(0, 1, 2, 3, 4);
        run.ready(client(1), 0);
        pass(20);
        assertExplained(
                "in warm-up because enough clients were pending",
                "1 of 5 members ready, missing c0, c2, c3, c4; warm-up ends in 1 min 10 s at the latest");
        assertThat(only(Condition.Kind.ALL_READY).missing())
                .containsExactly(client(0), client(2), client(3), client(4));
    }

    @Test
    void waitsForMembersToComeBackInWarmup() {
        start(config().onWarmupDrop(WarmupDrop.KEEP).initMinClients(3).minClients(3));
        join(0, 1, 2, 3, 4);
        IntStream.of(0, 1, 2).forEach(number -> run.disconnected(client(number), number + 1));
        run.ready(client(3), 0);
        run.ready(client(4), 0);
        pass(30);
        assertExplained(
                "in warm-up because enough clients were pending",
                "2 of 3 members connected, 1 more needed",
                "warm-up ends in 1 min");
        assertThat(run.explain(now).conditions())
                .extracting(Condition::kind)
                .containsExactly(Condition.Kind.ENOUGH_CONNECTED, Condition.Kind.TIME_OVER);
        assertExplained(0, "one of 5 members, disconnected, and removed unless it is back in time");
    }

    @Test
    void waitsForWitnesses() {
        train();
        attest(0, true);
        attest(3, true);
        pass(60);
        assertExplained(
                "training because all members were ready",
                "2 of 5 witnesses attested, missing c1, c2, c4; training ends in 1 h 59 min at the latest");
        assertThat(only(Condition.Kind.ALL_ATTESTED).missing()).containsExactly(client(1), client(2), client(4));
    }

    @Test
    void waitsForWitnessesThatMayComeBack() {
        train();
        IntStream.of(0, 1, 2).forEach(number -> attest(number, true));
        run.disconnected(client(3), 4);
        run.disconnected(client(4), 5);
        pass(60);
        assertExplained(
                "training because all members were ready",
                "3 of 4 witnesses of the quorum attested, missing c3, c4; training ends in 1 h 59 min at the latest");
    }

    @Test
    void waitsForTheQuorum() {
        start(config().earlyEnd(EarlyEnd.QUORUM));
        train();
        attest(0, true);
        pass(3600);
        assertExplained(
                "training because all members were ready",
                "1 of 4 witnesses of the quorum attested, missing c1, c2, c3, c4; training ends in 1 h at the latest");
        only(Condition.Kind.QUORUM_ATTESTED);
    }

    @Test
    void trainsUntilTheTimeIsOver() {
        start(config().earlyEnd(EarlyEnd.NEVER));
        train();
        assertExplained("training because all members were ready", "training ends in 2 h");
        only(Condition.Kind.TIME_OVER);
    }

    @Test
    void saysInTheLastCallWhatKeepsTheRoundFromBeingConfirmed() {
        train();
        attest(0, false);
        pass(7200);
        assertExplained(
                "in the last call for proofs because max_round_train_time was over",
                "the last call ends in 10 s",
                "1 of 4 witnesses of the quorum attested, missing c1, c2, c3, c4",
                "0 of 1 needed clients took part");
        assertThat(run.explain(now).conditions())
                .extracting(Condition::kind)
                .containsExactly(
                        Condition.Kind.TIME_OVER, Condition.Kind.QUORUM_ATTESTED, Condition.Kind.ENOUGH_TOOK_PART);
        IntStream.of(1, 2, 3, 4).forEach(number -> attest(number, true));
        assertExplained(
                "in the last call for proofs because max_round_train_time was over", "the last call ends in 10 s");
    }

    @Test
    void coolsDown() {
        train();
        pass(7200);
        pass(10);
        assertExplained("in cooldown because the round was not confirmed", "cooldown ends in 5 s");
    }

    @Test
    void waitsForTheOperator() {
        run.pause();
        assertExplained("waiting for members", "a pause is pending", "a change is due at the next tick");
        pass(0);
        assertExplained("paused because the operator asked for a pause", "until the operator resumes or stops the run");
        only(Condition.Kind.OPERATOR);
        run.resume();
        assertExplained(
                "paused because the operator asked for a pause",
                "the end of the pause is pending",
                "a change is due at the next tick");
    }

    @Test
    void hasFinished() {
        run.stop();
        pass(0);
        assertExplained("finished because the operator stopped the run");
        assertThat(run.explain(now).conditions()).isEmpty();
    }

    @Test
    void saysWhenAnOrderTakesEffect() {
        train();
        run.pause();
        assertThat(run.explain(now).sentences())
                .contains("a pause is pending; it takes effect after the round and its cooldown");
        run.stop();
        pass(7200);
        pass(10);
        assertThat(run.explain(now).sentences()).contains("a stop is pending; it takes effect after cooldown");
        assertThat(run.explain(now).order()).isEqualTo(RunOrder.STOP);
    }

    @Test
    void theTimeLeftIsThatOfTheHost() {
        train();
        Explanation late = run.explain(now.plusSeconds(7199));
        assertThat(late.conditions().get(0).sentence()).endsWith("training ends in 1 s at the latest");
        assertThat(run.explain(now.plusSeconds(7200)).changeDue()).isTrue();
        assertThat(run.explain(now.plusSeconds(7200)).conditions()).isEmpty();
    }

    @Test
    void aClockThatWentBackPutsNothingFurtherAway() {
        train();
        run.pause();
        assertThat(run.explain(Instant.MIN)).isEqualTo(run.explain(now));
        assertThat(run.explain(client(1), Instant.MIN)).isEqualTo(run.explain(client(1), now));
    }

    @Test
    void asksAndChangesNothing() {
        train();
        HostedRunSnapshot before = run.snapshot();
        long revision = run.revision();
        assertThat(run.explain(now))
                .isEqualTo(run.explain(now))
                .hasToString(run.explain(now).toString());
        assertThat(run.explain(client(1), now))
                .isEqualTo(run.explain(client(1), now))
                .isPresent();
        assertThat(run.snapshot()).isEqualTo(before);
        assertThat(run.revision()).isEqualTo(revision);
    }

    // Each reason

    @Test
    void saysWhyTheRunIsInItsState() {
        List<RunSnapshot> snapshots = snapshotsOfEachState();
        List<String> told = new ArrayList<>();
        for (TransitionReason reason : TransitionReason.values()) {
            boolean isFirst = reason == TransitionReason.ALL_READY || reason == TransitionReason.WARMUP_TIME_OVER;
            snapshots.stream()
                    .filter(snapshot -> reason.leadsTo(snapshot.state()))
                    .filter(snapshot -> snapshot.state() != RunState.ROUND_TRAIN
                            || isFirst == (snapshot.round().orElseThrow().height() == 0))
                    .map(snapshot -> new SnapshotEdit(snapshot).reason(reason).build())
                    .map(snapshot -> Coordinator.restore(snapshot, Set::of, SEEDS)
                            .explain(now)
                            .sentences()
                            .get(0))
                    .forEach(told::add);
        }
        assertThat(told)
                .containsExactly(
                        "in warm-up because enough clients were pending",
                        "finished because no steps were left",
                        "training because all members were ready",
                        "training because warmup_time was over",
                        "in the last call for proofs because all elected witnesses that were there had attested",
                        "in the last call for proofs because the quorum had attested",
                        "in the last call for proofs because too few witnesses were left for the quorum",
                        "in the last call for proofs because max_round_train_time was over",
                        "training because the last round was over",
                        "waiting for members because the last step was done",
                        "in cooldown because the epoch had had its rounds_per_epoch",
                        "in cooldown because epoch_time was over",
                        "waiting for members because fewer than min_clients were left",
                        "in cooldown because fewer than min_clients were left",
                        "waiting for members because a member disconnected in warm-up",
                        "in cooldown because the round was not confirmed",
                        "waiting for members because cooldown_time was over",
                        "in cooldown because the operator asked for a pause",
                        "paused because the operator asked for a pause",
                        "in cooldown because the operator stopped the run",
                        "finished because the operator stopped the run",
                        "waiting for members because the operator ended the pause");
    }

    private List<RunSnapshot> snapshotsOfEachState() {
        List<RunSnapshot> snapshots = new ArrayList<>();
        Runnable keep = () -> snapshots.add(run.snapshot().run());
        keep.run();
        join(0, 1, 2, 3, 4);
        keep.run();
        pass(90);
        keep.run();
        IntStream.range(0, 5).forEach(number -> attest(number, true));
        pass(1);
        keep.run();
        pass(10);
        keep.run();
        run.pause();
        pass(7200);
        pass(10);
        keep.run();
        pass(5);
        keep.run();
        run.stop();
        pass(0);
        keep.run();
        assertThat(snapshots)
                .extracting(RunSnapshot::state)
                .containsExactly(
                        RunState.WAITING_FOR_MEMBERS,
                        RunState.WARMUP,
                        RunState.ROUND_TRAIN,
                        RunState.ROUND_WITNESS,
                        RunState.ROUND_TRAIN,
                        RunState.COOLDOWN,
                        RunState.PAUSED,
                        RunState.FINISHED);
        return snapshots;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            EJECTED       | the operator ejected it
            LEFT          | it left
            DISCONNECTED  | its connection was gone, and it was not back in time
            SILENT        | it gave no sign of life for health_check_timeout
            ABSENT        | its work was not seen in max_absent_rounds rounds in a row
            NOT_ATTESTING | it did not attest in max_missed_attestations elections in a row
            """)
    void saysWhyAClientWasRemoved(Removal.Cause cause, String sentence) {
        RoundId round = new RoundId(2, 1);
        assertThat(Sentences.of(Forged.removal(client(0), cause, RunState.ROUND_WITNESS, 2, round, now)))
                .isEqualTo("removed in epoch 2 after round 1: " + sentence);
        assertThat(Sentences.of(Forged.removal(client(0), cause, RunState.WARMUP, 2, null, now)))
                .isEqualTo("removed in the warm-up of epoch 2: " + sentence);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 s",
        "PT0.000000001S, 1 ms",
        "PT0.25S, 250 ms",
        "PT1S, 1 s",
        "PT59.9S, 59 s",
        "PT1M, 1 min",
        "PT1M5S, 1 min 5 s",
        "PT1H, 1 h",
        "PT2H3M59S, 2 h 3 min",
        "P1D, 1 d",
        "P3DT4H59M, 3 d 4 h"
    })
    void durationsAreToldInTwoUnits(Duration duration, String told) {
        assertThat(Sentences.of(duration)).isEqualTo(told);
    }

    @Test
    void atMostTenMissingMembersAreNamed() {
        List<ClientId> twelve =
                IntStream.range(0, 12).mapToObj(ExplanationTest::client).toList();
        assertThat(Sentences.missing(twelve)).isEqualTo(", missing c0, c1, c2, c3, c4, c5, c6, c7, c8, c9 and 2 more");
        assertThat(Sentences.missing(twelve.subList(0, 10))).endsWith("c8, c9");
    }

    // Clients

    @Test
    void aStrangerIsNotKnown() {
        assertThat(run.explain(client(9), now)).isEmpty();
    }

    @Test
    void placesOfPendingClients() {
        join(0, 1, 2, 3, 4, 5, 6);
        ClientExplanation last = run.explain(client(6), now).orElseThrow();
        assertThat(last.situation()).isEqualTo(ClientExplanation.Situation.PENDING);
        assertThat(last.place()).hasValue(7);
        assertExplained(6, "pending in place 7 of 7; there is room for 5");
    }

    @Test
    void membersInARound() {
        train();
        attest(2, true);
        Seat seat = run.seat(client(2)).orElseThrow();
        ClientExplanation explanation = run.explain(client(2), now).orElseThrow();
        assertThat(explanation.seat()).contains(seat);
        assertThat(explanation.attested()).isTrue();
        assertThat(explanation.part().orElseThrow().isWitness()).isTrue();
        String data = explanation
                .part()
                .orElseThrow()
                .data()
                .map(range -> range.first() + " to " + range.last())
                .orElseThrow();
        assertExplained(
                2, "one of 5 members at seat " + seat.index(), "trains on data " + data + "; witness, has attested");
    }

    @Test
    void membersThatGo() {
        train();
        run.leave(client(0));
        run.eject(client(1));
        run.disconnected(client(2), 3);
        assertThat(run.explain(client(0), now).orElseThrow().sentences().get(0))
                .isEqualTo("one of 5 members at seat 0, which has left");
        assertThat(run.explain(client(1), now).orElseThrow().sentences().get(0)).isEqualTo("ejected by the operator");
        assertThat(run.explain(client(2), now).orElseThrow().sentences().get(0))
                .isEqualTo("one of 5 members at seat 2, disconnected, and removed unless it is back in time");
        run.join("run", client(0));
        assertExplained(0, "pending in place 3 of 3");
        run.reinstate(client(1));
        assertThat(run.explain(client(1), now).orElseThrow().sentences().get(0))
                .isEqualTo("one of 5 members at seat 1, which was ejected");
    }

    @Test
    void signsOfLife() {
        start(config().healthCheckTimeout(Duration.ofSeconds(30)));
        join(0);
        pass(10);
        ClientExplanation explanation =
                run.explain(client(0), now.plusSeconds(5)).orElseThrow();
        assertThat(explanation.silentFor()).contains(Duration.ofSeconds(15));
        assertThat(explanation.sentences())
                .containsExactly("pending in place 1 of 1", "last sign of life 15 s ago, silent after 30 s");
        run.disconnected(client(0), 1);
        assertThat(run.explain(client(0), now).orElseThrow().sentences().get(0))
                .isEqualTo("pending and disconnected: dropped by the next tick in WAITING_FOR_MEMBERS");
    }

    @Test
    void whatIsHeldAgainstAMember() {
        train();
        IntStream.range(0, 4).forEach(number -> attest(number, index -> index != 4));
        pass(7200);
        pass(10);
        ClientExplanation explanation = run.explain(client(4), now).orElseThrow();
        assertThat(explanation.counts()).isEqualTo(new Counts(1, 1));
        assertThat(explanation.sentences())
                .contains(
                        "absent in 1 round in a row, removed at 3",
                        "did not attest in 1 election in a row, removed at 3");
    }

    @Test
    void aRemovedClientIsPassedOverOrMustJoinAgain() {
        train();
        run.disconnected(client(4), 5);
        run.leave(client(3));
        run.join("run", client(3));
        IntStream.range(0, 3).forEach(number -> attest(number, true));
        pass(7200);
        pass(10);
        assertThat(run.explain(client(4), now).orElseThrow().situation())
                .isEqualTo(ClientExplanation.Situation.NOT_PENDING);
        assertExplained(
                4,
                "not pending: it must join again",
                "removed in epoch 0 after round 0: its connection was gone, and it was not back in time");
        assertExplained(
                3,
                "pending, but passed over for the next epoch: it was removed in the one before, and enough others are pending",
                "removed in epoch 0 after round 0: it left");
    }

    @Test
    void aSilentClientIsToldApart() {
        start(config().healthCheckTimeout(Duration.ofSeconds(3)));
        train();
        run.join("run", client(7));
        pass(0);
        IntStream.range(0, 6).forEach(second -> pass(1));
        assertThat(run.explain(client(7), now).orElseThrow().sentences())
                .containsExactly(
                        "pending and silent: dropped by the next tick in WAITING_FOR_MEMBERS",
                        "last sign of life 6 s ago, silent after 3 s");
    }

    @Test
    void aCoordinatorAsksItsSourceForThePlace() {
        List<ClientId> source = List.of(client(5), client(6), client(7));
        Coordinator coordinator = Coordinator.start(config().build(), () -> new LinkedHashSet<>(source), SEEDS, now);
        coordinator.eject(client(5));
        assertThat(coordinator.explain(client(7), now).orElseThrow().sentences())
                .containsExactly("pending in place 2 of 2");
        assertThat(coordinator.explain(now)).hasToString("waiting for members; 2 of 3 clients pending, 1 more needed");
    }
}
