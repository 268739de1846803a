package io.github.coordinator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.model.Reach;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Together the scenarios leave nothing out, and each says what it is there for. */
@DisabledIfSystemProperty(named = "scenarios.without", matches = ".+")
class ScenarioCoverageTest {
    private static final Pattern FAULT = Pattern.compile("\\bF\\d+\\b");

    static Stream<ScenarioFile> scenarios() {
        return ScenarioFile.all().stream();
    }

    @Test
    void everyTransitionAnswerCauseAndEventIsReached() {
        Reach reach = new Reach();
        scenarios().forEach(scenario -> ScenarioRun.of(scenario, false, reach));
        assertThat(reach.below(1)).isEmpty();
    }

    @Test
    void everyFaultOfTheOriginalIsShownToBeImpossible() {
        List<String> cited = scenarios()
                .flatMap(scenario -> FAULT.matcher(scenario.citations()).results())
                .map(result -> result.group())
                .toList();
        assertThat(new TreeSet<>(cited))
                .containsAll(IntStream.rangeClosed(1, 21)
                        .mapToObj(fault -> "F" + fault)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void saysAtItsTopWhatItShowsAndWhichRule(ScenarioFile scenario) {
        assertThat(scenario.heading())
                .as("%s: a comment at the top, with a whole sentence", scenario.file())
                .startsWith("# ")
                .contains(".\n");
        assertThat(scenario.citations())
                .as("%s: a line '# Shows: …' at the end of the first comment", scenario.file())
                .isNotEmpty();
    }

    @Test
    void theReadmeDescribesEveryCommand() throws IOException {
        String readme = Files.readString(ScenarioFile.ROOT.resolve("README.md"));
        assertThat(scenarios()
                        .flatMap(scenario -> scenario.steps().stream())
                        .map(step -> Command.parse(step.command()).name())
                        .distinct())
                .filteredOn(command -> !readme.contains("| `" + command))
                .isEmpty();
    }
}
