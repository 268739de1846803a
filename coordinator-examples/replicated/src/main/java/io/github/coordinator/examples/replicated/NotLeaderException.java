package io.github.coordinator.examples.replicated;

/**
 * This server does not lead, or no longer leads. The turn may have been taken or not; clients learn that from the new leader.
 */
final class NotLeaderException extends Exception {
    private static final long serialVersionUID = 1;

    NotLeaderException(String message) {
        super(message);
    }
}
