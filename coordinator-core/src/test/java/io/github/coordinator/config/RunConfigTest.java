package io.github.coordinator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.coordinator.round.DataOrder;
import io.github.coordinator.round.ParticipationKind;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The configuration as a value: its builder, its defaults and what follows from it. */
class RunConfigTest {
    @Test
    void hasADefaultForAllThatIsNotRequired() {
        RunConfig config = minimal().build();

        assertThat(config.settings())
                .hasToString("{run_id=digits, init_min_clients=3, min_clients=3, max_clients=1024,"
                        + " waiting_for_members_extra_time=PT0S, warmup_time=PT1M, max_round_train_time=PT30S,"
                        + " round_witness_time=PT5S, cooldown_time=PT10S, rounds_per_epoch=20, epoch_time=PT0S,"
                        + " total_steps=1000, witness_nodes=0, verification_percent=0,"
                        + " global_batch_size_start=64, global_batch_size_end=64,"
                        + " global_batch_size_warmup_tokens=0, sequence_length=1, data_order=uniform,"
                        + " on_warmup_drop=continue, early_end=witnesses, min_participants=1,"
                        + " health_check_timeout=PT0S, max_absent_rounds=3, max_missed_attestations=3,"
                        + " participation=bitmap, model={}}");
        assertThat(config.witnessQuorum()).isEmpty();
        assertThat(config.dataServerLocation()).isEmpty();
    }

    @Test
    void keepsWhatTheBuilderWasGiven() {
        RunConfig config = RunConfig.builder("first")
                .runId("digits")
                .initMinClients(4)
                .minClients(3)
                .maxClients(50)
                .waitingForMembersExtraTime(Duration.ofSeconds(1))
                .warmupTime(Duration.ofSeconds(2))
                .maxRoundTrainTime(Duration.ofSeconds(3))
                .roundWitnessTime(Duration.ofSeconds(4, 5))
                .cooldownTime(Duration.ofSeconds(6))
                .roundsPerEpoch(7)
                .epochTime(Duration.ofSeconds(8))
                .totalSteps(9)
                .witnessNodes(3)
                .witnessQuorum(2)
                .verificationPercent(10)
                .globalBatchSizeStart(11)
                .globalBatchSizeEnd(12)
                .globalBatchSizeWarmupTokens(13)
                .sequenceLength(14)
                .dataOrder(DataOrder.PSYCHE)
                .onWarmupDrop(WarmupDrop.KEEP)
                .earlyEnd(EarlyEnd.NEVER)
                .minParticipants(2)
                .healthCheckTimeout(Duration.ofSeconds(18))
                .maxAbsentRounds(16)
                .maxMissedAttestations(15)
                .participation(ParticipationKind.BLOOM)
                .model(Map.of("layers", 17))
                .dataServerLocation("there")
                .build();

        assertThat(config.runId()).isEqualTo("digits");
        assertThat(config.initMinClients()).isEqualTo(4);
        assertThat(config.minClients()).isEqualTo(3);
        assertThat(config.maxClients()).isEqualTo(50);
        assertThat(config.waitingForMembersExtraTime()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.warmupTime()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.maxRoundTrainTime()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.roundWitnessTime()).isEqualTo(Duration.ofSeconds(4, 5));
        assertThat(config.cooldownTime()).isEqualTo(Duration.ofSeconds(6));
        assertThat(config.roundsPerEpoch()).isEqualTo(7);
        assertThat(config.epochTime()).isEqualTo(Duration.ofSeconds(8));
        assertThat(config.totalSteps()).isEqualTo(9);
        assertThat(config.witnessNodes()).isEqualTo(3);
        assertThat(config.witnessQuorum()).hasValue(2);
        assertThat(config.verificationPercent()).isEqualTo(10);
        assertThat(config.globalBatchSizeStart()).isEqualTo(11);
        assertThat(config.globalBatchSizeEnd()).isEqualTo(12);
        assertThat(config.globalBatchSizeWarmupTokens()).isEqualTo(13);
        assertThat(config.sequenceLength()).isEqualTo(14);
        assertThat(config.dataOrder()).isEqualTo(DataOrder.PSYCHE);
        assertThat(config.onWarmupDrop()).isEqualTo(WarmupDrop.KEEP);
        assertThat(config.earlyEnd()).isEqualTo(EarlyEnd.NEVER);
        assertThat(config.minParticipants()).isEqualTo(2);
        assertThat(config.healthCheckTimeout()).isEqualTo(Duration.ofSeconds(18));
        assertThat(config.maxAbsentRounds()).isEqualTo(16);
        assertThat(config.maxMissedAttestations()).isEqualTo(15);
        assertThat(config.participation()).isEqualTo(ParticipationKind.BLOOM);
        assertThat(config.model()).isEqualTo(Map.of("layers", 17L));
        assertThat(config.dataServerLocation()).hasValue("there");
    }

