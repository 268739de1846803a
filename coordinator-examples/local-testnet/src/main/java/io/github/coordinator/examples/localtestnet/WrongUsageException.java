package io.github.coordinator.examples.localtestnet;

import java.util.Locale;

/** What the user asked for cannot be done. The message is for the user. */
public final class WrongUsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes a sentence of the text.
     *
     * @param text what is wrong
     */
    public WrongUsageException(String text) {
        this(sentence(text), true);
    }

    private WrongUsageException(String message, boolean unused) {
        super(message);
    }

    /** Takes the message as it is, since each of its lines begins with the place of a problem in a file. */
    static WrongUsageException inFile(String problems) {
        return new WrongUsageException(problems, true);
    }

    /**
     * The text with a capital and an end.
     *
     * @param text what is wrong
     * @return a sentence
     */
    public static String sentence(String text) {
        String end = text.endsWith(".") || text.endsWith("?") ? "" : ".";
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + end;
    }
}
