package io.github.coordinator.examples.localtestnet;

/** This server does not lead any more. Its last turn may have been taken or not: nothing that follows from it may be sent. */
public final class NotLeadingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param cause what shows it
     */
    public NotLeadingException(Exception cause) {
        super(cause);
    }
}
