package io.github.coordinator.runfile;

import io.github.coordinator.config.ConfigProblem;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.config.RunConfigBuilder;
import io.github.coordinator.config.RunConfigException;
import io.github.coordinator.internal.settings.Describe;
import io.github.coordinator.internal.settings.Draft;
import io.github.coordinator.internal.settings.Key;
import io.github.coordinator.internal.settings.Rules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
    private final List<ConfigProblem> problems;

    /** Where the value of a key stands, or if it has none, where it is missing. */
    private final Map<Key, TomlPosition> positions = new EnumMap<>(Key.class);

    private final ParsedText text;

    Findings(ParsedText text) {
        this.text = text;
        problems = new ArrayList<>(text.problems());
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
        put(key, name, raw, scope.valuePosition(name));
    }

    /** Takes a value that stands in the file, if it certainly does, as that of a key that may go by another name. */
    void put(Key key, String name, Object value, TomlPosition position) {
        positions.put(key, position);
        if (text.isCertain(position)) {
            draft.offer(key, name, PlainValues.of(value));
        } else {
            draft.leaveOpen(key);
        }
    }

    /** The table of that name. Should it be anything else, that is a problem, and nothing is known of its keys. */
    Scope table(Scope top, String name) {
        Object raw = top.get(name);
        if (raw != null && !(raw instanceof TomlTable)) {
            refuse(
                    name,
                    top.valuePosition(name),
                    name + " must be a table, but is " + Describe.value(PlainValues.of(raw)));
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
        if (text.isCertain(position)) {
            problems.add(text.problem(key, position, message));
        }
    }

    /**
     * The configuration that was found.
     *
     * @throws RunConfigException if it is none
     */
    RunConfig toConfig(String sourceName) {
        if (!text.problems().isEmpty()) {
            Arrays.stream(Key.values()).forEach(draft::leaveOpenIfMissing);
        }
        Rules.check(draft).forEach(this::refuse);
        if (!problems.isEmpty()) {
            throw new RunConfigException(sourceName, problems);
        }
        RunConfigBuilder builder = RunConfig.builder(draft.text(Key.RUN_ID));
        draft.forEachGiven((key, value) -> builder.set(key.text(), value));
        return builder.build();
    }
}
