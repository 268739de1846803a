package io.github.coordinator.runfile;

import io.github.coordinator.config.ConfigProblem;
import io.github.coordinator.config.RunConfigException;
import io.github.coordinator.internal.settings.Describe;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * What the parser made of a text: its tables, and what is wrong with it as TOML. Positions are those of the text that
 * the parser was given, but those of problems are those of the original.
 */
final class ParsedText {
    /** The end of a message that names another position. What comes before may quote anything. */
    private static final Pattern OTHER_POSITION =
            Pattern.compile("(?s)(.*(?:defined|array|opened)) at line (\\d{1,9}), (column \\d+(?:\\)| is unclosed)?)");

    private static final Pattern KEY_OF_VALUE = Pattern.compile("([A-Za-z0-9_-]+)[ \\t]*=[ \\t]*$");

    /** Where a line is longer, no key is looked for: a long line may have as many errors as characters. */
    private static final int MAX_LINE = 1_000;

    private final TomlText text;
    private final String[] lines;
    private final TomlTable root;
    private final List<ConfigProblem> problems;
    private final int lastCertainLine;

    private ParsedText(TomlText text, TomlParseResult result) {
        this.text = text;
        lines = text.text().split("\n", -1);
        root = result;
        List<TomlParseError> errors = result.errors().stream()
                .filter(error -> !text.isCutAt(error.position()))
                .toList();
        problems = new ArrayList<>(text.commentProblems());
        errors.forEach(error -> problems.add(problem(error)));
        if (errors.isEmpty() && !text.isWellFormed()) {
            problems.add(text.unreadable());
        }
        lastCertainLine = errors.stream()
                .mapToInt(error -> error.position().line())
                .distinct()
                .filter(this::hasBrackets)
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    /**
     * Parses a text.
     *
     * @throws RunConfigException if the parser can make nothing of it
     */
    static ParsedText parse(String original, String sourceName) {
        TomlText text = new TomlText(original);
        try {
            return new ParsedText(text, Toml.parse(text.text()));
        } catch (AssertionError | NullPointerException failed) {
            // After a syntax error, tomlj 2.2.0 may fail instead of reporting it: over a comment after the header of a
            // table, where assertions are on, or over line breaks in an inline table.
            List<ConfigProblem> problems = new ArrayList<>(text.commentProblems());
            problems.add(text.unreadable());
            throw new RunConfigException(sourceName, problems);
        }
    }

    TomlTable root() {
        return root;
    }

    /** What is wrong with the text as TOML, in no order. */
    List<ConfigProblem> problems() {
        return problems;
    }

    /** Whether something stands certainly where it seems to stand: no error before it opens or closes a table. */
    boolean isCertain(TomlPosition position) {
        return position.line() <= lastCertainLine;
    }

    /** A problem with what stands at a position. */
    ConfigProblem problem(String key, TomlPosition position, String message) {
        return new ConfigProblem(key, text.originalLine(position.line()), position.column(), message);
    }

    private ConfigProblem problem(TomlParseError error) {
        TomlPosition position = error.position();
        String message = String.valueOf(error.getMessage());
        if (message.equals("Integer is too large")) {
            return integerTooLarge(position);
        }
        Matcher other = OTHER_POSITION.matcher(message);
        if (other.matches()) {
            int line = text.originalLine(Integer.parseInt(other.group(2)));
            message = other.group(1) + " at line " + line + ", " + other.group(3);
        }
        return problem("", position, Describe.message(message));
    }

    private ConfigProblem integerTooLarge(TomlPosition position) {
        String line = lines[position.line() - 1];
        if (line.length() <= MAX_LINE) {
            int start = line.offsetByCodePoints(0, position.column() - 1);
            Matcher key = KEY_OF_VALUE.matcher(line.substring(0, start));
            if (key.find()) {
                String number = line.substring(start, TomlTokens.endOfScalar(line, start));
                String name = Describe.key(key.group(1));
                return problem(name, position, name + " is " + Describe.shortened(number) + ", too large for 64 bits");
            }
        }
        return problem("", position, "an integer is too large for 64 bits");
    }

    private boolean hasBrackets(int line) {
        return lines[line - 1].chars().anyMatch(character -> "[]{}".indexOf(character) >= 0);
    }
}
