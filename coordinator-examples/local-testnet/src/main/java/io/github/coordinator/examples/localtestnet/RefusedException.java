package io.github.coordinator.examples.localtestnet;

/** A client sent something that ends its connection. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient ToClient.Failure error;

    RefusedException(ToClient.Failure error) {
        // Strangers cause it as often as they like, so it collects no stack trace.
        super(error.message(), null, false, false);
        this.error = error;
    }

    /** What the client is told. */
    ToClient.Failure error() {
        return error;
    }
}
