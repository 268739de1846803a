package io.github.coordinator.runfile;

import static io.github.coordinator.runfile.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A slip in a key is one problem, with what was meant, in either layout and at every level. */
class StrayKeysTest {
    private static final String TEXT = RunFile.minimal().text();
    private static final String FLAT = TEXT.replace("[config]\n", "");

    /** Each line goes after the last key of {@code [config]}. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        max_clent = 7                | max_clent, did you mean max_clients?
        MAX_CLIENTS = 7              | MAX_CLIENTS, did you mean max_clients?
        max-clients = 7              | max-clients, did you mean max_clients?
        "max clients" = 7            | "max clients", did you mean max_clients?
        run_id = "digits"            | run_id, it belongs at the top level
        run-id = "digits"            | run-id, did you mean run_id at the top level?
        data_server.location = "x"   | data_server, it belongs at the top level
        data_sever.location = "x"    | data_sever, did you mean data_server at the top level?
        location = "x"               | location, it belongs in [data_server]
        model.layers = 3             | model, it belongs at the top level
        config.min_clients = 3       | config, it belongs at the top level
        """)
    void areRefusedInOurTableInEitherLayout(String line, String problem) {
        assertRefused(TEXT + line + "\n[data_server]\n", "data.toml:11:1: unknown key " + problem);
        assertRefused(TEXT + line + "\n[model.LLM]\n", "data.toml:11:1: unknown key " + problem);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        run-id = "digits"      | run-id, did you mean run_id?
        Model.layers = 3       | Model, did you mean model?
        data_servers = {}      | data_servers, did you mean data_server?
        max_clients = 7        | max_clients, it belongs in [config]
        max_client = 7         | max_client, did you mean max_clients in [config]?
        """)
    void areRefusedAtTheTopLevelInEitherLayout(String line, String problem) {
        String others = problem.contains("run_id") ? TEXT.replaceFirst(".*\n", "") : TEXT;

        assertRefused(line + "\n" + others + "[data_server]\n", "data.toml:1:1: unknown key " + problem);
        assertRefused(line + "\n" + others + "[model.LLM]\n", "data.toml:1:1: unknown key " + problem);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        max_clent = 7                      | max_clent, did you mean max_clients?
        MIN_CLIENTS = 3                    | MIN_CLIENTS, did you mean min_clients?
        data_indices_per_batch = 3         | data_indices_per_batch, did you mean data_indicies_per_batch?
        global-batch-size = 3              | global-batch-size, did you mean global_batch_size?
        data_server.max_clients = 7        | max_clients, it belongs at the top level
        data_server.max_clent = 7          | max_clent, did you mean max_clients at the top level?
        data_server.locations = "x"        | locations, did you mean location?
        """)
    void areRefusedWhereTheLayoutIsFlat(String line, String problem) {
        assertRefused(FLAT + line + "\n", "data.toml:10:1: unknown key " + problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"max_missed_health_checks", "max-missed-health-checks"})
    void mayBeAKeyOfAnEarlierVersion(String key) {
        String line = key + " = 3\n";
        String problem = "unknown key " + key + ", replaced by health_check_timeout, a number of seconds";

        assertRefused(TEXT + line, "data.toml:11:1: " + problem);
        assertRefused(TEXT + line + "[model.LLM]\n", "data.toml:11:1: " + problem);
        assertRefused(FLAT + line, "data.toml:10:1: " + problem);
        assertRefused(line + TEXT, "data.toml:1:1: " + problem);
    }

    @Test
    void areNamedOneByOne() {
        String slips = TEXT.replace("min_clients", "min_clents")
                .replace("warmup_time", "warm_up_time")
                .replace("rounds_per_epoch", "round_per_epoch")
                .replace("total_steps", "total-steps");

        assertRefused(
                slips + "[model.LLM]\n",
                "data.toml:3:1: unknown key min_clents, did you mean min_clients?",
                "data.toml:4:1: unknown key warm_up_time, did you mean warmup_time?",
                "data.toml:8:1: unknown key round_per_epoch, did you mean rounds_per_epoch?",
                "data.toml:9:1: unknown key total-steps, did you mean total_steps?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[data_server]\n", "[model.LLM]\n"})
    void mayBeTheNameOfTheTable(String more) {
        assertRefused(
                TEXT.replace("[config]", "[Config]") + more, "data.toml:2:1: unknown key Config, did you mean config?");
    }

    @Test
    void leaveNothingUncheckedThatIsGiven() {
        assertRefused(
                TEXT.replace("min_clients = 3", "min_clients = 0") + "Min_clients = 3\n",
                "data.toml:3:15: min_clients is 0, must be at least 1",
                "data.toml:11:1: unknown key Min_clients, did you mean min_clients?");
    }

    @Test
    void areRefusedOnlyInOurLayoutWhereNoneOfOursIsMeant() {
        String more = "lr = 0.1\nnodes = 3\nmax_witness_nodes = 3\n";

        assertRefused(
                TEXT + more + "[data_server]\n",
                "data.toml:11:1: unknown key lr",
                "data.toml:12:1: unknown key nodes",
                "data.toml:13:1: unknown key max_witness_nodes");
        assertThatCode(() -> RunConfigLoader.parse(TEXT + more + "[model.LLM]\n", "data.toml"))
                .doesNotThrowAnyException();
        assertThatCode(() -> RunConfigLoader.parse(FLAT + more, "data.toml")).doesNotThrowAnyException();
    }

    @Test
    void areNotLookedForInTheModel() {
        String toml = TEXT + "[model]\nmin_client = 3\n[model.LLM]\nmax_clients = 4\n";

        assertThat(RunConfigLoader.parse(toml, "data.toml").maxClients()).isEqualTo(1024);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[data_server]\n", "run_state = 1\n"})
    void includeAModelOfPsycheThatIsNone(String more) {
        assertRefused(
                more.startsWith("[") ? TEXT + "[model]\nLLM = 3\n" + more : more + TEXT + "[model]\nLLM = 3\n",
                "data.toml:" + (more.startsWith("run") ? 13 : 12) + ":7: LLM must be a table, but is 3");
    }

    @Test
    void areShortenedWhereTheyAreLong() {
        String key = "k".repeat(100_000);

        assertRefused(TEXT + key + " = 1\n", "data.toml:11:1: unknown key \"" + "k".repeat(40) + "…\"");
    }
}
