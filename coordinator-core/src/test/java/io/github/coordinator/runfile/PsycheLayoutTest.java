package io.github.coordinator.runfile;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.DataOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Psyche's run files load as they are, in both layouts. */
class PsycheLayoutTest {
    private static final String CONFIG = """
        [config]
        warmup_time = 30
        cooldown_time = 30
        epoch_time = 60
        max_round_train_time = 15
        round_witness_time = 1
        min_clients = 1
        init_min_clients = 1
        verification_percent = 0
        witness_nodes = 0
        global_batch_size_start = 8
        global_batch_size_end = 8
        global_batch_size_warmup_tokens = 0
        total_steps = 25000
        """;

    @Test
    void readsTheOlderLayout() throws IOException {
        RunConfig config = RunConfigLoader.load(resource("flat.toml"));

        assertThat(settingsOf(config))
                .hasToString("{run_id=digits-flat, init_min_clients=2, min_clients=2, max_clients=2147483647,"
                        + " waiting_for_members_extra_time=PT0S, warmup_time=PT30S, max_round_train_time=PT30S,"
                        + " round_witness_time=PT2S, cooldown_time=PT10S, rounds_per_epoch=20, epoch_time=PT0S,"
                        + " total_steps=25000, witness_nodes=1, witness_quorum=1, verification_percent=0,"
                        + " global_batch_size_start=8, global_batch_size_end=8, global_batch_size_warmup_tokens=0,"
                        + " sequence_length=2048, data_order=psyche, on_warmup_drop=continue, early_end=witnesses,"
                        + " min_participants=1, health_check_timeout=PT0S, max_absent_rounds=3,"
                        + " max_missed_attestations=3, participation=bitmap, location=127.0.0.1:20001}");
        assertThat(config.model())
                .hasToString("{LLM={architecture=HfLlama, data_type=Pretraining, max_seq_len=2048,"
                        + " data_location={Server=127.0.0.1:20001},"
                        + " checkpoint={Hub={repo_id=example/llama-20m}},"
                        + " lr_schedule={Cosine={base_lr=4.0E-4, warmup_steps=500, warmup_init_lr=0.0,"
                        + " total_steps=25000, final_lr=4.0E-5}},"
                        + " optimizer={Distro={compression_decay=0.999, compression_chunk=64,"
                        + " compression_topk=8, quantize=true}}}}");
    }

    @Test
    void readsTheNewerLayout() throws IOException {
        RunConfig config = RunConfigLoader.load(resource("sectioned.toml"));

        assertThat(settingsOf(config))
                .hasToString("{run_id=digits-sectioned, init_min_clients=2, min_clients=2, max_clients=2147483647,"
                        + " waiting_for_members_extra_time=PT3S, warmup_time=PT5S, max_round_train_time=PT5S,"
                        + " round_witness_time=PT2S, cooldown_time=PT5S, rounds_per_epoch=0, epoch_time=PT1M,"
                        + " total_steps=10, witness_nodes=1, verification_percent=0,"
                        + " global_batch_size_start=4, global_batch_size_end=16,"
                        + " global_batch_size_warmup_tokens=100000,"
                        + " sequence_length=512, data_order=psyche, on_warmup_drop=continue, early_end=witnesses,"
                        + " min_participants=1, health_check_timeout=PT0S, max_absent_rounds=3,"
                        + " max_missed_attestations=3, participation=bitmap, location=Dummy}");
        assertThat(config.model())
                .extractingByKey("LLM")
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("checkpoint", Map.of("Gcs", Map.of("bucket", "example-bucket", "prefix", "runs/one")));
    }

    @Test
    void passesOverWhatItDoesNotKnow() {
        String toml = """
            run_id = "digits"
            run_state = "Paused"
            run_state_start_unix_timestamp = 1700000000
            checkpointers = []
            overlapped = true
            pending_pause = false
            tick = 7
            title = "a run"
            [progress]
            epoch = 3
            [epoch_state]
            rounds_head = 1
            """ + CONFIG + "round_apply_time = 4\nlr = 1\ncheckpoint_nodes = { min = 1 }\n";

        assertThatCode(() -> RunConfigLoader.parse(toml, "state.toml")).doesNotThrowAnyException();
    }

