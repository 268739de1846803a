package io.github.coordinator.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The application does not start with wrong settings, and says all that is wrong. */
@Tag("slow")
@ExtendWith(OutputCaptureExtension.class)
class BadConfigurationTest {
    @TempDir
    Path directory;

    /** Starts with a configuration of this text alone. */
    private String start(String yaml, CapturedOutput output) throws IOException {
        Path file = Files.writeString(directory.resolve("application.yaml"), yaml);
        SpringApplicationBuilder application = new SpringApplicationBuilder(SpringBootRun.class);
        assertThatThrownBy(() -> application
                        .web(WebApplicationType.NONE)
                        .run(
                                "--spring.config.location=" + file,
                                "--spring.main.banner-mode=off",
                                "--spring.datasource.url=jdbc:h2:mem:bad"))
                .isNotNull();
        return output.toString();
    }

    @Test
    void theSettingsInYamlAreRefusedWithTheirPlaces(CapturedOutput output) throws IOException {
        String said = start("""
                coordinator:
                  secret: 000102030405060708090a0b0c0d0e0f
                  server-key: 0e83f49153a15ac9cb7497f7f1b95d2c37c55d6e5f28b46c334e102df12324f4
                  run:
                    run-id: demo
                    min-clients: 0
                    warmup-tme: 10s
                    max-round-train-time: soon
                """, output);
        assertThat(said)
                .containsPattern("application.yaml\\] - 6:18: min_clients is 0, must be at least 1")
                .containsPattern("application.yaml\\] - 7:17: unknown key warmup_tme, did you mean warmup_time\\?")
                .containsPattern("application.yaml\\] - 8:27: max_round_train_time must be a number of seconds")
                .contains("total_steps");
    }

    @Test
    void allThatIsMissingIsSaid(CapturedOutput output) throws IOException {
        String said = start("coordinator:\n  secret: 00\n  run-file: none.toml\n", output);
        assertThat(said)
                .containsPattern("application.yaml\\] - 2:11: secret must have at least 16 bytes in hexadecimal;"
                        + " the variable COORDINATOR_SECRET can give it")
                .contains("server-key must have 32 bytes in hexadecimal")
                .containsPattern("application.yaml\\] - 3:13: run-file cannot be read: .*none.toml");
    }

    @Test
    void theRunFileIsRefusedWithItsPlaces(CapturedOutput output) throws IOException {
        Path file = Files.writeString(
                directory.resolve("run.toml"), "run_id = \"demo\"\n[config]\nmin_clients = 0\nwarmup_tme = 3\n");
        String said = start("""
                coordinator:
                  secret: 000102030405060708090a0b0c0d0e0f
                  server-key: 0e83f49153a15ac9cb7497f7f1b95d2c37c55d6e5f28b46c334e102df12324f4
                  run-file: "%s"
                """.formatted(file), output);
        assertThat(said)
                .contains(file + ":3:15: min_clients is 0, must be at least 1")
                .contains(file + ":4:1: unknown key warmup_tme, did you mean warmup_time?")
                .contains("total_steps");
    }

    @Test
    void settingsInTwoPlacesAreRefused(CapturedOutput output) throws IOException {
        String said = start("""
                coordinator:
                  secret: 000102030405060708090a0b0c0d0e0f
                  server-key: 0e83f49153a15ac9cb7497f7f1b95d2c37c55d6e5f28b46c334e102df12324f4
                  run-file: run.toml
                  run:
                    run-id: demo
                """, output);
        assertThat(said).containsPattern("application.yaml\\] - 4:13: give either run-file or run");
    }
}
