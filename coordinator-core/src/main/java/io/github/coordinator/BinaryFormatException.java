package io.github.coordinator;

/**
 * Thrown if bytes are not a valid binary form. Nothing was read.
 *
 * @since 0.1.0
 */
public final class BinaryFormatException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int offset;

    BinaryFormatException(int offset, String problem) {
        super("at byte " + offset + ": " + problem);
        this.offset = offset;
    }

    /**
     * Where the problem is.
     *
     * @return the position, counted from 0, of the first byte that is wrong; for a value that its bytes can say and no run can
     *     have, where this value begins
     */
    public int offset() {
        return offset;
    }
}
