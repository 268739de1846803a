package io.github.coordinator.examples.localtestnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.coordinator.config.RunConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestnetConfigTest {
    private static final TestnetConfig BUNDLED = TestnetConfig.load(null);

    @TempDir
    Path folder;

    @Test
    void theDefaultIsTheFileThatUsersAreShown() throws Exception {
        Path shown = Files.writeString(folder.resolve("data.toml"), TestnetConfig.bundled());
        assertThat(TestnetConfig.load(shown)).isEqualTo(BUNDLED);
        assertThat(BUNDLED.settings()).isEqualTo(new Settings(32, 4, 0.05, 10));
        assertThat(BUNDLED.initialSeed()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    [model.digits]             | [model.letters]         | no table [model.digits]
                    hidden_units = 32          | hidden_units = 0        | needs hidden_units to be a whole number from 1 to 256, not 0
                    hidden_units = 32          | hidden_units = "32"     | needs hidden_units to be a whole number from 1 to 256, not 32
                    local_passes = 4           |                         | needs local_passes to be a whole number from 1 to 100, and has none
                    learning_rate = 0.05       | learning_rate = 1.5     | needs learning_rate to be a number above 0.0 and up to 1.0
                    learning_rate = 0.05       | learning_rate = nan     | needs learning_rate to be a number above 0.0 and up to 1.0
                    max_update_norm = 10.0     | max_update_norm = 0.0   | needs max_update_norm to be a number above 0.0 and up to 1000000.0
                    max_update_norm = 10.0     | max_update_norm = inf   | needs max_update_norm to be a number above 0.0 and up to 1000000.0
                    verification_percent = 0   | participation = "bloom" | participation = "bloom", but
                    initial_seed = 7           | seed = 7                | has an unknown key seed
                    witness_nodes = 3          | witness_nodes = 4       | witness_nodes is 4
                    run_id = "local-testnet"   | run_id = [              | data.toml:
                    """)
    void whatIsWrongIsSaid(String right, String wrong, String complaint) throws Exception {
        Path file = Files.writeString(
                folder.resolve("data.toml"), TestnetConfig.bundled().replace(right, wrong == null ? "" : wrong));
        assertThatThrownBy(() -> TestnetConfig.load(file))
                .isInstanceOf(WrongUsageException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void theMessageBeginsWithThePlace() throws Exception {
        Path file = Files.writeString(folder.resolve("data.toml"), "run_id = [");
        assertThatThrownBy(() -> TestnetConfig.load(file)).hasMessageStartingWith(file + ":1:11: ");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> TestnetConfig.load(Path.of("no-such.toml")))
                .isInstanceOf(WrongUsageException.class)
                .hasMessage("There is no file no-such.toml.");
    }

    @Test
    void aFileThatCannotBeReadTwiceOrIsNoRunFileIsRefused() throws Exception {
        assertThatThrownBy(() -> TestnetConfig.load(folder))
                .isInstanceOf(WrongUsageException.class)
                .hasMessage("The file " + folder + " is not a regular file.");
        Path huge = Files.write(folder.resolve("huge.toml"), new byte[2 << 20]);
        assertThatThrownBy(() -> TestnetConfig.load(huge))
                .isInstanceOf(WrongUsageException.class)
                .hasMessage("The file " + huge + " is larger than 1048576 bytes.");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, '--clients is 0, must be from 1 to 64'",
        "65, 0, 0, '--clients is 65, must be from 1 to 64'",
        "2, 0, 0, '--clients is 2, must be at least 3: an epoch of this run needs that many'",
        "4, -1, 0, '--kill is -1, must be from 0 to --clients (4)'",
        "4, 5, 0, '--kill is 5, must be from 0 to --clients (4)'",
        "4, 3, 0, '--kill 3 is too many: with the newcomer, 2 of the clients would be left'",
        "30, 17, 0, '--kill 17 is too many: this run never has more than 16 clients'",
        "4, 0, -1, '--port is -1, must be from 0 to 65535'",
        "4, 0, 65536, '--port is 65536, must be from 0 to 65535'"
    })
    void whatCannotEndIsRefused(int clients, int kill, int port, String complaint) {
        Testnet.Options options = new Testnet.Options(null, clients, kill, port);
        assertThatThrownBy(() -> TestnetRules.require(options, BUNDLED.config()))
                .isInstanceOf(WrongUsageException.class)
                .hasMessageContaining(complaint);
    }

    @ParameterizedTest
    @CsvSource({"16, 512", "256, 512", "2000, 4000", "2147483647, 4096"})
    void thereIsRoomForTwiceAsManyAsAnEpochTakes(int maxClients, int room) {
        RunConfig config = BUNDLED.config().toBuilder().maxClients(maxClients).build();
        assertThat(TestnetConfig.of(config).room()).isEqualTo(room);
    }

    @Test
    void aKillNeedsASecondStep() {
        RunConfig oneStep = BUNDLED.config().toBuilder().totalSteps(1).build();
        assertThatThrownBy(() -> TestnetRules.require(new Testnet.Options(null, 4, 1, 0), oneStep))
                .hasMessageContaining("--kill waits for the first step");
        assertThatCode(() -> TestnetRules.require(new Testnet.Options(null, 4, 0, 0), oneStep))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"3, 0", "3, 1", "4, 2", "5, 2", "64, 16"})
    void whatCanEndIsLetThrough(int clients, int kill) {
        assertThatCode(() -> TestnetRules.require(new Testnet.Options(null, clients, kill, 0), BUNDLED.config()))
                .doesNotThrowAnyException();
    }
}
