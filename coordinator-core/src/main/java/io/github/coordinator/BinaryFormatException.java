package io.github.coordinator;

/** Bytes that are not the binary form of what was to be read from them. Nothing was read. */
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
     * @return the position of the first byte that is wrong, counted from 0
     */
    public int offset() {
        return offset;
    }
}
