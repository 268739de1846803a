package io.github.coordinator.examples.springboot;

import org.jspecify.annotations.Nullable;

/** A connection ends, and its client is told why. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final @Nullable String field;
    private final boolean retry;

    private RefusedException(String code, @Nullable String field, String message, boolean retry) {
        super(message);
        this.code = code;
        this.field = field;
        this.retry = retry;
    }

    /** Another try would end in the same way. */
    static RefusedException forGood(String code, String message) {
        return new RefusedException(code, null, message, false);
    }

    /** Another try would end in the same way, because of one field of the message. */
    static RefusedException because(String code, String field, String message) {
        return new RefusedException(code, field, message, false);
    }

    /** It helps to connect again after a while. */
    static RefusedException forNow(String code, String message) {
        return new RefusedException(code, null, message, true);
    }

    String code() {
        return code;
    }

    @Nullable
    String field() {
        return field;
    }

    boolean retry() {
        return retry;
    }
}