    @Test
    void passesOverAllThatTheStateOfACoordinatorHas() {
        String state = PsycheLayout.STATE.stream()
                .filter(key -> !key.equals("model_extra_data"))
                .map(key -> key + " = 1\n")
                .collect(joining());

        assertThatCode(() -> RunConfigLoader.parse(state + CONFIG, "state.toml"))
                .doesNotThrowAnyException();
        assertThatCode(() -> RunConfigLoader.parse(state + CONFIG.replace("[config]\n", ""), "state.toml"))
                .doesNotThrowAnyException();
    }

    @Test
    void stillRefusesWhatIsWrong() {
        String toml = "run_state = \"Paused\"\n"
                + CONFIG.replace("min_clients = 1\ninit", "min_clients = 0\ninit")
                        .replace("= 25000", "= 'all'");

        assertThatThrownBy(() -> RunConfigLoader.parse(toml, "state.toml")).hasMessage("""
            state.toml:8:15: min_clients is 0, must be at least 1
            state.toml:15:15: total_steps must be a whole number, but is "all\"\
            """);
    }

    @Test
    void takesMoreWitnessesThanARoundIsSureToHave() {
        String toml = CONFIG.replace("witness_nodes = 0", "witness_nodes = 3\nwitness_quorum = 2") + "[model.LLM]\n";

        RunConfig config = RunConfigLoader.parse(toml, "state.toml");

        assertThat(config.minClients()).isEqualTo(1);
        assertThat(config.witnessNodes()).isEqualTo(3);
        assertThat(config.witnessQuorum()).hasValue(2);
    }

    @Test
    void refusesAQuorumThatIsNoneOfOurs() throws IOException {
        String flat = Files.readString(resource("flat.toml")).replace("witness_nodes = 1", "witness_nodes = 2");

        assertThatThrownBy(() -> RunConfigLoader.parse(flat, "flat.toml"))
                .hasMessage("flat.toml:16:18: witness_quorum is 1, must be 0 or from 2 to 2,"
                        + " a majority of witness_nodes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/runs/light-config.toml", "C:\\runs\\light-config.toml", "light-config.toml", "light-config"})
    void namesARunWithoutANameAfterItsFile(String sourceName) {
        assertThat(RunConfigLoader.parse(CONFIG + "[model.LLM]\n", sourceName).runId())
                .isEqualTo("light-config");
    }

    @Test
    void findsNoNameInNothing() {
        assertThatThrownBy(() -> RunConfigLoader.parse(CONFIG + "[model.LLM]\n", ".toml"))
                .hasMessage(".toml:1:1: run_id is missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run_state = 'Paused'\n%s",
                "%s[model.LLM]\n",
                "%s[model_extra_data]\n",
                "run_state = 'Paused'\n%s[data_server]\n"
            })
    void isRecognisedByWhatOnlyPsycheHas(String frame) {
        String toml = frame.formatted(CONFIG + "round_apply_time = 4\n");

        assertThatCode(() -> RunConfigLoader.parse(toml, "state.toml")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"min_clients = 3", "batches_per_round = 8"})
    void isRecognisedByAKeyOfTheTableThatItDoesNotHave(String line) {
        assertThatThrownBy(() -> RunConfigLoader.parse(line + "\nround_apply_time = 4\n", "state.toml"))
                .hasMessageContaining("is missing")
                .hasMessageNotContaining("unknown key");
        assertThatThrownBy(() -> RunConfigLoader.parse(line + "\n[config]\nround_apply_time = 4\n", "state.toml"))
                .hasMessageContaining("unknown key round_apply_time");
    }

    @Test
    void isNotTakenForOursWithAModelOfPsyche() {
        String toml = "run_id = 'digits'\n" + CONFIG + "round_apply_time = 4\n[data_server]\n[model.LLM]\n";

        assertThatThrownBy(() -> RunConfigLoader.parse(toml, "data.toml"))
                .hasMessage("data.toml:16:1: unknown key round_apply_time");
    }

