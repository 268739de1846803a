package io.github.coordinator.scenario;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One command of a scenario: a name, words, and options of the form {@code key=value}. The interpreter takes the
 * arguments that it knows. An argument that is left over is reported as a mistake in the file.
 */
final class Command {
    private final String name;
    private final Deque<String> words = new ArrayDeque<>();
    private final Map<String, String> options = new LinkedHashMap<>();

    private Command(List<String> parts) {
        name = parts.get(0);
        for (String part : parts.subList(1, parts.size())) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                options.put(part.substring(0, equals), part.substring(equals + 1));
            } else {
                words.add(part);
            }
        }
    }

    static Command parse(String text) {
        return new Command(List.of(text.strip().split("\\s+")));
    }

    String name() {
        return name;
    }

    Optional<String> word() {
        return Optional.ofNullable(words.poll());
    }

    List<String> words() {
        List<String> all = List.copyOf(words);
        words.clear();
        return all;
    }

    Optional<String> option(String key) {
        return Optional.ofNullable(options.remove(key));
    }

    Optional<Integer> number(String key) {
        return option(key).map(Integer::valueOf);
    }

    /** Whether an option is given that can have only that value. */
    boolean flag(String key, String value) {
        Optional<String> given = option(key);
        given.filter(other -> !other.equals(value)).ifPresent(other -> {
            throw new IllegalArgumentException(key + " can only be " + value + ", not " + other);
        });
        return given.isPresent();
    }

    Map<String, String> options() {
        Map<String, String> all = new LinkedHashMap<>(options);
        options.clear();
        return all;
    }

    void requireNothingLeft() {
        if (!words.isEmpty() || !options.isEmpty()) {
            throw new IllegalArgumentException(name + " does not take " + words + " " + options);
        }
    }
}
