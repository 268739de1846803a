package io.github.coordinator.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the inputs that are kept, without a fuzzer. */
class KeptInputsTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "fuzz");

    private interface Target {
        void run(byte[] input) throws IOException;
    }

    @TestFactory
    Stream<DynamicTest> runFiles() throws IOException {
        return tests("run-file", RunFileFuzzer::fuzzerTestOneInput);
    }

    @TestFactory
    Stream<DynamicTest> remoteCalls() throws IOException {
        return tests("remote-calls", RemoteCallsFuzzer::fuzzerTestOneInput);
    }

    /** The same bytes mean other calls once the alphabet of calls has changed; then these have to be made anew. */
    @ParameterizedTest
    @ValueSource(strings = {"honest-0", "honest-1", "honest-2", "honest-3"})
    void honestCallsConfirmRounds(String name) throws IOException {
        byte[] input = Files.readAllBytes(FOLDER.resolve("remote-calls").resolve(name));

        assertThat(RemoteCallsFuzzer.play(input).step()).isGreaterThan(1);
    }

    private static Stream<DynamicTest> tests(String folder, Target target) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
            List<Path> sorted = files.sorted().toList();
            return sorted.stream()
                    .map(file ->
                            dynamicTest(file.getFileName().toString(), () -> target.run(Files.readAllBytes(file))));
        }
    }
}
