package io.github.coordinator;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.zip.CRC32C;

/**
 * What every binary form has around its content: four letters, the version, the kind of content and its length before it, and
 * the CRC32C of all of that after it.
 */
final class BinaryFrame {
    /** The version that this library writes, and the only one so far. */
    static final int VERSION = 1;

    private static final int LETTERS = 'C' << 24 | 'o' << 16 | 'R' << 8 | 'n';
    private static final int LENGTH_AT = 6;
    private static final int HEADER = LENGTH_AT + Integer.BYTES;

    /** What a frame contains. The order of the constants is part of the format. */
    enum Kind {
        RUN_SNAPSHOT,
        HOSTED_RUN_SNAPSHOT,
        RUN_INPUT
    }

    private BinaryFrame() {}

    static byte[] write(Kind kind, Consumer<ByteWriter> content) {
        ByteWriter writer = new ByteWriter();
        writer.fixedInt(LETTERS);
        writer.octet(VERSION);
        writer.choice(kind);
        writer.fixedInt(0);
        content.accept(writer);
        writer.fixedIntAt(LENGTH_AT, writer.size() - HEADER);
        writer.fixedInt(checksum(writer.array(), writer.size()));
        return writer.toBytes();
    }

    static <T> T read(Kind kind, byte[] bytes, Function<ByteReader, T> content) {
        Objects.requireNonNull(bytes, "bytes");
        ByteReader header = new ByteReader(bytes, 0, bytes.length);
        if (header.fixedInt() != LETTERS) {
            throw new BinaryFormatException(0, "this is not the binary form of a run");
        }
        int version = header.octet();
        if (version != VERSION) {
            throw new BinaryFormatException(
                    Integer.BYTES,
                    "format version " + version + " is not known; this library knows version " + VERSION);
        }
        Kind found = header.choice(Kind.values());
        if (found != kind) {
            throw new BinaryFormatException(Integer.BYTES + 1, "this is a " + found + ", not a " + kind);
        }
        long length = Integer.toUnsignedLong(header.fixedInt());
        int end = bytes.length - Integer.BYTES;
        if (length != end - HEADER) {
            throw new BinaryFormatException(
                    LENGTH_AT, "the content has " + (end - HEADER) + " bytes, and not " + length);
        }
        if (new ByteReader(bytes, end, bytes.length).fixedInt() != checksum(bytes, end)) {
            throw new BinaryFormatException(end, "the checksum does not match: the bytes were changed");
        }
        ByteReader reader = new ByteReader(bytes, HEADER, end);
        T value = content.apply(reader);
        reader.end();
        return value;
    }

    private static int checksum(byte[] bytes, int end) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, end);
        return (int) checksum.getValue();
    }
}