    @Test
    void removesNobodyForLackOfEvidenceWhereNoQuorumIsAsked() {
        RunConfig config = minimal().witnessQuorum(0).build();

        assertThat(config.maxAbsentRounds()).isZero();
        assertThat(config.maxMissedAttestations()).isZero();
        RunConfig given = minimal()
                .witnessQuorum(0)
                .maxAbsentRounds(4)
                .maxMissedAttestations(5)
                .build();
        assertThat(given.maxAbsentRounds()).isEqualTo(4);
        assertThat(given.maxMissedAttestations()).isEqualTo(5);
    }

    @Test
    void becomesABuilderThatForgetsNothing() {
        RunConfig config = minimal()
                .witnessNodes(3)
                .witnessQuorum(2)
                .dataServerLocation("there")
                .build();

        assertThat(config.toBuilder().build()).isEqualTo(config);
        assertThat(minimal().build().toBuilder().build()).isEqualTo(minimal().build());
    }

    @Test
    void isAValue() {
        RunConfig config = minimal().build();

        assertThat(config)
                .isEqualTo(minimal().build())
                .hasSameHashCodeAs(minimal().build())
                .isNotEqualTo(minimal().totalSteps(7).build())
                .isNotEqualTo(config.settings())
                .hasToString("RunConfig" + config.settings());
    }

    @Test
    void takesSettingsByName() {
        RunConfig config = minimal()
                .set("min_clients", 4)
                .set("warmup_time", 1.5)
                .set("cooldown_time", 2)
                .set("round_witness_time", 3L)
                .set("max_round_train_time", Duration.ofSeconds(4))
                .set("participation", "bloom")
                .set("model", Map.of("layers", 5))
                .set("location", "there")
                .build();

        assertThat(config)
                .isEqualTo(minimal()
                        .minClients(4)
                        .warmupTime(Duration.ofMillis(1500))
                        .cooldownTime(Duration.ofSeconds(2))
                        .roundWitnessTime(Duration.ofSeconds(3))
                        .maxRoundTrainTime(Duration.ofSeconds(4))
                        .participation(ParticipationKind.BLOOM)
                        .model(Map.of("layers", 5))
                        .dataServerLocation("there")
                        .build());
    }

    @Test
    void tellsWhatIsWrongWithSettingsByName() {
        RunConfigBuilder builder = minimal()
                .set("warm_up_time", 1)
                .set("a\nb", 1)
                .set("max_missed_health_checks", 3)
                .set("min_clients", "three")
                .set("total_steps", 2.0)
                .set("run_id", 7)
                .set("participation", "Bloom")
                .set("model", 8)
                .set("warmup_time", Double.POSITIVE_INFINITY);

        assertThatThrownBy(builder::build).hasMessage("""
                unknown key warm_up_time, did you mean warmup_time?
                unknown key "a\\nb"
                unknown key max_missed_health_checks, replaced by health_check_timeout, a number of seconds
                run_id must be a string, but is 7
                min_clients must be a whole number, but is "three"
                warmup_time must be a number of seconds, but is inf
                total_steps must be a whole number, but is 2.0
                participation must be "bitmap" or "bloom", but is "Bloom"
                model must be a table, but is 8\
                """);
        assertThatNullPointerException().isThrownBy(() -> minimal().set("min_clients", null));
        assertThatNullPointerException().isThrownBy(() -> minimal().set(null, 1));
    }

    @Test
    void judgesTheLastValueThatWasSet() {
        assertThat(minimal().set("min_clients", "three").minClients(4).build().minClients())
                .isEqualTo(4);
        assertThatThrownBy(() ->
                        minimal().minClients(4).set("min_clients", "three").build())
                .hasMessage("min_clients must be a whole number, but is \"three\"");
    }

    @Test
    void namesAllThatIsMissing() {
        assertThatThrownBy(() -> RunConfig.builder("").witnessNodes(2000).build())
                .isInstanceOf(RunConfigException.class)
                .hasMessage("""
                    run_id is empty
                    min_clients is missing
                    warmup_time is missing
                    max_round_train_time is missing
                    round_witness_time is missing
                    cooldown_time is missing
                    rounds_per_epoch and epoch_time are both 0 or missing, one must be more than 0
                    total_steps is missing
                    witness_nodes is 2000, must be at most 1024
                    global_batch_size_start is missing\
                    """);
    }

    @Test
    void hasNoPositionsWhereItComesFromCode() {
        assertThatThrownBy(() -> minimal().warmupTime(Duration.ofSeconds(-1)).build())
                .isInstanceOfSatisfying(
                        RunConfigException.class,
                        refused -> assertThat(refused.problems())
                                .containsExactly(new ConfigProblem(
                                        "warmup_time", 0, 0, "warmup_time is -1, must be at least 0")));
    }

