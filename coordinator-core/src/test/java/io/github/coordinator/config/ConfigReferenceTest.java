package io.github.coordinator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Keeps the reference in the README in step with the code. */
class ConfigReferenceTest {
    private static final Path README = Path.of("..", "README.md");
    private static final Pattern TOML_BLOCK = Pattern.compile("```toml\\R(.*?)```", Pattern.DOTALL);

    /** From one number or key to another; some rows say more about what is between or above. */
    private static final Pattern BOUNDS =
            Pattern.compile("(\\d+|`\\w+`)(?:, or ⌊W/2⌋ \\+ 1)? to (?:W with W = )?(\\d+|`\\w+`)(?:[,;] .*)?");

    private static final Pattern NO_UPPER_BOUND = Pattern.compile(
            "Counts without an upper bound in the table go up to (?<counts>\\d+), tokens up to (?<tokens>\\d+)\\.");

    @ParameterizedTest
    @EnumSource
    void hasARowForEachKeyWithItsDefault(Key key) throws IOException {
        assertThat(rowOf(key).defaultText()).isEqualTo(key.defaultText());
    }

    @ParameterizedTest
    @MethodSource("wholeNumbers")
    void hasTheBoundsOfEachWholeNumber(Key key) throws IOException {
        Row row = rowOf(key);
        String bounds = row.bounds().replaceFirst("^at least (.*)", "$1 to " + greatest(row.unit()));
        Matcher fromTo = BOUNDS.matcher(bounds);

        assertThat(fromTo.matches()).as(bounds).isTrue();
        assertThat(limit(fromTo.group(1), Key::min)).isEqualTo(key.min());
        assertThat(limit(fromTo.group(2), Key::max)).isEqualTo(key.max());
    }

    @Test
    void showsAFileThatLoadsAndLeavesNothingOut() throws IOException {
        List<String> examples = TOML_BLOCK
                .matcher(Files.readString(README))
                .results()
                .map(MatchResult::group)
                .filter(block -> block.contains("[config]"))
                .map(block -> block.replaceAll("```(toml)?", ""))
                .toList();

        assertThat(examples).isNotEmpty();
        assertThat(examples)
                .allSatisfy(example ->
                        assertThat(RunConfigLoader.parse(example, "README.md")).isNotNull());
        assertThat(Key.of(Key.CONFIG))
                .allSatisfy(key -> assertThat(examples).anyMatch(e -> e.contains(key.text() + " = ")));
    }

    private static Stream<Key> wholeNumbers() {
        return Arrays.stream(Key.values()).filter(key -> key.kind() == Key.Kind.COUNT);
    }

    private record Row(String unit, String defaultText, String bounds) {}

    private static Row rowOf(Key key) throws IOException {
        List<String[]> rows = Files.readAllLines(README).stream()
                .filter(line -> line.startsWith("| `" + key.text() + "` |"))
                .map(line -> line.split("\\s*\\|\\s*"))
                .toList();

        assertThat(rows).hasSize(1);
        String[] cells = rows.get(0);
        return new Row(cells[2], cells[3], cells[4]);
    }

    /** How far a number goes whose row names no upper bound. */
    private static String greatest(String unit) throws IOException {
        Matcher sentence = NO_UPPER_BOUND.matcher(Files.readString(README));
        assertThat(sentence.find()).isTrue();
        return sentence.group(unit.equals("tokens") ? "tokens" : "counts");
    }

    /** A bound as a number; where another key is the bound, its own bound. */
    private static long limit(String text, ToLongFunction<Key> boundOf) {
        return text.startsWith("`")
                ? boundOf.applyAsLong(Key.named(text.replace("`", "")).orElseThrow())
                : Long.parseLong(text);
    }
}
