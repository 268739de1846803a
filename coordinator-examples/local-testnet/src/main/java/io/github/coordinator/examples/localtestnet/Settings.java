package io.github.coordinator.examples.localtestnet;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the clients train and how: the table {@code [model.digits]} of the run file, but for the seed of the first weights.
 * The server hands it to every client with the status.
 *
 * @param hiddenUnits how many units the hidden layer has
 * @param localPasses how often a client goes through its rows in a round
 * @param learningRate how far each row moves the weights
 * @param maxUpdateNorm the server makes a longer update so short, by its Euclidean norm
 */
record Settings(int hiddenUnits, int localPasses, double learningRate, double maxUpdateNorm) {
    private static final Set<String> KEYS =
            Set.of("hidden_units", "local_passes", "learning_rate", "max_update_norm", "initial_seed");

    /** No longer update is of use to anybody, and a model that grows by it in each of a million rounds stays finite. */
    private static final double LARGEST_NORM = 1e6;

    /** Reads the tables of the model; the configuration lets any through, so that it is on us to check them. */
    static Settings of(Map<String, Object> model) {
        Map<?, ?> digits = table(model);
        for (Object key : digits.keySet()) {
            if (!(key instanceof String name && KEYS.contains(name))) {
                throw new WrongUsageException("the table [model.digits] has an unknown key " + key + "; it takes "
                        + String.join(", ", new TreeSet<>(KEYS)));
            }
        }
        return new Settings(
                (int) wholeNumber(digits, "hidden_units", 1, 256),
                (int) wholeNumber(digits, "local_passes", 1, 100),
                fraction(digits, "learning_rate", 1),
                fraction(digits, "max_update_norm", LARGEST_NORM));
    }

    /** What the first weights are drawn with, from the same table. */
    static long initialSeed(Map<String, Object> model) {
        return wholeNumber(table(model), "initial_seed", Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private static Map<?, ?> table(Map<String, Object> model) {
        if (model.get("digits") instanceof Map<?, ?> digits) {
            return digits;
        }
        throw new WrongUsageException("the run file has no table [model.digits], which says what the clients train");
    }

    private static long wholeNumber(Map<?, ?> table, String key, long least, long most) {
        if (table.get(key) instanceof Long number && number >= least && number <= most) {
            return number;
        }
        throw refused(
                table,
                key,
                least == Long.MIN_VALUE ? "a whole number" : "a whole number from " + least + " to " + most);
    }

    private static double fraction(Map<?, ?> table, String key, double most) {
        if (table.get(key) instanceof Double number && number > 0 && number <= most) {
            return number;
        }
        throw refused(table, key, "a number above 0.0 and up to " + most + ", with a decimal point");
    }

    private static WrongUsageException refused(Map<?, ?> table, String key, String wanted) {
        Object found = table.get(key);
        return new WrongUsageException("the table [model.digits] needs " + key + " to be " + wanted
                + (found == null ? ", and has none" : ", not " + found));
    }
}
