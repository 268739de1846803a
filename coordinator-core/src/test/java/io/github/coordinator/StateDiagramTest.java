package io.github.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The README's diagram of states is drawn from the table of successors, and so cannot differ from it. */
class StateDiagramTest {
    private static final Map<String, String> WHEN = Map.ofEntries(
            Map.entry("WAITING_FOR_MEMBERS WARMUP", "enough clients"),
            Map.entry("WAITING_FOR_MEMBERS PAUSED", "pause"),
            Map.entry("WAITING_FOR_MEMBERS FINISHED", "no steps left"),
            Map.entry("WARMUP WAITING_FOR_MEMBERS", "below the minimum"),
            Map.entry("WARMUP ROUND_TRAIN", "all ready, or time is over"),
            Map.entry("WARMUP PAUSED", "pause"),
            Map.entry("ROUND_TRAIN ROUND_WITNESS", "all witnesses attested, or time is over"),
            Map.entry("ROUND_WITNESS WAITING_FOR_MEMBERS", "last step"),
            Map.entry("ROUND_WITNESS ROUND_TRAIN", "next round"),
            Map.entry("ROUND_WITNESS COOLDOWN", "epoch over, unconfirmed, below the minimum, or pause"),
            Map.entry("COOLDOWN WAITING_FOR_MEMBERS", "next epoch"),
            Map.entry("COOLDOWN PAUSED", "pause"),
            Map.entry("PAUSED WAITING_FOR_MEMBERS", "resume"));

    @Test
    void theReadmeShowsTheTable() throws IOException {
        assertThat(Files.readString(Path.of("../README.md")).replace("\r\n", "\n"))
                .contains("```mermaid\n" + diagram() + "```\n");
    }

    private static String diagram() {
        StringBuilder diagram = new StringBuilder("stateDiagram-v2\n    [*] --> WAITING_FOR_MEMBERS\n");
        for (RunState from : RunState.values()) {
            for (RunState to : from.successors()) {
                assertThat(WHEN).containsKey(from + " " + to);
                diagram.append("    %s --> %s: %s\n".formatted(from, to, WHEN.get(from + " " + to)));
            }
            if (from.successors().isEmpty()) {
                diagram.append("    ").append(from).append(" --> [*]\n");
            }
        }
        return diagram.toString();
    }
}
