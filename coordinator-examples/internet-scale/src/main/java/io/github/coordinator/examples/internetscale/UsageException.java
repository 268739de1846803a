package io.github.coordinator.examples.internetscale;

/** What the user asked for cannot be done. The message is for the user, and says why in a sentence. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
