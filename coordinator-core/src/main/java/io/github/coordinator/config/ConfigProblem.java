package io.github.coordinator.config;

import java.io.Serializable;

/**
 * One thing that is wrong with a configuration.
 *
 * @param key the key at fault as the message names it, {@code min_clients} for instance; empty where the text is not
 *     TOML
 * @param line the line in the file, from 1; 0 where the configuration comes from code
 * @param column the column in that line, from 1, in code points; 0 where the configuration comes from code
 * @param message what is wrong, in a form that stands alone: it names the key, its value and what would be right
 * @since 0.1.0
 */
public record ConfigProblem(String key, int line, int column, String message) implements Serializable {
    /** The problem as a line of a report: its position in the source, where it has one, and its message. */
    String describe(String source) {
        return line == 0 ? message : source + ":" + line + ":" + column + ": " + message;
    }
}
