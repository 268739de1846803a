package io.github.coordinator.internal.settings;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The value of each key, once the {@linkplain Rules rules} have passed all of them. Immutable. A value is read in O(1). */
public final class Settings {
    /** A {@link String}, {@link Long}, {@link Duration}, enum or map for each key that has a value. */
    private final Map<Key, Object> values;

    Settings(EnumMap<Key, Object> values) {
        this.values = values.clone();
    }

    /** The value of a key that has one. */
    Object get(Key key) {
        Object value = values.get(key);
        if (value == null) {
            // Not by requireNonNull with a supplier, which would be allocated in each call.
            throw new NullPointerException(key.text());
        }
        return value;
    }

    /** Whether a key has a value. */
    public boolean isGiven(Key key) {
        return values.containsKey(key);
    }

    /** The value of a {@link Kind#COUNT}. */
    public long count(Key key) {
        return (long) get(key);
    }

    /** The value of a {@link Kind#COUNT} whose upper bound is that of an int. */
    public int smallCount(Key key) {
        return (int) count(key);
    }

    /** The value of a number of seconds. */
    public Duration duration(Key key) {
        return (Duration) get(key);
    }

    /** The value of a {@link Kind#TEXT}. */
    public String text(Key key) {
        return (String) get(key);
    }

    /** The value of a {@link Kind#CHOICE}. */
    public <E extends Enum<E>> E choice(Key key, Class<E> type) {
        return type.cast(get(key));
    }

    /** The value of a {@link Kind#TABLES}. */
    @SuppressWarnings("unchecked") // Only maps with string keys are put there.
    public Map<String, Object> tables(Key key) {
        return (Map<String, Object>) get(key);
    }

    /** The values of all keys that have one, by the names and in the order of the keys; a choice is its name. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        values.forEach((key, value) ->
                map.put(key.text(), value instanceof Enum<?> choice ? Describe.name(choice) : value));
        return Collections.unmodifiableMap(map);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Settings that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return toMap().toString();
    }
}
