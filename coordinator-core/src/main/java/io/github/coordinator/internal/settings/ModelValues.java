package io.github.coordinator.internal.settings;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Makes the free tables of a configuration deeply immutable, in their order. */
final class ModelValues {
    /** How deep tables and lists may nest; the TOML parser has the same limit. Keeps a cycle from running for ever. */
    static final int MAX_DEPTH = 128;

    private ModelValues() {}

    /**
     * A deeply immutable copy, in the order of the original. Costs as much as there are values.
     *
     * @throws IllegalArgumentException if a value is of a type that a run file cannot hold, or nested too deep
     */
    static Map<String, Object> copyOf(Map<?, ?> tables) {
        return copyOfMap(tables, "model", 0);
    }

    private static Object copyOf(Object value, String path, int depth) {
        Objects.requireNonNull(value, path);
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException(path + " is nested more than " + MAX_DEPTH + " levels deep");
        }
        if (value instanceof Map<?, ?> map) {
            return copyOfMap(map, path, depth);
        }
        if (value instanceof List<?> list) {
            return copyOfList(list, path, depth);
        }
        if (value instanceof Integer number) {
            return number.longValue(); // A number written in code is equal to the same number read from a file.
        }
        if (isScalar(value)) {
            return value;
        }
        throw new IllegalArgumentException(
                path + " is a " + value.getClass().getName() + ", which a run file cannot hold");
    }

    private static boolean isScalar(Object value) {
        return value instanceof String
                || value instanceof Long
                || value instanceof Double
                || value instanceof Boolean
                || value instanceof OffsetDateTime
                || value instanceof LocalDateTime
                || value instanceof LocalDate
                || value instanceof LocalTime;
    }

    private static Map<String, Object> copyOfMap(Map<?, ?> map, String path, int depth) {
        Map<String, Object> copy = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String key)) {
                throw new IllegalArgumentException(path + " has a key that is not a string");
            }
            copy.put(key, copyOf(entry.getValue(), path + "." + key, depth + 1));
        }
        return Collections.unmodifiableMap(copy);
    }

    private static List<Object> copyOfList(List<?> list, String path, int depth) {
        List<Object> copy = new ArrayList<>(list.size());
        for (Object value : list) {
            copy.add(copyOf(value, path + "[" + copy.size() + "]", depth + 1));
        }
        return Collections.unmodifiableList(copy);
    }
}
