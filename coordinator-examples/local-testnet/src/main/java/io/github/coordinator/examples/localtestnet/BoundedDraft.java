package io.github.coordinator.examples.localtestnet;

import java.util.List;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.exceptions.LimitExceededException;
import org.java_websocket.framing.Framedata;
import org.java_websocket.protocols.Protocol;

/**
 * The WebSocket protocol with a bound on messages. The library's own bounds single frames, but adds up those of a message in
 * parts only when the last one is in: a stranger that never sends it would fill the memory of the server.
 */
final class BoundedDraft extends Draft_6455 {
    private final int maxMessageBytes;
    private long bytesOfMessage;

    BoundedDraft(int maxMessageBytes) {
        super(List.of(), List.of(new Protocol("")), maxMessageBytes);
        this.maxMessageBytes = maxMessageBytes;
    }

    /** Each connection gets a draft of its own. */
    @Override
    public Draft copyInstance() {
        return new BoundedDraft(maxMessageBytes);
    }

    @Override
    public void processFrame(WebSocketImpl socket, Framedata frame) throws InvalidDataException {
        switch (frame.getOpcode()) {
            case CONTINUOUS, TEXT, BINARY -> {
                bytesOfMessage += frame.getPayloadData().remaining();
                if (bytesOfMessage > maxMessageBytes) {
                    throw new LimitExceededException("a message is too long", maxMessageBytes);
                }
                if (frame.isFin()) {
                    bytesOfMessage = 0;
                }
            }
            case PING, PONG, CLOSING -> {
                // May come between the parts of a message, and are no part of it.
            }
        }
        super.processFrame(socket, frame);
    }
}
