package io.github.coordinator;

import io.github.coordinator.config.RunConfigException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads what {@link ByteWriter} wrote, and nothing else: each value has one form. A length is checked against the bytes left
 * before anything is allocated for it, so that the memory taken is at most a constant factor of the input.
 */
final class ByteReader {
    private static final int NANOS_PER_SECOND = 1_000_000_000;

    private final byte[] bytes;
    private final int end;
    private int offset;

    ByteReader(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.end = end;
        offset = from;
    }

    int offset() {
        return offset;
    }

    /** Checks that nothing is left. */
    void end() {
        if (offset != end) {
            throw new BinaryFormatException(offset, (end - offset) + " bytes too many");
        }
    }

    private void need(long count) {
        if (count > end - offset) {
            throw new BinaryFormatException(offset, count + " bytes are needed, and " + (end - offset) + " are left");
        }
    }

    int octet() {
        need(1);
        return bytes[offset++] & 0xff;
    }

    boolean flag() {
        int value = octet();
        if (value > 1) {
            throw new BinaryFormatException(offset - 1, value + " is neither 0 nor 1");
        }
        return value == 1;
    }

    int fixedInt() {
        need(Integer.BYTES);
        offset += Integer.BYTES;
        return ByteBuffer.wrap(bytes).getInt(offset - Integer.BYTES);
    }

    long fixedLong() {
        need(Long.BYTES);
        offset += Long.BYTES;
        return ByteBuffer.wrap(bytes).getLong(offset - Long.BYTES);
    }

    long[] words(int count) {
        long[] words = new long[count];
        for (int i = 0; i < count; i++) {
            words[i] = fixedLong();
        }
        return words;
    }

    /** A number that is not negative. */
    long number() {
        int from = offset;
        long value = groups();
        if (value < 0) {
            throw new BinaryFormatException(from, "the number is above " + Long.MAX_VALUE);
        }
        return value;
    }

    long signed() {
        long value = groups();
        return value >>> 1 ^ -(value & 1);
    }

    /** A number that may be negative, of 32 bits. */
    int signedInt() {
        int from = offset;
        long value = signed();
        if (value != (int) value) {
            throw new BinaryFormatException(from, value + " has more than 32 bits");
        }
        return (int) value;
    }

    /** A number of 64 bits in groups of seven, least significant first. */
    private long groups() {
        boolean isOneByte = offset < end && bytes[offset] >= 0;
        if (isOneByte) {
            return bytes[offset++];
        }
        int from = offset;
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            int group = octet();
            value |= (long) (group & 0x7f) << shift;
            if (shift == 63 && group > 1) {
                throw new BinaryFormatException(from, "the number has more than 64 bits");
            }
            boolean isLast = group < 0x80;
            if (isLast) {
                if (group == 0 && shift > 0) {
                    throw new BinaryFormatException(from, "the number has more bytes than it needs");
                }
                return value;
            }
        }
    }

    /** A number up to a bound. */
    int number(int most) {
        int from = offset;
        long value = number();
        if (value > most) {
            throw new BinaryFormatException(from, value + " is above " + most);
        }
        return (int) value;
    }

    byte[] raw(long length) {
        need(length);
        byte[] value = new byte[(int) length];
        System.arraycopy(bytes, offset, value, 0, value.length);
        offset += value.length;
        return value;
    }

    ClientId client() {
        int from = offset;
        int length = number(ClientId.MAX_BYTES);
        if (length == 0) {
            throw new BinaryFormatException(from, "a client id has at least 1 byte");
        }
        return ClientId.owning(raw(length));
    }

    String text() {
        int from = offset;
        long header = number();
        byte[] encoded = raw(header >>> 1);
        boolean isUtf8 = (header & 1) == 0;
        return isUtf8 ? utf8(encoded, from) : utf16(encoded, from);
    }

    private static String utf8(byte[] encoded, int from) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(encoded))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new BinaryFormatException(from, "the text is not valid UTF-8");
        }
    }

    private static String utf16(byte[] encoded, int from) {
        char[] units = new char[encoded.length / Character.BYTES];
        ByteBuffer.wrap(encoded).asCharBuffer().get(units);
        String text = new String(units);
        if (encoded.length % Character.BYTES != 0 || ByteWriter.canBeUtf8(text)) {
            throw new BinaryFormatException(from, "the text must be in UTF-8");
        }
        return text;
    }

    <E> E choice(E[] constants) {
        int code = octet();
        if (code >= constants.length) {
            throw new BinaryFormatException(
                    offset - 1,
                    code + " is no code of "
                            + constants.getClass().getComponentType().getSimpleName());
        }
        return constants[code];
    }

    Instant instant() {
        return checked("there is no such time: ", () -> Instant.ofEpochSecond(signed(), number(NANOS_PER_SECOND - 1)));
    }

    Duration duration() {
        long seconds = number();
        return Duration.ofSeconds(seconds, number(NANOS_PER_SECOND - 1));
    }

    <T> Optional<T> optional(Function<ByteReader, T> reader) {
        return flag() ? Optional.of(reader.apply(this)) : Optional.empty();
    }

    /** How many elements follow, each of which has at least one byte. */
    int count() {
        int from = offset;
        long count = number();
        if (count > end - offset) {
            throw new BinaryFormatException(
                    from, count + " elements do not fit into the " + (end - offset) + " bytes left");
        }
        return (int) count;
    }

    /** A list, each element of which has at least one byte. */
    <T> List<T> list(Function<ByteReader, T> reader) {
        int count = count();
        List<T> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(reader.apply(this));
        }
        return Collections.unmodifiableList(values);
    }

    /** Reads a value whose constructor may refuse it. The error then says at which byte the value begins. */
    <T> T checked(String problem, Supplier<T> value) {
        int from = offset;
        try {
            return value.get();
        } catch (BinaryFormatException malformed) {
            throw malformed;
        } catch (IllegalArgumentException | DateTimeException | RunConfigException refused) {
            throw new BinaryFormatException(from, problem + refused.getMessage());
        }
    }
}
