package io.github.coordinator.examples.springboot;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.config.RunConfigBuilder;
import io.github.coordinator.config.RunConfigException;
import io.github.coordinator.runfile.RunConfigLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
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
 * @param secret the secret of the seeds, at least 16 bytes in hexadecimal; a run goes on with the one that it began with
 * @param serverKey the public Ed25519 key of the server, in hexadecimal
 * @param grace how long the clients of a restored run have to join again
 */
@ConfigurationProperties("coordinator")
record RunProperties(
        @Nullable Path runFile,
        @DefaultValue Map<String, Object> run,
        String secret,
        String serverKey,
        @DefaultValue("30s") Duration grace) {
    private static final Set<String> TEXTS = Set.of("run_id", "location");

    /**
     * The settings of the run.
     *
     * @throws RunConfigException if any are wrong; it lists all that is wrong
     */
    RunConfig config() {
        if ((runFile == null) == run.isEmpty()) {
            throw new IllegalStateException("give either coordinator.run-file or coordinator.run");
        }
        return runFile == null ? inline() : load(runFile);
    }

    private static RunConfig load(Path file) {
        try {
            return RunConfigLoader.load(file);
        } catch (IOException failed) {
            throw new UncheckedIOException("the run file " + file + " cannot be read", failed);
        }
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
