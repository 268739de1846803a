package io.github.coordinator.runfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is read from disk: regular files, of at most 1 MiB. */
class LoadedFileTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void mayBeOfOneMebibyte() throws IOException {
        String text = RunFile.minimal().text();
        String comment = "#" + "x".repeat(RunConfigLoader.MAX_BYTES - text.length() - 1);
        Path largest = Files.writeString(folder.resolve("largest.toml"), text + comment);
        Path larger = Files.writeString(folder.resolve("larger.toml"), text + comment + "x");

        assertThat(Files.size(largest)).isEqualTo(1 << 20);
        assertThat(RunConfigLoader.load(largest)).isEqualTo(RunFile.minimal().load());
        assertThatThrownBy(() -> RunConfigLoader.load(larger))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(larger + ": larger than 1048576 bytes");
    }

    @Test
    void isNeverOfThreeGigabytes() throws IOException {
        Path huge = folder.resolve("huge.toml");
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(3L << 30);
        }

        assertRefused(huge, "larger than 1048576 bytes");
    }

    @Test
    void isNeverAFolder() {
        assertRefused(folder, "not a regular file");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void isNeverADevice() {
        assertRefused(Path.of("/dev/zero"), "not a regular file");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void isNeverAPipe() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe.toml");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);

        assertRefused(pipe, "not a regular file");
    }

    @Test
    void mayBeBehindALink() throws IOException {
        Path file = Files.write(
                folder.resolve("data.toml"), RunFile.minimal().text().getBytes(StandardCharsets.UTF_8));
        Path link = Files.createSymbolicLink(folder.resolve("link.toml"), file);

        assertThat(RunConfigLoader.load(link)).isEqualTo(RunFile.minimal().load());
    }

    @Test
    void mustBeThere() {
        assertThatThrownBy(() -> RunConfigLoader.load(folder.resolve("none.toml")))
                .isInstanceOf(NoSuchFileException.class);
    }

    private static void assertRefused(Path file, String reason) {
        assertTimeoutPreemptively(
                LIMIT,
                () -> assertThatThrownBy(() -> RunConfigLoader.load(file))
                        .isInstanceOf(FileSystemException.class)
                        .hasMessage(file + ": " + reason));
    }
}