    @ParameterizedTest
    @CsvSource({
        "'batches_per_round = 8\ndata_indicies_per_batch = 4', 32",
        "'batches_per_round = 8', 8",
        "'global_batch_size = 12\nbatches_per_round = 8', 12",
        "'global_batch_size_start = 5\nglobal_batch_size = 12', 5",
        "'batches_per_round = 2147483647\ndata_indicies_per_batch = 1', 2147483647",
        "'batches_per_round = 1\ndata_indicies_per_batch = 2147483647', 2147483647"
    })
    void findsTheBatchSize(String lines, int size) {
        RunConfig config = RunConfigLoader.parse(withBatch(lines), "state.toml");

        assertThat(config.globalBatchSizeStart()).isEqualTo(size);
        assertThat(config.globalBatchSizeEnd()).isEqualTo(size);
    }

    @Test
    void refusesABatchSizeThatIsNone() {
        assertThatThrownBy(() -> RunConfigLoader.parse(
                        withBatch("batches_per_round = 0\ndata_indicies_per_batch = 1.5"), "state.toml"))
                .hasMessage("""
                    state.toml:13:21: batches_per_round must be a whole number from 1 to 2147483647, but is 0
                    state.toml:14:27: data_indicies_per_batch must be a whole number from 1 to 2147483647, but is 1.5\
                    """);
        assertThatThrownBy(() -> RunConfigLoader.parse(
                        withBatch("batches_per_round = 65536\ndata_indicies_per_batch = 32768"), "state.toml"))
                .hasMessage("state.toml:13:21: global_batch_size_start is 2147483648, must be at most 2147483647");
        assertThatThrownBy(() -> RunConfigLoader.parse(withBatch(""), "state.toml"))
                .hasMessage("state.toml:1:1: global_batch_size_start is missing");
    }

    @Test
    void refusesAFactorOfTheBatchSizeThatAProductCouldOverflowWith() {
        assertThatThrownBy(() -> RunConfigLoader.parse(withBatch("batches_per_round = 2147483648"), "state.toml"))
                .hasMessage("state.toml:13:21: batches_per_round must be a whole number from 1 to 2147483647, but is"
                        + " 2147483648");
    }

    private static String withBatch(String lines) {
        String flat = CONFIG.replace("[config]\n", "").replaceAll("global_batch.*\n", "");
        return "run_state = 'Paused'\nrun_id = 'digits'\n" + flat + lines + "\n";
    }

    @Test
    void dealsDataInItsOwnOrderUnlessItSaysOtherwise() {
        String toml = CONFIG + "data_order = 'uniform'\n[model.LLM]\n";

        assertThat(RunConfigLoader.parse(CONFIG + "[model.LLM]\n", "light.toml").dataOrder())
                .isEqualTo(DataOrder.PSYCHE);
        assertThat(RunConfigLoader.parse(toml, "light.toml").dataOrder()).isEqualTo(DataOrder.UNIFORM);
        assertThatThrownBy(() -> RunConfigLoader.parse(toml.replace("uniform", "random"), "light.toml"))
                .hasMessage("light.toml:15:14: data_order must be \"uniform\" or \"psyche\", but is \"random\"");
    }

