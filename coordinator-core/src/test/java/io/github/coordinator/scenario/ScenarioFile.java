package io.github.coordinator.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A scenario as it stands in its file.
 *
 * @param file where it is
 * @param steps its commands, in order
 * @param end the comments and blank lines behind the last of them
 */
record ScenarioFile(Path file, List<Exchange> steps, List<String> end) {
    /** Where the scenarios are, from the module's folder, in which the build runs the tests. */
    static final Path ROOT = Path.of("src/test/resources/scenarios");

    /** A folder whose scenarios are left out, to see what the others catch. */
    private static final String LEFT_OUT = System.getProperty("scenarios.without", "");

    private static final String ANSWER = "=> ";

    /**
     * A command and what is expected of it.
     *
     * @param line the command's line in the file, from 1
     * @param before the comments and blank lines before it
     * @param command the command as it is written
     * @param expected the lines of output expected, without their arrows
     */
    record Exchange(int line, List<String> before, String command, List<String> expected) {}

    /** Every scenario there is, but for a folder that is left out, in the order of their names. */
    static List<ScenarioFile> all() {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .filter(file -> !file.getParent().endsWith(LEFT_OUT))
                    .sorted()
                    .map(ScenarioFile::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ScenarioFile read(Path file) {
        try {
            return parse(file, Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ScenarioFile parse(Path file, List<String> lines) {
        List<Exchange> steps = new ArrayList<>();
        List<String> before = new ArrayList<>();
        for (int line = 1; line <= lines.size(); line++) {
            String text = lines.get(line - 1);
            if (text.isBlank() || text.startsWith("#")) {
                before.add(text);
            } else if (!text.startsWith(ANSWER)) {
                steps.add(new Exchange(line, List.copyOf(before), text, new ArrayList<>()));
                before.clear();
            } else if (steps.isEmpty() || !before.isEmpty()) {
                throw new IllegalArgumentException(file + ":" + line + ": output that is not right below its command");
            } else {
                steps.get(steps.size() - 1).expected().add(text.substring(ANSWER.length()));
            }
        }
        return new ScenarioFile(file, List.copyOf(steps), List.copyOf(before));
    }

    /** The scenario's name: its folder and its file, without the ending. */
    String name() {
        String path = ROOT.relativize(file).toString().replace('\\', '/');
        return path.substring(0, path.length() - ".txt".length());
    }

    /** The comment at the top, which says what the scenario shows. */
    String heading() {
        return steps.isEmpty() ? "" : String.join("\n", steps.get(0).before());
    }

    /** Which rules, faults and invariants the scenario shows, as its heading says; empty if it does not. */
    String citations() {
        return heading()
                .lines()
                .filter(line -> line.startsWith("# Shows: "))
                .findFirst()
                .orElse("");
    }

    @Override
    public String toString() {
        return name();
    }

    /** The text of the file with that output, one list of lines for each step, instead of what was expected. */
    String withOutput(List<List<String>> output) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < steps.size(); i++) {
            steps.get(i).before().forEach(line -> text.append(line).append('\n'));
            text.append(steps.get(i).command()).append('\n');
            output.get(i).forEach(line -> text.append(ANSWER).append(line).append('\n'));
        }
        end.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }
}
