package io.github.coordinator.runfile;

import static io.github.coordinator.runfile.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.coordinator.config.ConfigProblem;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.config.RunConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our own layout: what is read, and what an operator is told. */
class RunConfigLoaderTest {
    @Test
    void readsEveryKey() {
        RunConfig config = RunConfigLoader.parse("""
            run_id = "digits"

            [config]
            init_min_clients = 4
            min_clients = 3
            max_clients = 50
            waiting_for_members_extra_time = 1.5
            warmup_time = 2
            max_round_train_time = 3
            round_witness_time = 4
            cooldown_time = 5
            rounds_per_epoch = 6
            epoch_time = 70
            total_steps = 8
            witness_nodes = 3
            witness_quorum = 2
            verification_percent = 9
            global_batch_size_start = 10
            global_batch_size_end = 11
            global_batch_size_warmup_tokens = 12
            sequence_length = 13
            data_order = "psyche"
            on_warmup_drop = "keep"
            early_end = "quorum"
            min_participants = 2
            health_check_timeout = 14.5
            max_absent_rounds = 15
            max_missed_attestations = 17
            participation = "bloom"

            [model]
            layers = 16
            betas = [0.9, 0.95]
            frozen = true
            [model.checkpoint]
            hub = "example/digits"
            saved = 2024-12-01

            [data_server]
            location = "there"
            """, "data.toml");

        assertThat(config.settings())
                .hasToString("{run_id=digits, init_min_clients=4, min_clients=3, max_clients=50,"
                        + " waiting_for_members_extra_time=PT1.5S, warmup_time=PT2S, max_round_train_time=PT3S,"
                        + " round_witness_time=PT4S, cooldown_time=PT5S, rounds_per_epoch=6, epoch_time=PT1M10S,"
                        + " total_steps=8, witness_nodes=3, witness_quorum=2, verification_percent=9,"
                        + " global_batch_size_start=10, global_batch_size_end=11,"
                        + " global_batch_size_warmup_tokens=12, sequence_length=13, data_order=psyche,"
                        + " on_warmup_drop=keep, early_end=quorum, min_participants=2, health_check_timeout=PT14.5S,"
                        + " max_absent_rounds=15, max_missed_attestations=17, participation=bloom,"
                        + " model={layers=16, betas=[0.9, 0.95], frozen=true,"
                        + " checkpoint={hub=example/digits, saved=2024-12-01}}, location=there}");
    }

    @Test
    void needsNoMoreThanWhatIsRequired() {
        RunConfig config = RunFile.minimal().load();

        assertThat(config.model()).isEmpty();
        assertThat(config.dataServerLocation()).isEmpty();
        assertThat(config)
                .isEqualTo(RunConfig.builder("digits")
                        .minClients(3)
                        .warmupTime(Duration.ofSeconds(60))
                        .maxRoundTrainTime(Duration.ofSeconds(30))
                        .roundWitnessTime(Duration.ofSeconds(5))
                        .cooldownTime(Duration.ofSeconds(10))
                        .roundsPerEpoch(20)
                        .totalSteps(1000)
                        .globalBatchSizeStart(64)
                        .build());
    }

