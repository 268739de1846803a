package io.github.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's diagram has the transitions of the table of successors, and no other. */
class StateDiagramTest {
    private static final Pattern TRANSITION = Pattern.compile("([A-Z_]+) *--> *([A-Z_]+)");

    @Test
    void theReadmeShowsTheTable() throws IOException {
        assertThat(TRANSITION.matcher(Files.readString(Path.of("../README.md"))).results())
                .extracting(transition -> transition.group(1) + " " + transition.group(2))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(RunState.values())
                        .flatMap(from -> from.successors().stream().map(to -> from + " " + to))
                        .toList());
    }
}
