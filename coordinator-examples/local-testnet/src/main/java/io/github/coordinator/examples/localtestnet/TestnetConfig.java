package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.config.RunConfigException;
import io.github.coordinator.round.ParticipationKind;
import io.github.coordinator.runfile.RunConfigLoader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run file that this example can run.
 *
 * @param config what the coordinator does
 * @param settings what the clients do
 */
record TestnetConfig(RunConfig config, Settings settings) {
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
                throw new WrongUsageException(name + " asks for " + config.participation()
                        + " participation, but the witnesses of this example report in bitmaps");
            }
            return new TestnetConfig(config, Settings.of(config.model()));
        } catch (RunConfigException wrong) {
            throw new WrongUsageException("the run file is wrong: " + wrong.getMessage());
        } catch (IOException unreadable) {
            boolean missing = path != null && Files.notExists(path);
            throw new WrongUsageException(
                    missing ? "there is no file " + name : "the file " + name + " cannot be read");
        }
    }

    /** The server reads the file once more, in a process of its own, where a pipe would be empty or another's. */
    private static void requireReadableTwice(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new WrongUsageException(path + " is no regular file");
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
