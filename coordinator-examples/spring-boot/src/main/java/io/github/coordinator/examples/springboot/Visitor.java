package io.github.coordinator.examples.springboot;

import io.github.coordinator.ClientId;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.node.ObjectNode;

/** An open connection, and the client that it speaks for once that has proved its key. */
final class Visitor {
    private final Wire wire;
    private final String nonce;
    private final AtomicInteger unanswered = new AtomicInteger();
    private volatile Optional<ClientId> client = Optional.empty();
    private volatile boolean isGone;

    /** Where the messages to one connection go. No call may block. */
    interface Wire {
        /** Sends a text after those before it. */
        void send(String text);

        /** Ends the connection after what was sent. */
        void hangUp();

        /** How many bytes wait to be sent, about. */
        long queuedBytes();
    }

    /**
     * A new connection.
     *
     * @param wire where messages to it go
     * @param nonce what its client has to sign, in hexadecimal
     */
    Visitor(Wire wire, String nonce) {
        this.wire = wire;
        this.nonce = nonce;
    }

    String nonce() {
        return nonce;
    }

    Optional<ClientId> client() {
        return client;
    }

    void speaksFor(ClientId proved) {
        client = Optional.of(proved);
    }

    /** How many of its messages are not answered yet; {@link RunProtocol} bounds it. */
    AtomicInteger unanswered() {
        return unanswered;
    }

    boolean isGone() {
        return isGone;
    }

    void gone() {
        isGone = true;
    }

    long queuedBytes() {
        return wire.queuedBytes();
    }

    void send(ObjectNode message) {
        send(message.toString());
    }

    void send(String message) {
        wire.send(message);
    }

    /** Says why, and ends the connection. */
    void end(RefusedException why) {
        send(Messages.error(why));
        wire.hangUp();
    }
}
