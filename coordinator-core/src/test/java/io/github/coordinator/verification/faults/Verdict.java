package io.github.coordinator.verification.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What tests say of a core.
 *
 * @param redClass the class of the first test that was red; empty if all were green
 * @param redTest how that test is called
 * @param count how many tests had run, that one with them, and in which of its runs it failed, if it makes random ones
 */
record Verdict(String redClass, String redTest, String count) {
    boolean isRed() {
        return !redClass.isEmpty();
    }

    void write(Path file) throws IOException {
        Files.write(file, List.of(redClass, redTest, count));
    }

    static Verdict read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return new Verdict(lines.get(0), lines.get(1), lines.get(2));
    }

    @Override
    public String toString() {
        return isRed() ? redTest + " (" + count + ")" : "none of " + count;
    }
}
