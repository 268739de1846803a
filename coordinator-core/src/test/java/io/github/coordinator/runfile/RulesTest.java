package io.github.coordinator.runfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.config.RunConfigBuilder;
import io.github.coordinator.config.RunConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every bound from both sides, and every rule between two values, with the message that an operator reads. */
class RulesTest {
    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(delimiter = '|', textBlock = """
        init_min_clients                | 3
        init_min_clients                | 1024
        min_clients                     | 1
        min_clients                     | 1024
        max_clients                     | 3
        max_clients                     | 1024
        waiting_for_members_extra_time  | 0
        waiting_for_members_extra_time  | 3153600000
        warmup_time                     | 0
        warmup_time                     | 3153600000
        max_round_train_time            | 0.000000001
        max_round_train_time            | 3153600000
        round_witness_time              | 0.000000001
        round_witness_time              | 3153600000
        cooldown_time                   | 0
        cooldown_time                   | 3153600000
        rounds_per_epoch                | 1
        rounds_per_epoch                | 2147483647
        epoch_time                      | 0
        epoch_time                      | 35
        epoch_time                      | 3153600000
        total_steps                     | 1
        total_steps                     | 4294967295
        witness_nodes                   | 0
        witness_nodes                   | 3
        verification_percent            | 0
        verification_percent            | 99
        global_batch_size_start         | 1
        global_batch_size_start         | 2147483647
        global_batch_size_end           | 1
        global_batch_size_end           | 2147483647
        global_batch_size_warmup_tokens | 0
        global_batch_size_warmup_tokens | 9223372036854775807
        sequence_length                 | 1
        sequence_length                 | 9223372036854775807
        data_order                      | 'uniform'
        data_order                      | 'psyche'
        on_warmup_drop                  | 'continue'
        on_warmup_drop                  | 'restart'
        on_warmup_drop                  | 'keep'
        early_end                       | 'witnesses'
        early_end                       | 'quorum'
        early_end                       | 'never'
        min_participants                | 0
        min_participants                | 3
        health_check_timeout            | 0
        health_check_timeout            | 0.000000001
        health_check_timeout            | 3153600000
        max_absent_rounds               | 0
        max_absent_rounds               | 2147483647
        max_missed_attestations         | 0
        max_missed_attestations         | 2147483647
        participation                   | 'bitmap'
        participation                   | 'bloom'
        """)
    void takesValuesUpToTheirBounds(String key, String value) {
        String toml = value.matches("[a-z]+") ? "\"" + value + "\"" : value;

        assertThatCode(() -> RunFile.minimal().with(key, toml).load()).doesNotThrowAnyException();
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(delimiter = '|', textBlock = """
        init_min_clients                | 0                   | at least 1
        init_min_clients                | 2147483648          | at most 2147483647
        min_clients                     | 0                   | at least 1
        min_clients                     | 2147483648          | at most 2147483647
        max_clients                     | 0                   | at least 1
        max_clients                     | 2147483648          | at most 2147483647
        waiting_for_members_extra_time  | -0.5                | at least 0
        waiting_for_members_extra_time  | 3153600000.5        | at most 3153600000 (36500 days)
        warmup_time                     | -1                  | at least 0
        warmup_time                     | 3153600001          | at most 3153600000 (36500 days)
        max_round_train_time            | 0                   | more than 0
        max_round_train_time            | -1                  | more than 0
        max_round_train_time            | 3153600001          | at most 3153600000 (36500 days)
        round_witness_time              | 0                   | more than 0
        round_witness_time              | -1                  | more than 0
        round_witness_time              | 3153600001          | at most 3153600000 (36500 days)
        cooldown_time                   | -1                  | at least 0
        cooldown_time                   | 3153600001          | at most 3153600000 (36500 days)
        rounds_per_epoch                | -1                  | at least 0
        rounds_per_epoch                | 2147483648          | at most 2147483647
        epoch_time                      | -1                  | at least 0
        epoch_time                      | 3153600001          | at most 3153600000 (36500 days)
        total_steps                     | 0                   | at least 1
        total_steps                     | 4294967296          | at most 4294967295
        witness_nodes                   | -1                  | at least 0
        witness_nodes                   | 1025                | at most 1024
        witness_quorum                  | -1                  | at least 0
        witness_quorum                  | 1025                | at most 1024
        verification_percent            | -1                  | at least 0
        verification_percent            | 101                 | at most 99
        global_batch_size_start         | 0                   | at least 1
        global_batch_size_start         | 2147483648          | at most 2147483647
        global_batch_size_end           | 0                   | at least 1
        global_batch_size_end           | 2147483648          | at most 2147483647
        global_batch_size_warmup_tokens | -1                  | at least 0
        sequence_length                 | 0                   | at least 1
        min_participants                | -1                  | at least 0
        min_participants                | 2147483648          | at most 2147483647
        health_check_timeout            | -1                  | at least 0
        health_check_timeout            | 3153600001          | at most 3153600000 (36500 days)
        max_absent_rounds               | -1                  | at least 0
        max_absent_rounds               | 2147483648          | at most 2147483647
        max_missed_attestations         | -1                  | at least 0
        max_missed_attestations         | 2147483648          | at most 2147483647
        """)
    void refusesValuesBeyondTheirBounds(String key, String value, String bound) {
        assertRefused(RunFile.minimal().with(key, value), key, key + " is " + value + ", must be " + bound);
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(delimiter = '|', textBlock = """
        warmup_time          | -4e-10 | is -0.0000000004, must be at least 0
        warmup_time          | 4e-10  | is 0.0000000004, must be 0 or at least 1e-9
        warmup_time          | 4e-300 | is 4E-300, must be 0 or at least 1e-9
        health_check_timeout | 4e-10  | is 0.0000000004, must be 0 or at least 1e-9
        epoch_time           | 4e-10  | is 0.0000000004, must be 0 or at least 1e-9
        epoch_time           | 1e-9   | is 0.000000001, less than max_round_train_time + round_witness_time (35)
        max_round_train_time | 4e-10  | is 0.0000000004, must be at least 1e-9
        max_round_train_time | -4e-10 | is -0.0000000004, must be more than 0
        round_witness_time   | -0.0   | is 0, must be more than 0
        """)
    void takesNoDurationForZeroThatIsNot(String key, String value, String message) {
        assertRefused(RunFile.minimal().with(key, value), key, key + " " + message);
    }

    @Test
    void namesARunInOneTo256Characters() {
        String emoji = "\uD83C\uDFCB";

        assertThat(builder(emoji.repeat(256)).build().runId()).hasSize(512);
        assertRefused(builder(""), "run_id is empty");
        assertRefused(builder(emoji.repeat(257)), "run_id is 257 characters long, must be at most 256");
        assertThat(builder(" \n\u0000").build().runId()).isEqualTo(" \n\u0000");
    }

    @Test
    void leavesAtLeastOneClientToTrain() {
        assertRefused(
                RunFile.minimal().with("verification_percent", "100"),
                "verification_percent",
                "verification_percent is 100, which leaves no client to train, must be at most 99");
    }

    @Test
    void beginsAnEpochWithNoFewerThanItNeeds() {
        assertRefused(
                RunFile.minimal().with("init_min_clients", "2"),
                "init_min_clients",
                "init_min_clients is 2, fewer than min_clients (3)");
    }

    @Test
    void takesNoFewerClientsThanItNeeds() {
        assertRefused(
                RunFile.minimal().with("init_min_clients", "5").with("max_clients", "4"),
                "max_clients",
                "max_clients is 4, fewer than init_min_clients (5)");
        assertRefused(
                RunFile.minimal().with("max_clients", "2"),
                "max_clients",
                "max_clients is 2, fewer than min_clients (3)");
    }

    @Test
    void limitsTheClientsWhereEveryoneWitnesses() {
        String reason =
                "more than 1024: where everyone witnesses (witness_nodes = 0), each of n proofs names n clients";

        assertThat(RunFile.minimal().load().maxClients()).isEqualTo(1024);
        assertRefused(RunFile.minimal().with("max_clients", "1025"), "max_clients", "max_clients is 1025, " + reason);
        assertRefused(
                RunFile.minimal().with("init_min_clients", "2000"),
                "init_min_clients",
                "init_min_clients is 2000, " + reason);
        assertRefused(RunFile.minimal().with("min_clients", "2000"), "min_clients", "min_clients is 2000, " + reason);
        assertThat(RunFile.minimal()
                        .with("witness_nodes", "1")
                        .with("max_clients", "1025")
                        .load()
                        .maxClients())
                .isEqualTo(1025);
    }

    @Test
    void limitsTheClientsOfABloomFilter() {
        RunFile bloom = RunFile.minimal().with("witness_nodes", "3").with("participation", "\"bloom\"");

        assertThat(bloom.load().maxClients()).isEqualTo(88);
        assertThat(bloom.with("max_clients", "88").load().maxClients()).isEqualTo(88);
        assertRefused(
                bloom.with("max_clients", "89"),
                "max_clients",
                "max_clients is 89, more than 88: a \"bloom\" filter of more clients passes too many of the absent");
    }

    @Test
    void doesNotLimitTheClientsOtherwise() {
        assertThat(RunFile.minimal().with("witness_nodes", "3").load().maxClients())
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void electsNoMoreWitnessesThanARoundIsSureToHave() {
        assertRefused(
                RunFile.minimal().with("min_clients", "1").with("witness_nodes", "2"),
                "witness_nodes",
                "witness_nodes is 2, more than min_clients (1)");
        assertRefused(
                RunFile.minimal().with("witness_nodes", "1024"),
                "witness_nodes",
                "witness_nodes is 1024, more than min_clients (3)");
        assertThat(RunFile.minimal()
                        .with("min_clients", "1024")
                        .with("witness_nodes", "1024")
                        .load()
                        .witnessNodes())
                .isEqualTo(1024);
    }

    @ParameterizedTest(name = "{1} of {0}")
    @CsvSource({"1, 1", "2, 2", "3, 2", "3, 3", "4, 3", "4, 4", "5, 3", "5, 5", "5, 0", "0, 0"})
    void takesAQuorumThatIsAMajority(int witnesses, int quorum) {
        assertThat(electing(witnesses, quorum).load().witnessQuorum()).hasValue(quorum);
    }

    @ParameterizedTest(name = "{1} of {0}")
    @CsvSource({"1, 2, 1", "2, 1, 2", "2, 3, 2", "3, 1, 2", "4, 2, 3", "4, 5, 3", "5, 2, 3", "5, 6, 3"})
    void refusesAQuorumThatIsNone(int witnesses, int quorum, int majority) {
        assertRefused(
                electing(witnesses, quorum),
                "witness_quorum",
                "witness_quorum is " + quorum + ", must be 0 or from " + majority + " to " + witnesses
                        + ", a majority of witness_nodes");
    }

    @Test
    void refusesAQuorumWhereEveryoneWitnesses() {
        assertRefused(
                electing(0, 3),
                "witness_quorum",
                "witness_quorum is 3, must be 0 or left out where everyone witnesses (witness_nodes = 0)");
    }

    @Test
    void endsAnEpochSomehow() {
        String message = "rounds_per_epoch and epoch_time are both 0 or missing, one must be more than 0";

        assertRefused(RunFile.minimal().with("rounds_per_epoch", "0"), "rounds_per_epoch", message);
        assertRefused(RunFile.minimal().without("rounds_per_epoch").with("epoch_time", "0"), "epoch_time", message);
        assertRefused(
                RunFile.minimal().with("rounds_per_epoch", "0").with("epoch_time", "0"), "rounds_per_epoch", message);
        assertThatThrownBy(() -> RunFile.minimal().without("rounds_per_epoch").load())
                .hasMessage("data.toml:2:1: " + message);
        assertThatCode(() -> RunFile.minimal()
                        .without("rounds_per_epoch")
                        .with("epoch_time", "35")
                        .load())
                .doesNotThrowAnyException();
    }

    @Test
    void givesAnEpochTheTimeOfARound() {
        assertRefused(
                RunFile.minimal().with("epoch_time", "34.999999999"),
                "epoch_time",
                "epoch_time is 34.999999999, less than max_round_train_time + round_witness_time (35)");
    }

    @Test
    void doesNotCompareTheTimesOfTrainingAndWitnessing() {
        assertThatCode(() -> RunFile.minimal().with("round_witness_time", "300").load())
                .doesNotThrowAnyException();
    }

    @Test
    void takesTheShortestTexts() {
        RunConfig config = RunConfigLoader.parse(
                RunFile.minimal().text().replace("digits", "d") + "[data_server]\nlocation = ''\n", "data.toml");

        assertThat(config.runId()).isEqualTo("d");
        assertThat(config.dataServerLocation()).hasValue("");
    }

    @Test
    void letsTheBatchShrink() {
        assertThat(RunFile.minimal().with("global_batch_size_end", "8").load().globalBatchSizeEnd())
                .isEqualTo(8);
    }

    @Test
    void asksForNoMoreParticipantsThanTheSmallestRoundHasTrainers() {
        assertRefused(
                RunFile.minimal().with("min_participants", "4"),
                "min_participants",
                "min_participants is 4, more than the trainers among min_clients (3)");
        // 50 % of three clients are one verifier.
        RunFile half = RunFile.minimal().with("verification_percent", "50");
        assertThat(half.with("min_participants", "2").load().minParticipants()).isEqualTo(2);
        assertRefused(
                half.with("min_participants", "3"),
                "min_participants",
                "min_participants is 3, more than the trainers among min_clients (2)");
    }

    @Test
    void asksForNoMoreParticipantsThanTheSmallestBatchHasData() {
        String message = "min_participants is 3, more than the data of the smallest batch (2)";

        assertRefused(
                RunFile.minimal().with("global_batch_size_start", "2").with("min_participants", "3"),
                "min_participants",
                message);
        assertRefused(
                RunFile.minimal().with("global_batch_size_end", "2").with("min_participants", "3"),
                "min_participants",
                message);
        assertRefused(
                RunFile.minimal()
                        .with("global_batch_size_start", "2")
                        .with("global_batch_size_end", "64")
                        .with("min_participants", "3"),
                "min_participants",
                message);
    }

    @Test
    void takesAsManyParticipantsAsThereCanBe() {
        String most = Integer.toString(Integer.MAX_VALUE);

        assertThat(RunFile.minimal()
                        .with("witness_nodes", "1")
                        .with("min_clients", most)
                        .with("global_batch_size_start", most)
                        .with("min_participants", most)
                        .load()
                        .minParticipants())
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void removesNobodyForLackOfEvidenceWhereNoQuorumIsAsked() {
        RunFile off = RunFile.minimal().with("witness_quorum", "0");

        assertThat(RunFile.minimal().load().maxAbsentRounds()).isEqualTo(3);
        assertThat(RunFile.minimal().load().maxMissedAttestations()).isEqualTo(3);
        assertThat(off.load().maxAbsentRounds()).isZero();
        assertThat(off.load().maxMissedAttestations()).isZero();
        assertThat(off.with("max_absent_rounds", "4").load().maxAbsentRounds()).isEqualTo(4);
        assertThat(off.with("max_missed_attestations", "5").load().maxMissedAttestations())
                .isEqualTo(5);
    }

    @Test
    void countsOneMistakeOnce() {
        // The minimum is wrong by itself, so nothing is held against it, nor against the defaults that follow it.
        assertRefused(
                RunFile.minimal().with("min_clients", "-3").with("witness_nodes", "2"),
                "min_clients",
                "min_clients is -3, must be at least 1");
        assertRefused(
                RunFile.minimal().with("global_batch_size_start", "0").with("min_participants", "3"),
                "global_batch_size_start",
                "global_batch_size_start is 0, must be at least 1");
        assertRefused(
                RunFile.minimal().with("min_clients", "0").with("min_participants", "3"),
                "min_clients",
                "min_clients is 0, must be at least 1");
    }

    private static RunFile electing(int witnesses, int quorum) {
        return RunFile.minimal()
                .with("min_clients", "5")
                .with("witness_nodes", Integer.toString(witnesses))
                .with("witness_quorum", Integer.toString(quorum));
    }

    private static RunConfigBuilder builder(String runId) {
        return RunFile.minimal().load().toBuilder().runId(runId);
    }

    private static void assertRefused(RunConfigBuilder builder, String message) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(RunConfigException.class)
                .hasMessage(message);
    }

    private static void assertRefused(RunFile file, String key, String message) {
        assertThatThrownBy(file::load)
                .isInstanceOf(RunConfigException.class)
                .hasMessage("data.toml:" + file.lineOf(key) + ":" + file.columnOf(key) + ": " + message);
    }
}