    @Test
    void takesItsOwnSequenceLengthBeforeThatOfTheModel() {
        String toml = CONFIG + "sequence_length = 32\n[model.LLM]\nmax_seq_len = 64\n";

        assertThat(RunConfigLoader.parse(toml, "light.toml").sequenceLength()).isEqualTo(32);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        data_location = "Dummy"                                              | Dummy
        data_location.Dummy = true                                           |
        data_location.Server = "127.0.0.1:20001"                             | 127.0.0.1:20001
        data_location = { Server = "here", backup = "there" }                | here
        data_location = { WeightedHttp = "https://example.org/mix.json" }    | https://example.org/mix.json
        data_location.Preprocessed = "/data"                                 | /data
        data_location = [ { Http = { url = "https://example.org" } } ]       | https://example.org
        data_location.Local = { path = "/data", token_size = "TwoBytes" }    |
        data_location.Http.location.Gcp = { bucket_name = "b", filter = "f" }|
        data_location = 7                                                    |
        max_seq_len = 7                                                      |
        """)
    void findsTheDataServer(String line, String location) {
        assertThat(RunConfigLoader.parse(CONFIG + "[model.LLM]\n" + line + "\n", "light.toml")
                        .dataServerLocation())
                .isEqualTo(Optional.ofNullable(location));
    }

    @Test
    void takesItsOwnDataServerBeforeThatOfTheModel() {
        String toml = "run_state = 'Paused'\n" + CONFIG
                + "[data_server]\nlocation = 'here'\n[model.LLM.data_location]\nServer = 'there'\n";

        assertThat(RunConfigLoader.parse(toml, "light.toml").dataServerLocation())
                .hasValue("here");
    }

    @Test
    void carriesModelsOfEveryKind() {
        String model = """
            [model.LLM]
            architecture = "HfDeepseek"
            checkpoint = "Ephemeral"
            max_seq_len = 64
            [[model.LLM.data_location.Http]]
            url = "https://example.org/1"
            [[model.LLM.data_location.Http]]
            url = "https://example.org/2"
            [model.LLM.lr_schedule.WarmupStableDecay]
            warmup_steps = 2000
            [model.LLM.optimizer.AdamW]
            betas = [0.9, 0.95]
            clip_grad_norm = inf
            """;

        RunConfig config = RunConfigLoader.parse(CONFIG + model, "light.toml");

        assertThat(config.sequenceLength()).isEqualTo(64);
        assertThat(config.dataServerLocation()).isEmpty();
        assertThat(config.model())
                .hasToString("{LLM={architecture=HfDeepseek, checkpoint=Ephemeral, max_seq_len=64,"
                        + " data_location={Http=[{url=https://example.org/1}, {url=https://example.org/2}]},"
                        + " lr_schedule={WarmupStableDecay={warmup_steps=2000}},"
                        + " optimizer={AdamW={betas=[0.9, 0.95], clip_grad_norm=Infinity}}}}");
    }

    @Test
    void carriesTheExtraDataOfAModel() {
        String model = """
            [model.LLM]
            max_seq_len = 64
            [model_extra_data]
            architecture = "HfLlama"
            [model_extra_data.data_location]
            Server = "127.0.0.1:20001"
            """;

        RunConfig config = RunConfigLoader.parse(CONFIG + model, "light.toml");

        assertThat(config.dataServerLocation()).hasValue("127.0.0.1:20001");
        assertThat(config.model())
                .hasToString("{LLM={max_seq_len=64}, model_extra_data={architecture=HfLlama,"
                        + " data_location={Server=127.0.0.1:20001}}}");
    }

    @Test
    void givesAShortEpochTheTimeOfARound() {
        String toml = CONFIG.replace("epoch_time = 60", "epoch_time = 5") + "[model.LLM]\n";

        assertThat(RunConfigLoader.parse(toml, "light.toml").epochTime()).isEqualTo(Duration.ofSeconds(16));
    }

    @Test
    void doesNotEndAnEpochByTimeThatIsNotToEndSo() {
        String toml = CONFIG.replace("epoch_time = 60", "epoch_time = 0\nrounds_per_epoch = 20") + "[model.LLM]\n";

        assertThat(RunConfigLoader.parse(toml, "light.toml").epochTime()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoch_time", "max_round_train_time", "round_witness_time"})
    void refusesATimeThatIsNegativeAndNothingElse(String time) {
        String toml = CONFIG.replaceAll(time + " = .*", time + " = -1") + "[model.LLM]\n";

        assertThatThrownBy(() -> RunConfigLoader.parse(toml, "light.toml"))
                .hasMessageMatching("light\\.toml:\\d+:\\d+: " + time + " is -1, must be .*");
    }

    /** All settings but the model. */
    private static Map<String, Object> settingsOf(RunConfig config) {
        Map<String, Object> settings = new LinkedHashMap<>(config.settings());
        settings.remove("model");
        return settings;
    }

    private static Path resource(String name) {
        return Path.of("src", "test", "resources", "configs", name);
    }
}
