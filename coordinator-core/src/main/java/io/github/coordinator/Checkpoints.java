package io.github.coordinator;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What a reference to a checkpoint may be. */
final class Checkpoints {
    private static final int MAX_BYTES = 1_024;

    private Checkpoints() {}

    /**
     * Checks a reference.
     *
     * @throws IllegalArgumentException if it is empty, too long, or not valid Unicode
     */
    static void check(String reference) {
        Objects.requireNonNull(reference, "reference");
        // Not encoded first: it may be as large as memory.
        if (reference.length() > MAX_BYTES) {
            throw new IllegalArgumentException("reference has " + reference.length() + " characters, must have 1 to "
                    + MAX_BYTES + " bytes in UTF-8");
        }
        int bytes;
        try {
            bytes = StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(CharBuffer.wrap(reference))
                    .remaining();
        } catch (CharacterCodingException unpaired) {
            throw new IllegalArgumentException("reference must be valid Unicode text", unpaired);
        }
        if (bytes < 1 || bytes > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "reference has " + bytes + " bytes in UTF-8, must have 1 to " + MAX_BYTES);
        }
    }
}
