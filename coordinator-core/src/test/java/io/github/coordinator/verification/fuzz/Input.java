package io.github.coordinator.verification.fuzz;

import java.nio.ByteBuffer;

/** Bytes to be read as numbers and texts. After the last byte, zeros follow without end. */
final class Input {
    private final ByteBuffer bytes;

    Input(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    boolean hasMore() {
        return bytes.hasRemaining();
    }

    /** A number from −128 to 127. */
    byte small() {
        return hasMore() ? bytes.get() : 0;
    }

    /** A number from 0 up to the given one, of at most 256. */
    int below(int bound) {
        return (small() & 0xff) % bound;
    }

    /** Any number. */
    int any() {
        return (int) anyLong();
    }

    /** Any number. */
    long anyLong() {
        long number = 0;
        for (byte each : bytes(8)) {
            number = number << 8 | each & 0xff;
        }
        return number;
    }

    byte[] bytes(int howMany) {
        byte[] read = new byte[howMany];
        bytes.get(read, 0, Math.min(howMany, bytes.remaining()));
        return read;
    }
}
