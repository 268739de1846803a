package io.github.coordinator;

import static io.github.coordinator.RealRun.Behaviour.HONEST;
import static io.github.coordinator.RealRun.Behaviour.NEITHER_TRAINS_NOR_ATTESTS;
import static io.github.coordinator.RealRun.Behaviour.NEVER_ATTESTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.config.RunConfigBuilder;
import io.github.coordinator.round.SeedSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the rules come to in runs of many rounds. The scenarios in {@code rules} show each in a few. */
class RealRunsTest {
    private static final Duration STATE_TIME = Duration.ofSeconds(10);

    private static RunConfigBuilder config(int minClients) {
        return RunConfig.builder("run")
                .minClients(minClients)
                .warmupTime(STATE_TIME)
                .maxRoundTrainTime(STATE_TIME)
                .roundWitnessTime(STATE_TIME)
                .cooldownTime(STATE_TIME)
                .roundsPerEpoch(10)
                .totalSteps(100_000)
                .globalBatchSizeStart(100);
    }

    private static SeedSource seeds(long secret) {
        return SeedSource.keyed(new byte[] {(byte) secret, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, "run");
    }

    @Test
    void aWitnessThatNeverAttestsCostsThreeRoundsEachTimeItJoins() {
        RealRun real = new RealRun(config(2).build(), seeds(1)).with(2, HONEST).with(1, NEVER_ATTESTS);
        int joins = 1;
        while (real.run.status().epoch() < 100) {
            real.playRounds(1);
            if (real.removals.size() == joins) {
                real.join(RealRun.client(2));
                joins++;
            }
        }
        assertThat(real.causes()).containsOnly(Removal.Cause.NOT_ATTESTING);
        assertThat(real.lostRounds()).isBetween(3L * real.removals.size(), 3L * joins);
        assertThat(real.run.status().step()).as("steps in 100 epochs").isGreaterThan(400);
    }

    @Test
    @Tag("slow")
    void aWitnessThatNeverAttestsCostsThreeOfManyRounds() {
        RealRun real = new RealRun(config(3).witnessNodes(3).build(), seeds(2))
                .with(9, HONEST)
                .with(1, NEVER_ATTESTS);
        real.playRounds(200);
        assertThat(real.removals).extracting(Removal::client).containsExactly(RealRun.client(9));
        assertThat(real.causes()).containsExactly(Removal.Cause.NOT_ATTESTING);
        assertThat(real.lostRounds()).isEqualTo(3);
    }

    @Test
    void aZombieIsRemovedAfterThreeRounds() {
        for (int secret = 0; secret < 100; secret++) {
            RealRun real = new RealRun(
                            config(3)
                                    .witnessNodes(3)
                                    .witnessQuorum(2)
                                    .maxAbsentRounds(3)
                                    .build(),
                            seeds(secret))
                    .with(3, HONEST)
                    .with(1, NEITHER_TRAINS_NOR_ATTESTS);
            real.playRounds(2);
            assertThat(real.removals).isEmpty();
            real.playRounds(1);
            assertThat(real.removals).extracting(Removal::client).containsExactly(RealRun.client(3));
            assertThat(real.causes()).containsExactly(Removal.Cause.ABSENT);
        }
    }

    /** Most of the clients have no work in some of these rounds. */
    @ParameterizedTest
    @CsvSource({"0, 256", "10, 256", "0, 64", "50, 16"})
    @Tag("slow")
    void noHonestClientIsRemoved(int verificationPercent, int batchSize) {
        RealRun real = new RealRun(
                        config(3)
                                .witnessNodes(3)
                                .witnessQuorum(2)
                                .verificationPercent(verificationPercent)
                                .globalBatchSizeStart(64)
                                .globalBatchSizeEnd(batchSize)
                                .globalBatchSizeWarmupTokens(1_000_000)
                                .sequenceLength(2048)
                                .build(),
                        seeds(4))
                .with(100, HONEST);
        real.playRounds(200);
        assertThat(real.removals).isEmpty();
        assertThat(real.lostRounds()).isZero();
    }

    @Test
    @Tag("slow")
    void eachClientGetsItsTurn() {
        RealRun real = new RealRun(config(1).maxClients(2).roundsPerEpoch(1).build(), seeds(5)).with(4, HONEST);
        Map<ClientId, Integer> epochs = new LinkedHashMap<>();
        real.playRounds(
                50, round -> real.run.roster().clients().forEach(client -> epochs.merge(client, 1, Integer::sum)));
        assertThat(epochs).hasSize(4);
        assertThat(epochs.values()).allSatisfy(count -> assertThat(count).isGreaterThanOrEqualTo(50 / 4));
    }

    /** Exactly a quorum attests, and sees nobody. */
    @ParameterizedTest
    @ValueSource(ints = {4, 5, 6, 7, 8, 9, 10, 11, 12})
    void emptyProofsConfirmNothing(int witnesses) {
        Scene scene = new Scene(config(witnesses).waitingForMembersExtraTime(Duration.ZERO));
        for (int i = 0; i < witnesses; i++) {
            scene.pending.add(RealRun.client(i));
        }
        scene.tick();
        scene.tickInto(RunState.ROUND_TRAIN);
        int quorum = scene.run.config().quorum(witnesses);
        scene.run.roster().clients().stream()
                .limit(quorum)
                .forEach(client -> scene.run.witness(
                        client,
                        scene.run
                                .status()
                                .round()
                                .flatMap(round -> scene.run.seat(client).flatMap(round::partOf))
                                .flatMap(part -> part.proof(index -> false))
                                .orElseThrow()));
        scene.tickInto(RunState.ROUND_WITNESS);
        RoundEvaluation evaluation = scene.tickWhenDue().evaluation().orElseThrow();
        assertThat(evaluation.attestedCount()).isEqualTo(quorum);
        assertThat(evaluation.confirmed()).isFalse();
        assertThat(evaluation.participants()).isEmpty();
    }

    /** In every epoch the third client goes in the first round, and joins again at once. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFlappingClientStopsNoRun(boolean saysGoodbye) {
        RealRun real = new RealRun(config(2).roundsPerEpoch(2).build(), seeds(6)).with(3, HONEST);
        ClientId flapping = RealRun.client(2);
        while (real.run.status().epoch() < 50) {
            real.playRounds(1, round -> {
                if (round.height() == 0) {
                    go(real, flapping, saysGoodbye);
                }
            });
            real.join(flapping);
        }
        assertThat(real.run.status().step()).as("steps in 50 epochs").isGreaterThan(50);
    }

    private static void go(RealRun real, ClientId client, boolean saysGoodbye) {
        if (saysGoodbye) {
            real.run.leave(client);
        } else {
            hangUp(real, client);
        }
    }

    private static void hangUp(RealRun real, ClientId client) {
        real.run.pendingClients().stream()
                .filter(pending -> pending.client().equals(client))
                .forEach(pending -> real.run.disconnected(client, pending.session()));
    }

    @Test
    void aZombieThatHangsUpAtTheEndOfEverySecondRoundIsRemovedAsAbsent() {
        RealRun real = new RealRun(config(3).build(), seeds(7)).with(4, HONEST).with(1, NEITHER_TRAINS_NOR_ATTESTS);
        ClientId zombie = RealRun.client(4);
        List<Long> played = new ArrayList<>();
        while (!real.causes().contains(Removal.Cause.ABSENT)) {
            real.playRounds(1, round -> {
                if (real.run.roster().clients().contains(zombie)) {
                    played.add(round.height());
                }
                if (round.height() % 2 == 1) {
                    hangUp(real, zombie);
                }
            });
            real.join(zombie);
            assertThat(played).as("rounds with the zombie").hasSizeLessThanOrEqualTo(3);
        }
        assertThat(real.removals).extracting(Removal::client).containsOnly(zombie);
    }
}
