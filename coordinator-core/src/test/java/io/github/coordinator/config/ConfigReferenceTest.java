package io.github.coordinator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keeps the reference in the README in step with the code. */
class ConfigReferenceTest {
    private static final Path README = Path.of("..", "README.md");
    private static final Pattern TOML_BLOCK = Pattern.compile("```toml\\R(.*?)```", Pattern.DOTALL);

    @ParameterizedTest
    @EnumSource
    void hasARowForEachKeyWithItsDefault(Key key) throws IOException {
        String row = "| `" + key.text() + "` |";

        assertThat(Files.readAllLines(README))
                .filteredOn(line -> line.startsWith(row))
                .singleElement()
                .asString()
                .contains("| " + key.defaultText() + " |");
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
}
