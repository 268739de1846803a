package io.github.coordinator.examples.replicated;

/**
 * This server does not lead, or no longer: the turn may have been taken or not. Clients ask the new leader, which knows.
 */
final class NotLeaderException extends Exception {
    private static final long serialVersionUID = 1;

    NotLeaderException(String message) {
        super(message);
    }
}