    @Test
    void judgesDurationsOfAnyLength() {
        assertThatThrownBy(() -> minimal()
                        .cooldownTime(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999))
                        .build())
                .hasMessage("cooldown_time is 9223372036854775807.999999999, must be at most 3153600000 (36500 days)");
    }

    @Test
    void canBeMadeADifferentOne() {
        RunConfig config = minimal().build();

        assertThat(config.toBuilder().build()).isEqualTo(config);
        assertThat(config.toBuilder().totalSteps(7).build().totalSteps()).isEqualTo(7);
        assertThat(config.totalSteps()).isEqualTo(1000);
    }

    @Test
    void takesAQuorumBack() {
        RunConfigBuilder builder = minimal().witnessNodes(3).witnessQuorum(2);

        assertThat(builder.build().witnessQuorum()).hasValue(2);
        assertThat(builder.witnessQuorum(OptionalInt.empty()).build().witnessQuorum())
                .isEmpty();
        assertThat(builder.witnessQuorum(OptionalInt.of(3)).build().witnessQuorum())
                .hasValue(3);
    }

    @Test
    void refusesNullAtOnce() {
        assertThatNullPointerException().isThrownBy(() -> RunConfig.builder(null));
        assertThatNullPointerException().isThrownBy(() -> minimal().participation(null));
        assertThatNullPointerException().isThrownBy(() -> minimal().warmupTime(null));
    }

    @ParameterizedTest(name = "{0} witness nodes among {1} clients")
    @CsvSource({"0, 0, 0", "0, 7, 7", "3, 7, 3", "3, 3, 3", "3, 2, 2", "3, 0, 0"})
    void electsTheWitnessNodesOrEveryone(int witnessNodes, int clients, int witnesses) {
        RunConfig config = minimal().witnessNodes(witnessNodes).build();

        assertThat(config.witnessesAmong(clients)).isEqualTo(witnesses);
    }

    @ParameterizedTest(name = "{1} of {0} witnesses")
    @CsvSource({"0, 1", "1, 1", "2, 2", "3, 3", "4, 3", "5, 4", "6, 5", "7, 5", "32, 22", "2147483647, 1431655765"})
    void asksForMoreThanTwoThirds(int witnesses, int quorum) {
        RunConfig config = minimal().build();

        assertThat(config.quorum(witnesses)).isEqualTo(quorum);
        assertThat(config.evidenceQuorum(witnesses)).isEqualTo(quorum);
    }

    @Test
    void asksForTheConfiguredQuorumButAccusesNobodyWithLessThanTwoThirds() {
        RunConfig lenient =
                minimal().minClients(9).witnessNodes(9).witnessQuorum(5).build();
        RunConfig strict = lenient.toBuilder().witnessQuorum(9).build();
        RunConfig off = lenient.toBuilder().witnessQuorum(0).build();

        assertThat(lenient.quorum(9)).isEqualTo(5);
        assertThat(lenient.evidenceQuorum(9)).isEqualTo(7);
        assertThat(strict.quorum(9)).isEqualTo(9);
        assertThat(strict.evidenceQuorum(9)).isEqualTo(7);
        assertThat(off.quorum(9)).isZero();
        assertThat(off.evidenceQuorum(9)).isEqualTo(7);
    }

    @ParameterizedTest(name = "{1} elected witnesses")
    @CsvSource({"1, 1, 1", "2, 2, 2", "3, 2, 3", "4, 2, 3"})
    void asksForNoMoreThanAreElected(int witnesses, int quorum, int absenceQuorum) {
        RunConfig config =
                minimal().minClients(1).witnessNodes(3).witnessQuorum(2).build();

        assertThat(config.quorum(witnesses)).isEqualTo(quorum);
        assertThat(config.evidenceQuorum(witnesses)).isEqualTo(absenceQuorum);
    }

    @Test
    void refusesNegativeCounts() {
        RunConfig config = minimal().build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> config.witnessesAmong(-1))
                .withMessage("clients is -1, must be at least 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config.quorum(-1))
                .withMessage("witnesses is -1, must be at least 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config.evidenceQuorum(-1))
                .withMessage("witnesses is -1, must be at least 0");
    }

    private static RunConfigBuilder minimal() {
        return RunConfig.builder("digits")
                .minClients(3)
                .warmupTime(Duration.ofSeconds(60))
                .maxRoundTrainTime(Duration.ofSeconds(30))
                .roundWitnessTime(Duration.ofSeconds(5))
                .cooldownTime(Duration.ofSeconds(10))
                .roundsPerEpoch(20)
                .totalSteps(1000)
                .globalBatchSizeStart(64);
    }
}
