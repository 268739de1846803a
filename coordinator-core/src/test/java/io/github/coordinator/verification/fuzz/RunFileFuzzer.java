package io.github.coordinator.verification.fuzz;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.runfile.LoaderClaims;
import io.github.coordinator.runfile.RunConfigLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Run files of any bytes, and texts of any content. */
public final class RunFileFuzzer {
    private static final char REPLACEMENT = '\uFFFD';
    private static final char HALF_A_PAIR = '\uD800';

    private RunFileFuzzer() {}

    /**
     * Loads a file.
     *
     * @param input its bytes
     * @throws IOException if the file cannot be written in the first place
     */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        String text = new String(input, StandardCharsets.UTF_8);
        Path file = Files.createTempFile("run", ".toml");
        try {
            Files.write(file, input);
            LoaderClaims.check(text, () -> load(file));
        } finally {
            Files.delete(file);
        }
        // A text may have what no file can have: half a surrogate pair, which is to stand here for what is not UTF-8.
        if (text.indexOf(REPLACEMENT) >= 0) {
            LoaderClaims.check(text.replace(REPLACEMENT, HALF_A_PAIR));
        }
    }

    private static RunConfig load(Path file) {
        try {
            return RunConfigLoader.load(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
