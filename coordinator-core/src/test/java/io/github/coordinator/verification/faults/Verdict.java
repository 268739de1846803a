package io.github.coordinator.verification.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the tests say about a core.
 *
 * @param redClass the class of the first test that was red; empty if all were green
 * @param redTest the name of that test
 * @param tests how many tests ran, the red one included
 */
record Verdict(String redClass, String redTest, int tests) {
    boolean isRed() {
        return !redClass.isEmpty();
    }

    /** Whether the red test draws something new each time. */
    boolean isOfADraw() {
        return redClass.matches(".*(Properties|SimulationTest)");
    }

    void write(Path file) throws IOException {
        Files.write(file, List.of(redClass, redTest, Integer.toString(tests)));
    }

    static Verdict read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return new Verdict(lines.get(0), lines.get(1), Integer.parseInt(lines.get(2)));
    }

    @Override
    public String toString() {
        return isRed() ? redTest : "none of " + tests + " tests";
    }
}
