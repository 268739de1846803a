package io.github.coordinator.examples.localtestnet;

/** What the user asked for cannot be done. The message is for the user, and says why in a sentence. */
final class WrongUsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongUsageException(String message) {
        super(message);
    }
}
