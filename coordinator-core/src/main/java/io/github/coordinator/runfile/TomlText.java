package io.github.coordinator.runfile;

import io.github.coordinator.config.ConfigProblem;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import org.tomlj.TomlPosition;

/**
 * A text as it is handed to the parser, so that any text is read in time proportional to its size. tomlj 2.2.0 takes
 * time that grows with the cube of consecutive blank lines and comments, and up to a millisecond for each syntax error.
 * So of a long run of such lines only some are left, and of what follows the first syntax error only some kilobytes.
 * Lines are left out whole, and positions in the text that is left can be traced to the original.
 *
 * <p>Comments lose what they must not have. For this the parser would report more than one error, or none but a failed
 * assertion of its own.
 */
final class TomlText {
    /** How much of a text is read after its first syntax error. */
    private static final int MAX_AFTER_DOUBT = 8 * 1024;

    /** How far from the end of a text that is cut an error may be due to the cut. */
    private static final int MAX_FROM_CUT = 1024;

    private final String original;
    private final StringBuilder text = new StringBuilder();
    private final List<ConfigProblem> commentProblems = new ArrayList<>();

    /** For each line that is left its number in the original, from 1. */
    private final int[] lines;

    private final int lastLineLength;

    /** Where the text turned out not to be TOML; -1 if nowhere. */
    private final int doubt;

    /** How much of the original is read. */
    private final int end;

    TomlText(String original) {
        this.original = original;
        TomlScanner scanner = new TomlScanner(original);
        doubt = scanner.scan();
        end = doubt < 0 ? original.length() : Math.min(original.length(), doubt + MAX_AFTER_DOUBT);
        lines = copy(scanner.surplusLines(), scanner.commentFaults());
        lastLineLength = text.length() - (text.lastIndexOf("\n") + 1);
    }

    /** What is left, for the parser. */
    String text() {
        return text.toString();
    }

    /** The problems of comments. */
    List<ConfigProblem> commentProblems() {
        return commentProblems;
    }

    /** Whether the text is TOML as far as its strings, brackets and comments go. */
    boolean isWellFormed() {
        return doubt < 0;
    }

    /** Whether the end of what is left is not that of the original, and an error there may mean nothing. */
    boolean isCutAt(TomlPosition position) {
        if (end == original.length() || position.line() < lines.length) {
            return false;
        }
        return position.column() > lastLineLength - MAX_FROM_CUT;
    }

    /** The line in the original, from 1, of a line that is left. */
    int originalLine(int line) {
        return lines[line - 1];
    }

    /** The problem that the text cannot be read, where this shows first. */
    ConfigProblem unreadable() {
        int index = Math.max(0, doubt);
        int start = original.lastIndexOf('\n', index - 1) + 1;
        int number = (int) original.substring(0, start)
                .chars()
                .filter(character -> character == '\n')
                .count();
        return problemAt(index, number, start, "this cannot be read as TOML");
    }

    private int[] copy(BitSet surplusLines, List<Integer> commentFaults) {
        List<Integer> left = new ArrayList<>();
        int faults = 0;
        int run = 0;
        int number = 0;
        for (int from = 0; from < end; number++) {
            int to = Math.min(end, endOfLine(from));
            boolean isInDoubt = doubt >= 0 && from > doubt;
            run = isInDoubt && isTrivia(from) ? run + 1 : 0;
            boolean isLeft = !surplusLines.get(number) && run <= TomlScanner.MAX_RUN;
            int until = to;
            if (faults < commentFaults.size() && commentFaults.get(faults) < to) {
                until = commentFaults.get(faults);
                faults++;
                String shown = String.format(Locale.ROOT, "\\u%04x", (int) original.charAt(until));
                commentProblems.add(problemAt(until, number, from, "Unexpected '" + shown + "' in a comment"));
            }
            if (isLeft) {
                left.add(number + 1);
                text.append(original, from, until).append(until < to && original.charAt(to - 1) == '\n' ? "\n" : "");
            }
            from = to;
        }
        if (end == 0 || original.charAt(end - 1) == '\n') {
            left.add(number + 1);
        }
        return left.stream().mapToInt(Integer::intValue).toArray();
    }

    private ConfigProblem problemAt(int index, int number, int start, String message) {
        return new ConfigProblem("", number + 1, original.codePointCount(start, index) + 1, message);
    }

    /** Where the line of an index ends, its line break included. */
    private int endOfLine(int index) {
        int lineBreak = original.indexOf('\n', index);
        return lineBreak < 0 ? original.length() : lineBreak + 1;
    }

    /** Whether a line looks as if it were blank or had nothing but a comment; it may be part of a string. */
    private boolean isTrivia(int from) {
        int start = TomlTokens.endOfBlanks(original, from);
        int stop = TomlTokens.endOfLine(original, start);
        return stop < original.length()
                && (start == stop
                        || (original.charAt(start) == '#' && TomlTokens.endOfAllowed(original, start, stop) == stop));
    }
}
