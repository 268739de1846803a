package io.github.coordinator.verification.faults;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Lines of one source file, and what stands there instead when a fault is put back.
 *
 * @param file the file, from the folder of the core's main package
 * @param before whole lines that are there exactly once
 * @param after the lines that take their place
 */
record SourceEdit(String file, String before, String after) {
    private static final String FILE = "@ ";

    /** Reads an edit that looks like the hunk of a diff: {@code @ file}, and below it lines behind a blank, - or +. */
    static SourceEdit parse(List<String> lines) {
        String file = lines.get(0);
        List<String> hunk = lines.subList(1, lines.size());
        if (!file.startsWith(FILE) || !hunk.stream().allMatch(line -> line.matches("[-+ ].*"))) {
            throw new IllegalArgumentException("not an edit: " + lines);
        }
        return new SourceEdit(file.substring(FILE.length()), linesOf(hunk, '-'), linesOf(hunk, '+'));
    }

    private static String linesOf(List<String> hunk, char side) {
        return hunk.stream()
                .filter(line -> line.charAt(0) == ' ' || line.charAt(0) == side)
                .map(line -> line.substring(1) + "\n")
                .collect(Collectors.joining());
    }

    /**
     * The text of the file with the edit made.
     *
     * @throws IllegalStateException if the lines to replace are not there, or more than once
     */
    String applyTo(String text) {
        // A line begins behind the end of another, and so does the first one here.
        String source = "\n" + text.replace("\r\n", "\n");
        String sought = "\n" + before;
        int found = source.indexOf(sought);
        if (found < 0 || source.indexOf(sought, found + 1) >= 0) {
            throw new IllegalStateException("the fault no longer applies: " + file + " has these lines "
                    + (found < 0 ? "nowhere" : "more than once") + ":\n" + before);
        }
        return source.substring(1, found + 1) + after + source.substring(found + sought.length());
    }
}
