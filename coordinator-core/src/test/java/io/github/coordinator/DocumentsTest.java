package io.github.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the facts of the documents against the code: links, files, states, reasons, outcomes and causes. */
class DocumentsTest {
    private static final Path PROJECT = Path.of("..");
    private static final Path RULES = Path.of("docs", "RULES.md");
    private static final Path ARCHITECTURE = Path.of("docs", "ARCHITECTURE.md");

    private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+)$");
    private static final Pattern NOT_IN_ANCHORS = Pattern.compile("[^\\p{L}\\p{N}_ -]");
    private static final Pattern SOURCE = Pattern.compile("`(\\w+\\.java)`");
    private static final Pattern CONSTANT = Pattern.compile("`([A-Z][A-Z_]+)`");

    static List<Path> documents() throws IOException {
        return files(".md");
    }

    /** The files of the project with this ending, without what a build makes. */
    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.walk(PROJECT)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .filter(file -> Stream.of("target", ".git")
                            .noneMatch(folder -> file.toString().contains("/" + folder + "/")))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLinkBetweenDocumentsLeadsSomewhere(Path document) throws IOException {
        String text = FENCED.matcher(Files.readString(document)).replaceAll("");
        List<String> links = LINK.matcher(text)
                .results()
                .map(link -> link.group(1))
                .filter(link -> !link.contains("://"))
                .toList();
        for (String link : links) {
            String[] parts = link.split("#", 2);
            Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
            assertThat(target).as("%s links to %s", document, link).exists();
            if (parts.length == 2) {
                assertThat(anchors(target)).as("%s links to %s", document, link).contains(parts[1]);
            }
        }
    }

    /** The anchors of the headings, made as GitHub makes them. */
    private static List<String> anchors(Path document) throws IOException {
        return HEADING.matcher(FENCED.matcher(Files.readString(document)).replaceAll(""))
                .results()
                .map(heading -> NOT_IN_ANCHORS
                        .matcher(heading.group(1).toLowerCase(Locale.ROOT))
                        .replaceAll("")
                        .replace(' ', '-'))
                .toList();
    }

    @Test
    void everySourceFileOfTheArchitectureExists() throws IOException {
        List<String> named = SOURCE.matcher(Files.readString(ARCHITECTURE))
                .results()
                .map(source -> source.group(1))
                .toList();
        assertThat(files(".java").stream().map(file -> file.getFileName().toString()))
                .containsAll(named);
    }

    @ParameterizedTest
    @EnumSource
    void theRulesOfEachStateLeadToItsSuccessors(RunState state) throws IOException {
        List<RunState> next = column(section(state.name()), "next state").stream()
                .map(DocumentsTest::firstConstant)
                .map(RunState::valueOf)
                .toList();
        assertThat(next).containsAll(state.successors());
        assertThat(state.successors()).containsAll(next);
    }

    @Test
    void theRulesHaveEachReason() throws IOException {
        List<String> reasons = new ArrayList<>();
        for (RunState state : RunState.values()) {
            column(section(state.name()), "reason").forEach(cell -> reasons.add(firstConstant(cell)));
        }
        assertThat(reasons)
                .containsOnlyOnceElementsOf(reasons.stream()
                        .distinct()
                        .filter(DocumentsTest::leadsOneWay)
                        .toList())
                .containsAll(names(TransitionReason.values()))
                .isSubsetOf(names(TransitionReason.values()));
    }

    /** A pause, a stop, and too few members, end more than one state. */
    private static boolean leadsOneWay(String reason) {
        return switch (TransitionReason.valueOf(reason)) {
            case PAUSE, STOP, TOO_FEW_MEMBERS -> false;
            default -> true;
        };
    }

    @Test
    void theRulesHaveEachOutcome() throws IOException {
        List<String> outcomes = new ArrayList<>();
        for (String section : sections().values()) {
            column(section, "outcome").forEach(cell -> outcomes.add(firstConstant(cell)));
        }
        List<String> all = Stream.of(
                        JoinOutcome.values(), MemberOutcome.values(), WitnessOutcome.values(), OperatorOutcome.values())
                .flatMap(constants -> names(constants).stream())
                .toList();
        assertThat(outcomes).containsAll(all).isSubsetOf(all);
    }

    @Test
    void theRulesHaveEachCauseOfRemoval() throws IOException {
        assertThat(CONSTANT.matcher(section("The end of a round")).results().map(constant -> constant.group(1)))
                .containsAll(names(Removal.Cause.values()));
    }

    private static List<String> names(Enum<?>[] constants) {
        return Arrays.stream(constants).map(Enum::name).toList();
    }

    private static String firstConstant(String cell) {
        return CONSTANT.matcher(cell)
                .results()
                .map(constant -> constant.group(1))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no constant in the cell: " + cell));
    }

    private static String section(String heading) throws IOException {
        assertThat(sections()).containsKey(heading);
        return sections().get(heading);
    }

    /** The text under each heading, up to the next one. */
    private static Map<String, String> sections() throws IOException {
        String rules = Files.readString(RULES);
        List<MatchResult> headings = HEADING.matcher(rules).results().toList();
        Map<String, String> sections = new LinkedHashMap<>();
        for (int i = 0; i < headings.size(); i++) {
            int end = i + 1 < headings.size() ? headings.get(i + 1).start() : rules.length();
            sections.put(
                    headings.get(i).group(1), rules.substring(headings.get(i).end(), end));
        }
        return sections;
    }

    /** The cells of a column of the tables in a section; none where no table has it. */
    private static List<String> column(String section, String name) {
        List<String> found = new ArrayList<>();
        int column = -1;
        for (String line : section.lines().toList()) {
            List<String> cells = line.startsWith("|")
                    ? Arrays.stream(line.substring(1).split("\\|"))
                            .map(String::strip)
                            .toList()
                    : List.of();
            if (cells.isEmpty()) {
                column = -1;
            } else if (cells.contains(name)) {
                column = cells.indexOf(name);
            } else if (column >= 0 && !cells.get(0).startsWith("-")) {
                found.add(cells.get(column));
            }
        }
        return found;
    }
}
