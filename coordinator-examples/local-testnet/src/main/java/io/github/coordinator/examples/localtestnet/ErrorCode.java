package io.github.coordinator.examples.localtestnet;

import org.jspecify.annotations.Nullable;

/** Why the server ends a connection. */
enum ErrorCode {
    /** Not a JSON object in a text frame. */
    MALFORMED(false),
    /** No message of a client has this type. */
    UNKNOWN_TYPE(false),
    /** A field is missing. */
    MISSING_FIELD(false),
    /** The message has no such field. */
    UNKNOWN_FIELD(false),
    /** The value of a field is not what it must be. */
    BAD_FIELD(false),
    /** The message is too long. */
    TOO_LONG(false),
    /** The message came in too many parts. */
    TOO_MANY_PARTS(false),
    /** The message was begun and not ended in time. */
    MESSAGE_TIMEOUT(true),
    /** The server does not speak this version of the protocol. */
    WRONG_PROTOCOL(false),
    /** Something else came before the join. */
    JOIN_FIRST(false),
    /** No join came in time. */
    JOIN_TIMEOUT(true),
    /** The signature does not prove the key for this connection. */
    BAD_SIGNATURE(false),
    /** The host does not let this key in. */
    NOT_ALLOWED(false),
    /** This connection speaks for another key. */
    OTHER_CLIENT(false),
    /** The same key joined on another connection. */
    REPLACED(false),
    /** The run has another id. */
    WRONG_RUN(true),
    /** The operator barred this key. */
    EJECTED(false),
    /** The run is over. */
    RUN_FINISHED(false),
    /** The server has no room. */
    FULL(true),
    /** The server cannot take a message now. */
    TOO_BUSY(true),
    /** Another server leads the run. */
    NOT_LEADER(true),
    /** The server failed. */
    SERVER_FAULT(true),
    /** The server ends. */
    SERVER_ENDS(true);

    private final boolean retry;

    ErrorCode(boolean retry) {
        this.retry = retry;
    }

    /** Whether it helps to connect again after a while. */
    boolean retry() {
        return retry;
    }

    /** The message that says so. */
    ToClient.Failure with(String message) {
        return about(null, message);
    }

    /** The message that says so of a field. */
    ToClient.Failure about(@Nullable String field, String message) {
        return new ToClient.Failure(name(), field, message, retry);
    }
}
