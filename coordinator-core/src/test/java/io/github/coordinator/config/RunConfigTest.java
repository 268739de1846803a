package io.github.coordinator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.coordinator.round.ParticipationKind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The configuration as a value: its builder, its defaults and what follows from it. */
class RunConfigTest {
    @Test
    void hasADefaultForAllThatIsNotRequired() {
        RunConfig config = minimal().build();

        assertThat(config)
                .isEqualTo(new RunConfig(
                        "digits",
                        3,
                        3,
                        1024,
                        Duration.ZERO,
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        20,
                        Duration.ZERO,
                        1000,
                        0,
                        OptionalInt.empty(),
                        0,
                        64,
                        64,
                        0,
                        1,
                        0,
                        0,
                        ParticipationKind.BITMAP,
                        Map.of(),
                        Optional.empty()));
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
                .maxMissedHealthChecks(15)
                .maxAbsentRounds(16)
                .participation(ParticipationKind.BLOOM)
                .model(Map.of("layers", 17))
                .dataServerLocation("there")
                .build();

        assertThat(config)
                .isEqualTo(new RunConfig(
                        "digits",
                        4,
                        3,
                        50,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(4, 5),
                        Duration.ofSeconds(6),
                        7,
                        Duration.ofSeconds(8),
                        9,
                        3,
                        OptionalInt.of(2),
                        10,
                        11,
                        12,
                        13,
                        14,
                        15,
                        16,
                        ParticipationKind.BLOOM,
                        Map.of("layers", 17L),
                        Optional.of("there")));
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
    void keepsItsRulesWithoutABuilder() {
        RunConfig config = minimal().build();

        assertThatThrownBy(() -> new RunConfig(
                        "",
                        config.initMinClients(),
                        0,
                        config.maxClients(),
                        config.waitingForMembersExtraTime(),
                        config.warmupTime(),
                        config.maxRoundTrainTime(),
                        config.roundWitnessTime(),
                        config.cooldownTime(),
                        config.roundsPerEpoch(),
                        config.epochTime(),
                        config.totalSteps(),
                        config.witnessNodes(),
                        config.witnessQuorum(),
                        config.verificationPercent(),
                        config.globalBatchSizeStart(),
                        config.globalBatchSizeEnd(),
                        config.globalBatchSizeWarmupTokens(),
                        config.sequenceLength(),
                        config.maxMissedHealthChecks(),
                        config.maxAbsentRounds(),
                        config.participation(),
                        config.model(),
                        config.dataServerLocation()))
                .hasMessage("run_id is empty\nmin_clients is 0, must be at least 1");
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
        assertThat(config.absenceQuorum(witnesses)).isEqualTo(quorum);
    }

    @Test
    void asksForTheConfiguredQuorumButAccusesNobodyWithLessThanTwoThirds() {
        RunConfig lenient =
                minimal().minClients(9).witnessNodes(9).witnessQuorum(5).build();
        RunConfig strict = lenient.toBuilder().witnessQuorum(9).build();
        RunConfig off = lenient.toBuilder().witnessQuorum(0).build();

        assertThat(lenient.quorum(9)).isEqualTo(5);
        assertThat(lenient.absenceQuorum(9)).isEqualTo(7);
        assertThat(strict.quorum(9)).isEqualTo(9);
        assertThat(strict.absenceQuorum(9)).isEqualTo(9);
        assertThat(off.quorum(9)).isZero();
        assertThat(off.absenceQuorum(9)).isEqualTo(7);
    }

    @ParameterizedTest(name = "{1} elected witnesses")
    @CsvSource({"1, 1, 1", "2, 2, 2", "3, 2, 3", "4, 2, 3"})
    void asksForNoMoreThanAreElected(int witnesses, int quorum, int absenceQuorum) {
        RunConfig config =
                minimal().minClients(1).witnessNodes(3).witnessQuorum(2).build();

        assertThat(config.quorum(witnesses)).isEqualTo(quorum);
        assertThat(config.absenceQuorum(witnesses)).isEqualTo(absenceQuorum);
    }

    @Test
    void refusesNegativeCounts() {
        RunConfig config = minimal().build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> config.witnessesAmong(-1))
                .withMessage("clients is negative: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config.quorum(-1))
                .withMessage("witnesses is negative: -1");
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
