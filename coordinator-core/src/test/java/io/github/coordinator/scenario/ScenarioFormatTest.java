package io.github.coordinator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.coordinator.verification.model.Reach;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The scenarios are only worth something if a wrong one fails, and says where. */
class ScenarioFormatTest {
    private static final Path FILE = Path.of("wrong.txt");

    @Test
    void aDifferenceNamesFileLineAndBothSides() {
        ScenarioRun run = run("# A comment.", "", "join alice", "=> BARRED alice", "pending", "=> alice");
        assertThat(run.differences()).isEqualTo("""
                wrong.txt:3: join alice
                  - BARRED alice
                  + ACCEPTED alice
                """);
    }

    @Test
    void missingOutputIsADifference() {
        assertThat(run("join alice").differences()).contains("+ ACCEPTED alice");
    }

    @Test
    void rewritingKeepsCommentsAndMendsOutput() {
        ScenarioRun run = run("# A comment.", "", "join alice", "=> BARRED alice", "", "pending", "", "# The end.");
        assertThat(run.scenario().withOutput(run.output())).isEqualTo("""
                # A comment.

                join alice
                => ACCEPTED alice

                pending
                => alice

                # The end.
                """);
    }

    @Test
    void mistakesInAScenarioNameFileAndLine() {
        assertThatThrownBy(() -> run("jion alice")).hasMessage("wrong.txt:1: jion alice\nno such command: jion");
        assertThatThrownBy(() -> run("pause", "tick +1s twice=2"))
                .hasMessage("wrong.txt:2: tick +1s twice=2\ntick does not take [] {twice=2}");
        assertThatThrownBy(() -> run("tick 5")).hasMessageContaining("no such");
        assertThatThrownBy(() -> run("=> out of nowhere")).hasMessageContaining("wrong.txt:1");
        assertThatThrownBy(() -> run("pause", "config min_clients=3")).hasMessageContaining("before the run begins");
    }

    private static ScenarioRun run(String... lines) {
        return ScenarioRun.of(ScenarioFile.parse(FILE, List.of(lines)), false, new Reach());
    }
}
