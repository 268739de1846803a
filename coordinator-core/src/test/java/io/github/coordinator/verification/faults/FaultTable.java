package io.github.coordinator.verification.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The table in {@code README.md}: one row for each fault, with its form here and the test that caught it. */
final class FaultTable {
    static final Path FILE = OriginalFault.FOLDER.resolve("README.md");

    private FaultTable() {}

    static String row(OriginalFault fault, Map<Suite, Verdict> verdicts) {
        return rowBegin(fault)
                + verdicts.values().stream().map(Verdict::toString).collect(Collectors.joining(" | ", "", " |"));
    }

    /** The first cells of a fault's row, which do not depend on the tests. */
    static String rowBegin(OriginalFault fault) {
        return "| %s | %s | %s | ".formatted(fault.name(), fault.sentence(), fault.form());
    }

    /** Writes a fault's row over the one that it has, or inserts it in order. Rows of faults that are gone go too. */
    static void write(OriginalFault fault, String row) throws IOException {
        List<String> names =
                OriginalFault.withNone().stream().map(OriginalFault::name).toList();
        List<String> lines = Files.readAllLines(FILE);
        TreeMap<String, String> rows = new TreeMap<>();
        for (String line : lines) {
            if (isRow(line) && names.contains(nameOf(line))) {
                rows.put(nameOf(line), line);
            }
        }
        rows.put(fault.name(), row);
        List<String> text = new ArrayList<>(lines);
        int first = text.indexOf(
                lines.stream().filter(FaultTable::isRow).findFirst().orElseThrow());
        text.removeIf(FaultTable::isRow);
        text.addAll(first, rows.values());
        Files.writeString(FILE, String.join("\n", text) + "\n");
    }

    static boolean isRow(String line) {
        return line.matches("\\| [FR]\\d\\d.*");
    }

    private static String nameOf(String row) {
        return row.substring(2, row.indexOf(' ', 2));
    }
}
