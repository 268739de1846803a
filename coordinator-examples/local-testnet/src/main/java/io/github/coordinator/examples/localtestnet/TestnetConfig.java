package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.config.ConfigProblem;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.config.RunConfigException;
import io.github.coordinator.round.ParticipationKind;
import io.github.coordinator.runfile.RunConfigLoader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run file that this example can run.
 *
 * @param config what the coordinator does
 * @param settings what the clients do
 * @param initialSeed what the first weights are drawn with
 */
record TestnetConfig(RunConfig config, Settings settings, long initialSeed) {
    private static final String BUNDLED = "data.toml";
    private static final long MAX_BYTES = 1 << 20;

    /**
     * Reads a run file.
     *
     * @param path the file, or null for the one that comes with the example
     * @throws WrongUsageException if there is no such file, or it is wrong
     */
    static TestnetConfig load(@Nullable Path path) {
        String name = path == null ? BUNDLED : path.toString();
        try {
            if (path != null && Files.exists(path)) {
                requireReadableTwice(path);
            }
            RunConfig config = path == null ? RunConfigLoader.parse(bundled(), name) : RunConfigLoader.load(path);
            if (config.participation() != ParticipationKind.BITMAP) {
                throw new WrongUsageException(
                        name + " has participation = \"bloom\", but the witnesses of this example report in bitmaps");
            }
            return of(config);
        } catch (RunConfigException wrong) {
            // It begins with the place, as editors and terminals link it.
            throw WrongUsageException.inFile(Objects.requireNonNull(wrong.getMessage(), "it says what is wrong"));
        } catch (IOException unreadable) {
            boolean missing = path != null && Files.notExists(path);
            throw new WrongUsageException(
                    missing ? "there is no file " + name : "the file " + name + " cannot be read");
        }
    }

    /** The configuration of a run that has begun. */
    static TestnetConfig of(RunConfig config) {
        return new TestnetConfig(config, Settings.of(config.model()), Settings.initialSeed(config.model()));
    }

    /**
     * Checks a configuration that is to replace this one. The weights of the run stay, and its witnesses report in bitmaps.
     *
     * @throws RunConfigException if it has another model or other reports
     */
    void requireFits(RunConfig next) {
        List<ConfigProblem> problems = new ArrayList<>();
        if (!next.model().equals(config.model())) {
            problems.add(new ConfigProblem("model", 0, 0, "model must stay as it is while the run goes on"));
        }
        if (next.participation() != ParticipationKind.BITMAP) {
            problems.add(new ConfigProblem("participation", 0, 0, "participation must be \"bitmap\" in this example"));
        }
        if (!problems.isEmpty()) {
            throw new RunConfigException("the run file", problems);
        }
    }

    /** The server process reads the file again. A pipe would be empty then. */
    private static void requireReadableTwice(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new WrongUsageException("the file " + path + " is not a regular file");
        }
        if (Files.size(path) > MAX_BYTES) {
            throw new WrongUsageException("the file " + path + " is larger than " + MAX_BYTES + " bytes");
        }
    }

    static String bundled() throws IOException {
        try (InputStream file = Objects.requireNonNull(
                TestnetConfig.class.getResourceAsStream("/" + BUNDLED), "the run file is part of this example")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
