package io.github.coordinator.verification.faults;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A piece of one source file, and the text that replaces it when a fault is put back. White space in the piece does not
 * matter, so an edit outlives a change of indentation or of line breaks.
 *
 * @param file the file, relative to the core's main package
 * @param before the piece, which the file contains exactly once
 * @param after the text that replaces it
 */
record SourceEdit(String file, String before, String after) {
    private static final String FILE = "@ ";

    /** Parses an edit in the form of a diff: {@code @ file}, then lines that start with a blank, - or +. */
    static SourceEdit parse(List<String> lines) {
        String file = lines.get(0);
        List<String> hunk = lines.subList(1, lines.size());
        String before = linesOf(hunk, '-');
        if (!file.startsWith(FILE) || before.isBlank() || !hunk.stream().allMatch(line -> line.matches("[-+ ].*"))) {
            throw new IllegalArgumentException("not an edit: " + lines);
        }
        return new SourceEdit(file.substring(FILE.length()), before, linesOf(hunk, '+'));
    }

    private static String linesOf(List<String> hunk, char side) {
        return hunk.stream()
                .filter(line -> line.charAt(0) == ' ' || line.charAt(0) == side)
                .map(line -> line.substring(1).strip())
                .collect(Collectors.joining("\n"));
    }

    /**
     * Makes the edit.
     *
     * @param source the text of the file
     * @return the text with the edit made
     * @throws IllegalStateException if the text does not contain the piece exactly once
     */
    String applyTo(String source) {
        Matcher found = piece().matcher(source);
        long times = found.results().count();
        if (times != 1) {
            throw new IllegalStateException(
                    "the fault no longer applies: " + file + " contains this " + times + " times:\n" + before);
        }
        return found.replaceFirst(Matcher.quoteReplacement(after));
    }

    /** Matches the piece with any white space between its characters, and no part of a longer word. */
    private Pattern piece() {
        return Pattern.compile(before.chars()
                .filter(character -> !Character.isWhitespace(character))
                .mapToObj(character -> Pattern.quote(Character.toString(character)))
                .collect(Collectors.joining("\\s*", "(?<!\\w(?=\\w))", "(?!(?<=\\w)\\w)")));
    }
}
