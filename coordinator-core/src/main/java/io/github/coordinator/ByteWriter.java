package io.github.coordinator;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Writes the building blocks of the binary form, which FORMAT.md describes. {@link ByteReader} reads them. */
final class ByteWriter {
    private byte[] bytes = new byte[64];
    private int size;

    int size() {
        return size;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** The array that is written to; only its first {@link #size} bytes count. */
    byte[] array() {
        return bytes;
    }

    private void makeRoom(int more) {
        if (more > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, (int)
                    Math.min(2L * bytes.length, Integer.MAX_VALUE - 8)));
        }
    }

    void octet(int value) {
        makeRoom(1);
        bytes[size++] = (byte) value;
    }

    void flag(boolean value) {
        octet(value ? 1 : 0);
    }

    /** Four bytes, most significant first. */
    void fixedInt(int value) {
        makeRoom(Integer.BYTES);
        ByteBuffer.wrap(bytes).putInt(size, value);
        size += Integer.BYTES;
    }

    /** Overwrites four bytes. */
    void fixedIntAt(int offset, int value) {
        ByteBuffer.wrap(bytes).putInt(offset, value);
    }

    /** Eight bytes, most significant first. */
    void fixedLong(long value) {
        makeRoom(Long.BYTES);
        ByteBuffer.wrap(bytes).putLong(size, value);
        size += Long.BYTES;
    }

    /** A number that is not negative, in groups of seven bits, least significant first. */
    void number(long value) {
        makeRoom(10);
        long rest = value;
        while (rest >>> 7 != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** A number that may be negative: 0, −1, 1, −2, … are written as 0, 1, 2, 3, …. */
    void signed(long value) {
        number(value << 1 ^ value >> 63);
    }

    void raw(byte[] value) {
        makeRoom(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    void client(ClientId client) {
        byte[] id = client.bytes();
        number(id.length);
        raw(id);
    }

    /** UTF-8, or UTF-16 for a text that has unpaired surrogates. */
    void text(String text) {
        boolean isUtf8 = canBeUtf8(text);
        byte[] encoded = isUtf8 ? text.getBytes(StandardCharsets.UTF_8) : utf16(text);
        number((long) encoded.length << 1 | (isUtf8 ? 0 : 1));
        raw(encoded);
    }

    /** Whether a text has no unpaired surrogates. */
    static boolean canBeUtf8(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static byte[] utf16(String text) {
        byte[] units = new byte[Character.BYTES * text.length()];
        ByteBuffer.wrap(units).asCharBuffer().put(text);
        return units;
    }

    void choice(Enum<?> constant) {
        octet(codeOf(constant));
    }

    /** The ordinal of a constant, which is part of the format: new constants come last. */
    @SuppressWarnings("EnumOrdinal")
    static int codeOf(Enum<?> constant) {
        return constant.ordinal();
    }

    void instant(Instant instant) {
        signed(instant.getEpochSecond());
        number(instant.getNano());
    }

    /** A duration that is not negative. */
    void duration(Duration duration) {
        number(duration.getSeconds());
        number(duration.getNano());
    }

    <T> void optional(Optional<T> value, BiConsumer<ByteWriter, T> writer) {
        flag(value.isPresent());
        value.ifPresent(present -> writer.accept(this, present));
    }

    <T> void list(Collection<T> values, BiConsumer<ByteWriter, T> writer) {
        number(values.size());
        for (T value : values) {
            writer.accept(this, value);
        }
    }
}
