package io.github.coordinator.examples.springboot;

import io.github.coordinator.config.ConfigProblem;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.config.RunConfigBuilder;
import io.github.coordinator.config.RunConfigException;
import io.github.coordinator.examples.embedding.JoinProof;
import io.github.coordinator.runfile.RunConfigLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationStyle;

/**
 * What {@code application.yaml} says below {@code coordinator}.
 *
 * @param runFile the run file; where it is given, {@code run} is not
 * @param run the settings by the keys of a run file, with hyphens: {@code min-clients: 3}
 * @param secret the secret of the seeds, at least 16 bytes in hexadecimal; a run that is started again needs the same
 * @param serverKey the public Ed25519 key of the server, in hexadecimal
 * @param grace how long the clients of a restored run have to join again
 */
@ConfigurationProperties("coordinator")
record RunProperties(
        @Nullable Path runFile,
        @DefaultValue Map<String, Object> run,
        @DefaultValue("") String secret,
        @DefaultValue("") String serverKey,
        @DefaultValue("30s") Duration grace) {
    private static final int SECRET_BYTES = 16;

    /** The keys whose value is text, whatever it looks like. */
    private static final Set<String> TEXTS = Set.of("run_id", "location");

    /**
     * The settings of the run.
     *
     * @throws RunConfigException if they are wrong, or anything else here is; it lists all that is wrong
     */
    RunConfig config() {
        List<ConfigProblem> problems = new ArrayList<>();
        if (bytes(secret) < SECRET_BYTES) {
            problems.add(problem(
                    "secret",
                    "secret must have at least " + SECRET_BYTES
                            + " bytes in hexadecimal; the variable COORDINATOR_SECRET can give it"));
        }
        if (bytes(serverKey) != JoinProof.KEY_BYTES) {
            problems.add(
                    problem("server_key", "server-key must have " + JoinProof.KEY_BYTES + " bytes in hexadecimal"));
        }
        Optional<RunConfig> config = Optional.empty();
        try {
            config = Optional.of(read());
        } catch (RunConfigException wrong) {
            problems.addAll(wrong.problems());
        } catch (IOException failed) {
            problems.add(problem("run_file", "run-file cannot be read: " + failed));
        }
        if (!problems.isEmpty()) {
            throw new RunConfigException(String.valueOf(runFile), problems);
        }
        return config.orElseThrow();
    }

    private static ConfigProblem problem(String key, String message) {
        return new ConfigProblem(key, 0, 0, message);
    }

    private static int bytes(String hexadecimal) {
        try {
            return HexFormat.of().parseHex(hexadecimal).length;
        } catch (IllegalArgumentException noHexadecimal) {
            return 0;
        }
    }

    private RunConfig read() throws IOException {
        if ((runFile == null) == run.isEmpty()) {
            throw new RunConfigException("", List.of(problem("run_file", "give either run-file or run")));
        }
        return runFile == null ? inline() : RunConfigLoader.load(runFile);
    }

    private RunConfig inline() {
        RunConfigBuilder builder = RunConfig.builder("");
        run.forEach((name, value) -> {
            String key = name.replace('-', '_');
            builder.set(key, value instanceof String text && !TEXTS.contains(key) ? parse(text) : value);
        });
        return builder.build();
    }

    /** Numbers from the command line and the environment are text, and so is a duration with its unit. */
    private static Object parse(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException noNumber) {
            return duration(text);
        }
    }

    private static Object duration(String text) {
        try {
            return DurationStyle.detectAndParse(text);
        } catch (IllegalArgumentException noDuration) {
            return text;
        }
    }
}
