package io.github.coordinator.verification.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.coordinator.RunSnapshot;
import io.github.coordinator.WitnessOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the inputs that are kept, without a fuzzer. */
@Tag("slow")
class KeptInputsTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "fuzz");

    /** Writes the first inputs into their files instead of only comparing the two. */
    private static final boolean REWRITE = Boolean.getBoolean("fuzz.rewrite");

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

    /** The same bytes mean other calls once the alphabet of calls has changed; then these are to be rewritten. */
    @TestFactory
    Stream<DynamicTest> theFirstInputsAreKeptAsTheyAreWritten() {
        return IntStream.range(0, FuzzedConfig.COUNT)
                .boxed()
                .flatMap(config -> Stream.of(
                        kept("honest-" + config, FirstInputs.honest(config)),
                        kept("forged-" + config, FirstInputs.forged(config))));
    }

    private static DynamicTest kept(String name, byte[] written) {
        Path file = FOLDER.resolve("remote-calls").resolve(name);
        return dynamicTest(name, () -> {
            if (REWRITE) {
                assertThat(System.getenv("CI"))
                        .as("a build server rewrites nothing")
                        .isNull();
                Files.write(file, written);
            }
            assertThat(Files.readAllBytes(file))
                    .as("-Dfuzz.rewrite=true writes it anew")
                    .isEqualTo(written);
        });
    }

    @ParameterizedTest
    @CsvSource({"0, 2, 3", "1, 2, 3", "2, 2, 3", "3, 1, 4", "4, 2, 1"})
    void honestCallsEndEpochsAndConfirmRounds(int config, long epochs, long rounds) {
        RunSnapshot run = RemoteCallsFuzzer.play(FirstInputs.honest(config), answer -> {});

        assertThat(run.epoch()).isEqualTo(epochs);
        assertThat(run.step()).isEqualTo(1 + rounds);
    }

    @ParameterizedTest
    @CsvSource({
        "0, WRONG_BITMAP_SIZE WRONG_PARTICIPATION_KIND ACCEPTED ACCEPTED DUPLICATE GONE ACCEPTED",
        "1, WRONG_BITMAP_SIZE WRONG_PARTICIPATION_KIND NOT_ELECTED ACCEPTED DUPLICATE GONE WRONG_STATE",
        "2, WRONG_PARTICIPATION_KIND FOREIGN_FILTER_KEYS SATURATED_FILTER SATURATED_FILTER ACCEPTED GONE ACCEPTED",
        "3, WRONG_BITMAP_SIZE WRONG_PARTICIPATION_KIND ACCEPTED ACCEPTED DUPLICATE GONE ACCEPTED",
        "4, WRONG_BITMAP_SIZE WRONG_PARTICIPATION_KIND ACCEPTED ACCEPTED DUPLICATE GONE ACCEPTED"
    })
    void eachForgedProofIsRefusedForItsLie(int config, String behindTheNumbers) {
        List<Object> answers = new ArrayList<>();
        RemoteCallsFuzzer.play(FirstInputs.forged(config), answers::add);

        assertThat(answers.stream()
                        .filter(WitnessOutcome.class::isInstance)
                        .map(Object::toString)
                        .collect(Collectors.joining(" ")))
                .isEqualTo("NOT_A_MEMBER WRONG_EPOCH WRONG_ROUND WRONG_INDEX WRONG_POSITION " + behindTheNumbers);
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
