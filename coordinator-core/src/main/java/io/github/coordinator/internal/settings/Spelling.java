package io.github.coordinator.internal.settings;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the key that was meant. */
public final class Spelling {
    private static final int MAX_SHORT = 5;

    private Spelling() {}

    /**
     * The candidate nearest to a word, the first of equals, if any is near enough to be what was meant. Case, and
     * whether words are joined by hyphens, blanks or underscores, makes no difference.
     */
    public static Optional<String> nearest(String word, Collection<String> candidates) {
        String plain = plain(word);
        String nearest = null;
        int least = Integer.MAX_VALUE;
        for (String candidate : candidates) {
            int limit = Math.min(least - 1, tolerance(candidate));
            if (Math.abs(plain.length() - candidate.length()) <= limit) {
                int distance = distance(plain, candidate);
                if (distance <= limit) {
                    nearest = candidate;
                    least = distance;
                }
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** The end of a message about a word that is not known: what was probably meant, or nothing. */
    public static String hint(String word, Collection<String> candidates) {
        return nearest(word, candidates)
                .map(meant -> ", did you mean " + meant + "?")
                .orElse("");
    }

    /** How many slips a word can have: many other words are near to a short one. */
    private static int tolerance(String candidate) {
        return candidate.length() <= MAX_SHORT ? 1 : 1 + candidate.length() / 5;
    }

    /** A word in lower case and with underscores. */
    static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
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
