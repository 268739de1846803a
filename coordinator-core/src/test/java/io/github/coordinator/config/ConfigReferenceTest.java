package io.github.coordinator.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.internal.settings.Key;
import io.github.coordinator.internal.settings.Kind;
import io.github.coordinator.runfile.RunConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds the facts of the reference against the code: keys, defaults, bounds, and an example that loads. */
class ConfigReferenceTest {
    private static final Path REFERENCE = Path.of("docs", "CONFIGURATION.md");
    private static final Pattern TOML_BLOCK = Pattern.compile("```toml\\R(.*?)```", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    @Test
    void hasARowForEachKeyAndNoOther() throws IOException {
        assertThat(rows())
                .containsOnlyKeys(List.of(Key.values()).stream().map(Key::text).toList());
    }

    @ParameterizedTest
    @EnumSource
    void hasTheDefaultOfEachKey(Key key) throws IOException {
        assertThat(words(rows().get(key.text()).get("default")))
                .startsWith(key.byDefault().text());
    }

    @ParameterizedTest
    @EnumSource
    void hasTheBoundsOfEachKey(Key key) throws IOException {
        String bounds = rows().get(key.text()).get("bounds");
        List<Long> numbers = NUMBER.matcher(bounds)
                .results()
                .map(MatchResult::group)
                .map(Long::valueOf)
                .toList();

        switch (key.kind()) {
            case TEXT, COUNT, SECONDS, POSITIVE_SECONDS -> assertThat(numbers).startsWith(key.min(), key.max());
            case CHOICE ->
                assertThat(key.choices())
                        .allSatisfy(choice ->
                                assertThat(bounds).contains('"' + choice.name().toLowerCase(Locale.ROOT) + '"'));
            case TABLES -> assertThat(numbers).containsExactly(128L);
        }
        assertThat(bounds.contains("more than " + key.min())).isEqualTo(key.kind() == Kind.POSITIVE_SECONDS);
    }

    @Test
    void showsAFileThatLoadsAndLeavesNothingOut() throws IOException {
        List<String> examples = TOML_BLOCK
                .matcher(Files.readString(REFERENCE))
                .results()
                .map(block -> block.group(1))
                .toList();

        assertThat(examples).isNotEmpty();
        assertThat(examples)
                .allSatisfy(example -> assertThat(RunConfigLoader.parse(example, "CONFIGURATION.md"))
                        .isNotNull());
        assertThat(Key.of(Key.CONFIG))
                .allSatisfy(key -> assertThat(examples).anyMatch(example -> example.contains(key.text() + " = ")));
    }

    private static String words(String cell) {
        return cell.replace("`", "");
    }

    /** The rows of all tables whose first column is called key: the cells by the names of their columns, by key. */
    private static Map<String, Map<String, String>> rows() throws IOException {
        Map<String, Map<String, String>> rows = new LinkedHashMap<>();
        List<String> header = List.of();
        for (String line : Files.readAllLines(REFERENCE)) {
            List<String> cells = cells(line);
            if (header.isEmpty() || cells.isEmpty()) {
                header = cells;
            } else if (header.get(0).equals("key") && !cells.get(0).startsWith("-")) {
                Map<String, String> row = new LinkedHashMap<>();
                for (int column = 0; column < header.size(); column++) {
                    row.put(header.get(column), cells.get(column));
                }
                rows.put(words(cells.get(0)), row);
            }
        }
        return rows;
    }

    /** The cells of a line of a table; none for another line. */
    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        if (line.startsWith("|")) {
            for (String cell : line.substring(1).split("\\|", -1)) {
                cells.add(cell.strip());
            }
        }
        return cells;
    }
}
