package io.github.coordinator.examples.localtestnet;

/** The store cannot be read or written. The message is a sentence for the operator. */
final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreException(String text) {
        super(WrongUsageException.sentence(text));
    }

    StoreException(String text, Throwable cause) {
        super(WrongUsageException.sentence(text), cause);
    }
}
