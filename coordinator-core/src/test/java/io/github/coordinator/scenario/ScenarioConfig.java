package io.github.coordinator.scenario;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.config.RunConfigException;
import io.github.coordinator.runfile.RunConfigLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The run file of a scenario: {@code default.toml} beside the scenarios, with some values changed. */
final class ScenarioConfig {
    /** The values by key, each as TOML has it. Keys of the model have its name and a dot before them. */
    private final Map<String, String> values = new LinkedHashMap<>();

    private RunConfig config;

    ScenarioConfig() {
        for (String line : defaults()) {
            int equals = line.indexOf(" = ");
            if (equals > 0) {
                values.put(line.substring(0, equals), line.substring(equals + 3));
            }
        }
        config = load(values);
    }

    private static List<String> defaults() {
        try {
            return Files.readAllLines(ScenarioFile.ROOT.resolve("default.toml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RunConfig config() {
        return config;
    }

    /** Changes values, if what comes of it is a configuration; returns what is wrong with it otherwise. */
    List<String> change(Map<String, String> changes) {
        try {
            config = with(changes);
        } catch (RunConfigException e) {
            return e.problems().stream().map(Wording::problem).toList();
        }
        values.putAll(changed(changes));
        return List.of();
    }

    /**
     * The configuration with some values changed. Changes nothing here.
     *
     * @throws RunConfigException if it is none
     */
    RunConfig with(Map<String, String> changes) {
        return load(changed(changes));
    }

    private Map<String, String> changed(Map<String, String> changes) {
        Map<String, String> changed = new LinkedHashMap<>(values);
        changes.forEach((key, value) -> changed.put(key, toml(value)));
        return changed;
    }

    private static String toml(String value) {
        return value.matches("-?[0-9.]+") ? value : '"' + value + '"';
    }

    private static RunConfig load(Map<String, String> values) {
        List<String> top = new ArrayList<>();
        List<String> table = new ArrayList<>(List.of("[config]"));
        values.forEach((key, value) ->
                (key.equals("run_id") || key.startsWith("model.") ? top : table).add(key + " = " + value));
        return RunConfigLoader.parse(String.join("\n", top) + "\n" + String.join("\n", table) + "\n", "data.toml");
    }
}
