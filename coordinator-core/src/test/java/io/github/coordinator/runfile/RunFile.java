package io.github.coordinator.runfile;

import static java.util.stream.Collectors.joining;

import io.github.coordinator.config.RunConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A small run file in our own layout, to be changed a line at a time; it knows where each key of its table stands. */
final class RunFile {
    private final Map<String, String> config = new LinkedHashMap<>();

    /** The smallest file that loads: nothing but what is required. */
    static RunFile minimal() {
        return new RunFile()
                .with("min_clients", "3")
                .with("warmup_time", "60")
                .with("max_round_train_time", "30")
                .with("round_witness_time", "5")
                .with("cooldown_time", "10")
                .with("rounds_per_epoch", "20")
                .with("total_steps", "1000")
                .with("global_batch_size_start", "64");
    }

    RunFile with(String key, String value) {
        config.put(key, value);
        return this;
    }

    RunFile without(String key) {
        config.remove(key);
        return this;
    }

    /** The line of a key; the header of {@code [config]} is line 2. */
    int lineOf(String key) {
        return 3 + List.copyOf(config.keySet()).indexOf(key);
    }

    /** The column at which the value of a key begins. */
    int columnOf(String key) {
        return key.length() + " = ".length() + 1;
    }

    String text() {
        return config.entrySet().stream()
                .map(entry -> entry.getKey() + " = " + entry.getValue() + "\n")
                .collect(joining("", "run_id = \"digits\"\n[config]\n", ""));
    }

    RunConfig load() {
        return RunConfigLoader.parse(text(), "data.toml");
    }
}
