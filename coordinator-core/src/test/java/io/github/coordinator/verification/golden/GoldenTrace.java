package io.github.coordinator.verification.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the original was told, what it answered and the state it was in after each call.
 *
 * @param name the file's name
 * @param header the configuration, and where the run begins
 * @param steps the calls, in order
 */
record GoldenTrace(String name, JsonNode header, List<RecordedCall> steps) {
    /**
     * One call.
     *
     * @param line its line in the file
     * @param op what the original was told
     * @param result what it answered
     * @param before the state it was in before
     * @param after the state it was in after
     */
    record RecordedCall(int line, JsonNode op, String result, JsonNode before, JsonNode after) {
        String kind() {
            return op.get("op").asText();
        }

        boolean accepted() {
            return result.startsWith("ok");
        }

        /** Whether the original changed its state: to another, or to the same one again. */
        boolean changedState() {
            return !before.get("run_state").equals(after.get("run_state"))
                    || !before.get("run_state_start").equals(after.get("run_state_start"));
        }

        boolean beganRound() {
            return !before.get("run_state").equals(after.get("run_state"))
                    && after.get("run_state").asText().equals("RoundTrain");
        }
    }

    static GoldenTrace read(Path file) {
        return of(String.valueOf(file.getFileName()), GoldenFiles.lines(file));
    }

    static GoldenTrace of(String name, List<JsonNode> lines) {
        List<RecordedCall> steps = new ArrayList<>();
        JsonNode before = lines.get(0).get("state");
        for (int i = 1; i < lines.size(); i++) {
            JsonNode line = lines.get(i);
            steps.add(new RecordedCall(i + 1, line.get("op"), line.get("result").asText(), before, line.get("state")));
            before = line.get("state");
        }
        return new GoldenTrace(name, lines.get(0), steps);
    }

    /** The calls of the warm-up in which this one was made, the last of them this one. */
    List<RecordedCall> inWarmupUpTo(RecordedCall last) {
        int end = steps.indexOf(last) + 1;
        int begin = end;
        while (begin > 0
                && steps.get(begin - 1).before().get("run_state").asText().equals("Warmup")) {
            begin--;
        }
        return steps.subList(begin, end);
    }

    String profile() {
        return header.get("profile").asText();
    }

    @Override
    public String toString() {
        return name;
    }
}