    @ParameterizedTest(name = "{0} s = {1} ns")
    @CsvSource({
        "1, 1000000000",
        "1.5, 1500000000",
        "0.1, 100000000",
        "0.123456789, 123456789",
        "1e-9, 1",
        "0.30000000000000004, 300000000",
        "2.9999999999, 3000000000",
        "-0.0, 0",
        "0e9, 0",
        "6e-10, 1",
        "1e3, 1000000000000",
        "0x10, 16000000000",
        "1_000, 1000000000000"
    })
    void readsSecondsToTheNanosecond(String seconds, long nanos) {
        assertThat(RunFile.minimal().with("warmup_time", seconds).load().warmupTime())
                .isEqualTo(Duration.ofNanos(nanos));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        min_clients   | 3.0        | min_clients must be a whole number, but is 3.0
        min_clients   | "3"        | min_clients must be a whole number, but is "3"
        min_clients   | [3]        | min_clients must be a whole number, but is a list
        min_clients   | {n = 3}    | min_clients must be a whole number, but is a table
        total_steps   | true       | total_steps must be a whole number, but is true
        total_steps   | 2024-12-01 | total_steps must be a whole number, but is 2024-12-01
        warmup_time   | "1\\nmin"  | warmup_time must be a number of seconds, but is "1\\nmin"
        warmup_time   | nan        | warmup_time must be a number of seconds, but is nan
        warmup_time   | inf        | warmup_time must be a number of seconds, but is inf
        warmup_time   | -inf       | warmup_time must be a number of seconds, but is -inf
        warmup_time   | 1e300      | warmup_time is 1E+300, must be at most 3153600000 (36500 days)
        participation | "Bloom"    | participation must be "bitmap" or "bloom", but is "Bloom"
        on_warmup_drop | "keeps"   | on_warmup_drop must be "continue" or "restart" or "keep", but is "keeps"
        early_end     | false      | early_end must be "witnesses" or "quorum" or "never", but is false
        data_order    | "PSYCHE"   | data_order must be "uniform" or "psyche", but is "PSYCHE"
        min_participants | 1.0     | min_participants must be a whole number, but is 1.0
        health_check_timeout | "1 min" | health_check_timeout must be a number of seconds, but is "1 min"
        max_absent_rounds | inf    | max_absent_rounds must be a whole number, but is inf
        max_missed_attestations | [] | max_missed_attestations must be a whole number, but is a list
        participation | 1          | participation must be "bitmap" or "bloom", but is 1
        """)
    void saysWhatKindOfValueItWants(String key, String value, String message) {
        RunFile file = RunFile.minimal().with(key, value);

        assertThatThrownBy(file::load)
                .hasMessage("data.toml:" + file.lineOf(key) + ":" + file.columnOf(key) + ": " + message);
    }

    @Test
    void shortensWhatIsLong() {
        assertThatThrownBy(() -> RunFile.minimal()
                        .with("warmup_time", "'" + "x".repeat(99) + "'")
                        .load())
                .hasMessageEndingWith("but is \"" + "x".repeat(40) + "…\"");
    }

    @Test
    void listsAllThatIsWrongInTheOrderOfTheFile() {
        assertRefused(
                """
                title = "digits"
                run_id = 7

                [config]
                min_clients = 3
                witness_nodes = 5
                witnes_quorum = 3
                warmup_time = "a minute"
                max_round_train_time = 0
                round_witness_time = 5
                verification_percent = 100
                run_id = "digits"
                lr = 0.1

                [data_server]
                location = 20001
                min_clients = 3
                """,
                "data.toml:1:1: unknown key title",
                "data.toml:2:10: run_id must be a string, but is 7",
                "data.toml:4:1: cooldown_time is missing",
                "data.toml:4:1: rounds_per_epoch and epoch_time are both 0 or missing, one must be more than 0",
                "data.toml:4:1: total_steps is missing",
                "data.toml:4:1: global_batch_size_start is missing",
                "data.toml:6:17: witness_nodes is 5, more than min_clients (3)",
                "data.toml:7:1: unknown key witnes_quorum, did you mean witness_quorum?",
                "data.toml:8:15: warmup_time must be a number of seconds, but is \"a minute\"",
                "data.toml:9:24: max_round_train_time is 0, must be more than 0",
                "data.toml:11:24: verification_percent is 100, which leaves no client to train, must be at most 99",
                "data.toml:12:1: unknown key run_id, it belongs at the top level",
                "data.toml:13:1: unknown key lr",
                "data.toml:16:12: location must be a string, but is 20001",
                "data.toml:17:1: unknown key min_clients, it belongs in [config]");
    }

    @Test
    void showsWhatIsMissingAtItsTable() {
        assertRefused(
                "\n[model]\n",
                "data.toml:1:1: run_id is missing",
                "data.toml:1:1: min_clients is missing",
                "data.toml:1:1: warmup_time is missing",
                "data.toml:1:1: max_round_train_time is missing",
                "data.toml:1:1: round_witness_time is missing",
                "data.toml:1:1: cooldown_time is missing",
                "data.toml:1:1: rounds_per_epoch and epoch_time are both 0 or missing, one must be more than 0",
                "data.toml:1:1: total_steps is missing",
                "data.toml:1:1: global_batch_size_start is missing");
    }

    @Test
    void wantsTablesWhereTablesBelong() {
        assertRefused(
                """
                run_id = "digits"
                config = 3
                model = "HfLlama"
                data_server = ["there"]
                """,
                "data.toml:2:10: config must be a table, but is 3",
                "data.toml:3:9: model must be a table, but is \"HfLlama\"",
                "data.toml:4:15: data_server must be a table, but is a list");
        assertRefused("run_id = \"digits\"\n[[config]]\n", "data.toml:2:1: config must be a table, but is a list");
    }

    @Test
    void takesEveryWayToWriteATable() {
        String lines =
                RunFile.minimal().text().replaceFirst("(?s).*\\[config]\n", "").strip();
        RunConfig expected = RunFile.minimal().load();

        String inline = "run_id = \"digits\"\nconfig = {" + lines.replace("\n", ", ") + "}";
        String dotted = "run_id = \"digits\"\nconfig." + lines.replace("\n", "\nconfig.");
        String quoted = "\"run_id\" = 'digits'\n['config']\n\""
                + lines.replace("\n", "\n\"").replace(" =", "\" =");

        assertThat(RunConfigLoader.parse(inline, "inline")).isEqualTo(expected);
        assertThat(RunConfigLoader.parse(dotted, "dotted")).isEqualTo(expected);
        assertThat(RunConfigLoader.parse(quoted, "quoted")).isEqualTo(expected);
    }

    @Test
    void showsAnOddKeyOnOneLine() {
        assertThatThrownBy(() -> RunConfigLoader.parse(RunFile.minimal().text() + "\"a\\n.b\" = 1\n", "data.toml"))
                .hasMessage("data.toml:11:1: unknown key \"a\\n.b\"");
    }

    @Test
    void givesEachProblemAsAValue() {
        RunFile file = RunFile.minimal().with("witness_nodes", "5");

        assertThatThrownBy(file::load)
                .isInstanceOfSatisfying(
                        RunConfigException.class,
                        refused -> assertThat(refused.problems())
                                .isEqualTo(List.of(new ConfigProblem(
                                        "witness_nodes", 11, 17, "witness_nodes is 5, more than min_clients (3)"))));
    }

    @Test
    void carriesTablesAsDeepAsTheyCanBeWritten() {
        String toml = RunFile.minimal().text() + "[model]\nx = " + "[".repeat(120) + "]".repeat(120) + "\n";
        String tooDeep = toml.replace("[[", "[".repeat(100)).replace("]]", "]".repeat(100));

        assertThat(RunConfigLoader.parse(toml, "data.toml").model()).containsOnlyKeys("x");
        assertThatThrownBy(() -> RunConfigLoader.parse(tooDeep, "data.toml"))
                .isInstanceOf(RunConfigException.class)
                .hasMessageContaining("Nesting is too deep");
    }

    @Test
    void readsAFileAndNamesItAsItWasGiven(@TempDir Path folder) throws IOException {
        Path good =
                Files.writeString(folder.resolve("good.toml"), RunFile.minimal().text());
        Path bad = Files.writeString(
                folder.resolve("bad.toml"),
                RunFile.minimal().with("min_clients", "0").text());

        assertThat(RunConfigLoader.load(good)).isEqualTo(RunFile.minimal().load());
        assertThatThrownBy(() -> RunConfigLoader.load(bad))
                .hasMessage(bad + ":3:15: min_clients is 0, must be at least 1");
        assertThatThrownBy(() -> RunConfigLoader.load(folder.resolve("none.toml")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void keepsTextInAnyScript(@TempDir Path folder) throws IOException {
        String toml = RunFile.minimal().text().replace("digits", "数字\uD83C\uDFCB") + "[model]\n\"ключ\" = 'ß'\n";
        Path file = Files.write(folder.resolve("data.toml"), toml.getBytes(StandardCharsets.UTF_8));

        RunConfig config = RunConfigLoader.load(file);

        assertThat(config.runId()).isEqualTo("数字\uD83C\uDFCB");
        assertThat(config.model()).isEqualTo(Map.of("ключ", "ß"));
    }
}
