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
import org.jspecify.annotations.Nullable;

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
        return copyOfMap(tables, new Place(null, "model", -1), 0);
    }

    /** Where a value is. Its path is only put together for a message: a key may be long, and have many values. */
    private record Place(@Nullable Place parent, String key, int index) {
        Place at(String child) {
            return new Place(this, child, -1);
        }

        Place at(int element) {
            return new Place(this, "", element);
        }

        /** The path, {@code model.runs[1]} for instance; a key is shortened where it is long. */
        @Override
        public String toString() {
            String step = index < 0 ? Describe.shortened(key) : "[" + index + "]";
            return parent == null ? step : parent + (index < 0 ? "." : "") + step;
        }
    }

    private static Object copyOf(@Nullable Object value, Place place, int depth) {
        Objects.requireNonNull(value, place::toString);
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException(place + " is nested more than " + MAX_DEPTH + " levels deep");
        }
        if (value instanceof Map<?, ?> map) {
            return copyOfMap(map, place, depth);
        }
        if (value instanceof List<?> list) {
            return copyOfList(list, place, depth);
        }
        if (value instanceof Integer number) {
            return number.longValue(); // A number written in code is equal to the same number read from a file.
        }
        if (isScalar(value)) {
            return value;
        }
        throw new IllegalArgumentException(
                place + " is a " + value.getClass().getName() + ", which a run file cannot hold");
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

    private static Map<String, Object> copyOfMap(Map<?, ?> map, Place place, int depth) {
        Map<String, Object> copy = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String key)) {
                throw new IllegalArgumentException(place + " has a key that is not a string");
            }
            copy.put(key, copyOf(entry.getValue(), place.at(key), depth + 1));
        }
        return Collections.unmodifiableMap(copy);
    }

    private static List<Object> copyOfList(List<?> list, Place place, int depth) {
        List<Object> copy = new ArrayList<>(list.size());
        for (Object value : list) {
            copy.add(copyOf(value, place.at(copy.size()), depth + 1));
        }
        return Collections.unmodifiableList(copy);
    }
}
