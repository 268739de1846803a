package io.github.coordinator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.JoinOutcome;
import io.github.coordinator.MemberOutcome;
import io.github.coordinator.verification.model.Reach;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Together the scenarios leave nothing out, and each says what it is there for. */
@Tag("slow")
@DisabledIfSystemProperty(named = "scenarios.without", matches = ".+")
class ScenarioCoverageTest {
    private static final Pattern FAULT = Pattern.compile("\\bF\\d+\\b");
    private static final Pattern DIFFERENCE = Pattern.compile("D\\d+");
    private static final Pattern NUMBERED =
            Pattern.compile("(?<kind>decision|invariant|end of a round)s?,? (?<numbers>\\d+(, \\d+)*( and \\d+)?)");

    /** What follows the heading that contains this, up to the next heading. */
    private static final String SECTION = "(?ims)^#+ [^\n]*%s[^\n]*\n(.*?)(?=^#|\\z)";

    /** An item of a numbered list, or a row of a table whose first column is a number. */
    private static final Pattern ITEM = Pattern.compile("(?m)^(?:(\\d+)[.]|[|] (\\d+) [|]) ");

    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    private static final Path RULES = Path.of("docs", "RULES.md");

    /** The first word of a code span. */
    private static final Pattern CODE = Pattern.compile("`([a-z]+)");

    static Stream<ScenarioFile> scenarios() {
        return ScenarioFile.all().stream();
    }

    @Test
    void everyTransitionAnswerCauseAndEventIsReached() {
        Reach reach = new Reach(new Enum<?>[] {JoinOutcome.FULL, MemberOutcome.OLD_SESSION});
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
                .containsAll(IntStream.rangeClosed(1, 22)
                        .mapToObj(fault -> "F" + fault)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void saysAtItsTopWhatItShowsAndWhichRule(ScenarioFile scenario) {
        assertThat(scenario.heading())
                .as("%s: a comment at the top", scenario.file())
                .startsWith("# ");
        assertThat(scenario.citations())
                .as("%s: a line '# Shows: …' at the end of the first comment", scenario.file())
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void citesWhatThereIs(ScenarioFile scenario) throws IOException {
        String rules = Files.readString(RULES);
        List<String> headings = HEADING.matcher(rules)
                .results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                .toList();
        String differences =
                Files.readString(ScenarioFile.ROOT.resolveSibling("golden").resolve("README.md"));
        String citations = scenario.citations().replace("# Shows: ", "").replaceFirst("[.]$", "");
        assertThat(citations.split("; ")).allSatisfy(citation -> {
            Matcher numbered = NUMBERED.matcher(citation);
            if (numbered.matches()) {
                assertThat(numbersUnder(numbered.group("kind"), rules))
                        .contains(numbered.group("numbers").split("\\D+"));
            } else if (DIFFERENCE.matcher(citation).matches()) {
                assertThat(differences).containsPattern("\\b" + citation + "\\b");
            } else if (!FAULT.matcher(citation).matches()) {
                assertThat(headings).contains(citation.toLowerCase(Locale.ROOT));
            }
        });
    }

    /** The numbers of the items in the section that has this in its heading. */
    private static List<String> numbersUnder(String heading, String rules) {
        Matcher section = Pattern.compile(SECTION.formatted(heading)).matcher(rules);
        assertThat(section.find()).as(heading).isTrue();
        return ITEM.matcher(section.group(1))
                .results()
                .map(item -> item.group(1) == null ? item.group(2) : item.group(1))
                .toList();
    }

    @Test
    void theReadmeDescribesEveryCommand() throws IOException {
        String readme = Files.readString(ScenarioFile.ROOT.resolve("README.md"));
        List<String> described =
                CODE.matcher(readme).results().map(code -> code.group(1)).toList();
        assertThat(commands().map(Command::name).distinct()).isSubsetOf(described);
        assertThat(commands()
                        // Their options are the keys of run files.
                        .filter(command -> !List.of("config", "reconfigure").contains(command.name()))
                        .flatMap(command -> command.options().keySet().stream())
                        .distinct())
                .allSatisfy(option -> assertThat(readme).containsPattern("\\b" + option + "\\b"));
    }

    private static Stream<Command> commands() {
        return scenarios().flatMap(scenario -> scenario.steps().stream()).map(step -> Command.parse(step.command()));
    }
}
