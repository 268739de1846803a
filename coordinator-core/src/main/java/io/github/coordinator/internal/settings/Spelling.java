package io.github.coordinator.internal.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the key that was meant. */
public final class Spelling {
    private Spelling() {}

    /** The candidate nearest to a word, the first of equals, if any is near enough to be what was meant. */
    public static Optional<String> nearest(String word, Collection<String> candidates) {
        return candidates.stream()
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
                .filter(candidate -> distance(word, candidate) <= 1 + candidate.length() / 5);
    }

    /** The end of a message about a word that is not known: what was probably meant, or nothing. */
    public static String hint(String word, Collection<String> candidates) {
        return nearest(word, candidates)
                .map(meant -> ", did you mean " + meant + "?")
                .orElse("");
    }

    /** How many characters have to be inserted, removed or replaced to make one word the other. */
    static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], row[j]));
            }
        }
        return row[to.length()];
    }
}
