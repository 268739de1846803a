package io.github.coordinator.config;

import io.github.coordinator.round.ParticipationKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlParseError;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * What reading a file has brought to light so far: values, where they stand, and problems.
 *
 * <p>A syntax error makes some of it uncertain. A key that was not found may be on a line that could not be read, so
 * none is called missing and no default is judged. And an error on a line with brackets may have opened or closed a
 * table, so what follows it may be somewhere else than it seems, and is not judged at all.
 */
final class Findings {
    private final Draft draft = new Draft();
    private final List<ConfigProblem> problems = new ArrayList<>();

    /** Where the value of a key stands, or if it has none, where it is missing. */
    private final Map<Key, TomlPosition> positions = new EnumMap<>(Key.class);

    private final boolean isWhole;
    private final int lastCertainLine;

    Findings(List<TomlParseError> syntaxErrors, List<String> lines) {
        isWhole = syntaxErrors.isEmpty();
        int last = Integer.MAX_VALUE;
        for (TomlParseError error : syntaxErrors) {
            TomlPosition position = error.position();
            problems.add(new ConfigProblem("", position.line(), position.column(), String.valueOf(error.getMessage())));
            if (lines.get(position.line() - 1).chars().anyMatch(character -> "[]{}".indexOf(character) >= 0)) {
                last = Math.min(last, position.line());
            }
        }
        lastCertainLine = last;
    }

    /** What was read so far. */
    Draft draft() {
        return draft;
    }

    /** Reads a key under its own name. */
    void read(Key key, Scope scope) {
        read(key, scope, key.text());
    }

    /** Reads a key that may go by another name. */
    void read(Key key, Scope scope, String name) {
        Object raw = scope.get(name);
        if (raw == null) {
            positions.put(key, scope.header());
            return;
        }
        TomlPosition position = scope.valuePosition(name);
        Object value = convert(key, raw);
        if (value != null) {
            put(key, value, position);
        } else {
            draft.leaveOpen(key);
            refuse(name, position, name + " must be " + expected(key) + ", but is " + Describe.value(raw));
        }
    }

    /** Takes a value as that of a key. */
    void put(Key key, Object value, TomlPosition position) {
        if (isCertain(position)) {
            positions.put(key, position);
            draft.put(key, value);
        }
    }

    /** The table of that name. Should it be anything else, that is a problem, and nothing is known of its keys. */
    Scope table(Scope top, String name) {
        Object raw = top.get(name);
        if (raw != null && !(raw instanceof TomlTable)) {
            refuse(name, top.valuePosition(name), name + " must be a table, but is " + Describe.value(raw));
            Key.of(name).forEach(draft::leaveOpen);
        }
        return top.child(name);
    }

    /** Whether a whole number is known, and neither too small nor too large. */
    boolean isWithinBounds(Key count) {
        return draft.isGiven(count) && draft.count(count) >= count.min() && draft.count(count) <= count.max();
    }

    /** Says that the value of a key is wrong, if that is certain. */
    void refuse(Key key, String message) {
        refuse(key.text(), positions.getOrDefault(key, TomlPosition.positionAt(1, 1)), message);
    }

    /** Says that something is wrong, if that is certain. */
    void refuse(String key, TomlPosition position, String message) {
        if (isCertain(position)) {
            problems.add(new ConfigProblem(key, position.line(), position.column(), message));
        }
    }

    /**
     * The configuration that was found.
     *
     * @throws RunConfigException if it is none
     */
    RunConfig toConfig(String sourceName) {
        if (!isWhole) {
            Arrays.stream(Key.values()).filter(key -> !draft.isGiven(key)).forEach(draft::leaveOpen);
        }
        Rules.check(draft).forEach(this::refuse);
        if (!problems.isEmpty()) {
            throw new RunConfigException(sourceName, problems);
        }
        return draft.toConfig();
    }

    private boolean isCertain(TomlPosition position) {
        return position.line() <= lastCertainLine;
    }

    private static @Nullable Object convert(Key key, Object raw) {
        return switch (key.kind()) {
            case TEXT -> raw instanceof String ? raw : null;
            case COUNT -> raw instanceof Long ? raw : null;
            case SECONDS, POSITIVE_SECONDS -> toSeconds(raw);
            case PARTICIPATION -> toParticipation(raw);
            case TABLES -> raw instanceof TomlTable table ? ModelValues.copyOf(table) : null;
        };
    }

    private static @Nullable BigDecimal toSeconds(Object raw) {
        if (raw instanceof Long whole) {
            return BigDecimal.valueOf(whole);
        }
        if (raw instanceof Double number && Double.isFinite(number)) {
            // The shortest text of a double is what was written: 0.1 is a tenth of a second and no more.
            return BigDecimal.valueOf(number).setScale(9, RoundingMode.HALF_UP);
        }
        return null;
    }

    private static @Nullable ParticipationKind toParticipation(Object raw) {
        for (ParticipationKind kind : ParticipationKind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(raw)) {
                return kind;
            }
        }
        return null;
    }

    private static String expected(Key key) {
        return switch (key.kind()) {
            case TEXT -> "a string";
            case COUNT -> "a whole number";
            case SECONDS, POSITIVE_SECONDS -> "a number of seconds";
            case PARTICIPATION -> "\"bitmap\" or \"bloom\"";
            case TABLES -> "a table";
        };
    }
}
