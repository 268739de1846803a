package io.github.coordinator.examples.embedding;

import java.nio.charset.StandardCharsets;

/** What a client calls itself. It is for people, in a log and on a page, and a stranger may say anything. */
public final class ClientName {
    /** The length of a name at most, in UTF-8. */
    public static final int MAX_BYTES = 64;

    /** What a name must be, as a sentence. */
    public static final String RULE = "a name must have 1 to " + MAX_BYTES
            + " bytes of valid UTF-8, without control, format, line-separator, private-use and unassigned characters";

    private ClientName() {}

    /** Whether a text may be a name. */
    public static boolean isFit(String name) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        return bytes >= 1 && bytes <= MAX_BYTES && name.codePoints().allMatch(ClientName::isPlain);
    }

    /** Whether a name may have this character: not one that moves the cursor, hides text or turns its direction. */
    private static boolean isPlain(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> false;
            default -> true;
        };
    }
}
