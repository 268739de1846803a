package io.github.coordinator.runfile;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlKeyValue;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * A table of a file, or the lack of one, and where problems with what it lacks are shown. Keys are looked up as they
 * are: a dot in one is part of it.
 */
record Scope(TomlTable table, TomlPosition header) {
    private static final TomlTable EMPTY = Toml.parse("");

    /** The top level of a file. */
    static Scope top(TomlTable root) {
        return new Scope(root, TomlPosition.positionAt(1, 1));
    }

    Set<String> keys() {
        return table.keySet();
    }

    boolean has(String key) {
        return table.contains(List.of(key));
    }

    @Nullable
    Object get(String key) {
        return table.get(List.of(key));
    }

    /** Where a key that is there begins. */
    TomlPosition keyPosition(String key) {
        return Objects.requireNonNull(table.inputPositionOf(List.of(key)), key);
    }

    /** Where the value of a key that is there begins. */
    TomlPosition valuePosition(String key) {
        TomlKeyValue entry = Objects.requireNonNull(table.entry(List.of(key)), key);
        // A table that only the headers of its children name has a key, but no value, in the text.
        return Objects.requireNonNullElse(entry.value().position(), entry.position());
    }

    /** The table under a key; an empty one, at this scope's own header, if there is none. */
    Scope child(String key) {
        if (get(key) instanceof TomlTable child) {
            return new Scope(child, keyPosition(key));
        }
        return new Scope(EMPTY, header);
    }
}
