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
 * Reads what {@link ByteWriter} wrote, and nothing else: each value has one form. No length is believed before there are as
 * many bytes, so that what is allocated is at most a constant factor of the input.
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

    private long groups() {
        if (offset < end && bytes[offset] >= 0) {
            return bytes[offset++];
        }
        int from = offset;
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            int group = octet();
            value |= (long) (group & 0x7f) << shift;
            boolean isLast = group < 0x80;
            if (shift == 63 && group > 1) {
                throw new BinaryFormatException(from, "the number has more than 64 bits");
            }
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
        boolean isUnicode = (header & 1) == 0;
        try {
            String text = isUnicode
                    ? StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(encoded))
                            .toString()
                    : StandardCharsets.UTF_16BE
                            .newDecoder()
                            .decode(ByteBuffer.wrap(encoded))
                            .toString();
            if (isUnicode) {
                return text;
            }
        } catch (CharacterCodingException malformed) {
            if (!isUnicode && encoded.length % Character.BYTES == 0) {
                return textWithUnpaired(encoded);
            }
        }
        throw new BinaryFormatException(from, isUnicode ? "the text is not valid UTF-8" : "the text must be in UTF-8");
    }

    private static String textWithUnpaired(byte[] units) {
        char[] text = new char[units.length / Character.BYTES];
        ByteBuffer.wrap(units).asCharBuffer().get(text);
        return new String(text);
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

    /** A list, each element of which has at least one byte. */
    <T> List<T> list(Function<ByteReader, T> reader) {
        int count = count();
        List<T> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(reader.apply(this));
        }
        return Collections.unmodifiableList(values);
    }

    /** Reads a value that is refused by those who make it if it is wrong; then says where it begins. */
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

    /** A number that may be negative, of 32 bits. */
    int signedInt() {
        int from = offset;
        long value = signed();
        if (value != (int) value) {
            throw new BinaryFormatException(from, value + " has more than 32 bits");
        }
        return (int) value;
    }

    long[] words(int count) {
        long[] words = new long[count];
        for (int i = 0; i < count; i++) {
            words[i] = fixedLong();
        }
        return words;
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
}
