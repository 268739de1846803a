package io.github.coordinator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.coordinator.verification.model.Reach;
import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Every scenario says what its file expects, and a coordinator restored after each call says the same. */
class ScenarioTest {
    /** Writes what scenarios say into their files instead of comparing the two; a person then reads the difference. */
    private static final boolean REWRITE = Boolean.getBoolean("scenarios.rewrite");

    @TestFactory
    Stream<DynamicTest> scenarios() {
        return ScenarioFile.all().stream()
                .map(scenario -> dynamicTest(scenario.name(), scenario.file().toUri(), () -> runAsItIs(scenario)));
    }

    @TestFactory
    @Tag("slow")
    Stream<DynamicTest> scenariosRestoredAfterEachCall() {
        return ScenarioFile.all().stream()
                .map(scenario -> dynamicTest(scenario.name(), scenario.file().toUri(), () -> compare(scenario, true)));
    }

    private static void runAsItIs(ScenarioFile scenario) throws IOException {
        if (REWRITE) {
            assertThat(System.getenv("CI"))
                    .as("a build server rewrites nothing")
                    .isNull();
            ScenarioRun run = ScenarioRun.of(scenario, false, new Reach());
            Files.writeString(scenario.file(), scenario.withOutput(run.output()));
        } else {
            compare(scenario, false);
        }
    }

    private static void compare(ScenarioFile scenario, boolean restoring) {
        // While files are rewritten, what was read from them is not what is expected any more.
        ScenarioFile expected = REWRITE ? ScenarioFile.read(scenario.file()) : scenario;
        String differences = ScenarioRun.of(expected, restoring, new Reach()).differences();
        assertThat(differences)
                .withFailMessage(
                        "not what is expected (-) but this (+); -Dscenarios.rewrite=true takes it over%n%s",
                        differences)
                .isEmpty();
    }
}
