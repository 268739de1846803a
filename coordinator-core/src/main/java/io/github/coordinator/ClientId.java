package io.github.coordinator;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The id of a client: 1 to {@value #MAX_BYTES} bytes, for example a name, a UUID or a public key. The coordinator compares
 * ids and reads nothing from them. Equal by content, ordered as unsigned bytes, immutable.
 *
 * @since 0.1.0
 */
public final class ClientId implements Comparable<ClientId> {
    /** The most bytes an id may have. */
    public static final int MAX_BYTES = 64;

    private static final String HEX_PREFIX = "0x";

    private final byte[] bytes;
    private final int hash;

    private ClientId(byte[] bytes) {
        if (bytes.length < 1 || bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("a client id has 1 to " + MAX_BYTES + " bytes, not " + bytes.length);
        }
        this.bytes = bytes;
        hash = Arrays.hashCode(bytes);
    }

    /**
     * An id from text.
     *
     * @param text 1 to {@value #MAX_BYTES} bytes in UTF-8
     * @return the id
     * @throws IllegalArgumentException if the text is empty or too long, or is no valid Unicode
     */
    public static ClientId of(String text) {
        Objects.requireNonNull(text, "text");
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return new ClientId(bytes);
        } catch (CharacterCodingException unpaired) {
            throw new IllegalArgumentException(
                    "a client id must be valid Unicode, but the text has an unpaired surrogate", unpaired);
        }
    }

    /**
     * An id from bytes.
     *
     * @param bytes 1 to {@value #MAX_BYTES} bytes of any value
     * @return the id
     * @throws IllegalArgumentException if there are none, or too many
     */
    public static ClientId of(byte[] bytes) {
        return new ClientId(Objects.requireNonNull(bytes, "bytes").clone());
    }

    /** An id from an array that nobody else has. */
    static ClientId owning(byte[] bytes) {
        return new ClientId(bytes);
    }

    /**
     * The bytes of the id.
     *
     * @return a new array
     */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public int compareTo(ClientId other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof ClientId that && hash == that.hash && Arrays.equals(bytes, that.bytes));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /**
     * An id from the 16 bytes of a UUID, most significant first.
     *
     * @param uuid the UUID
     * @return the id
     */
    public static ClientId of(UUID uuid) {
        Objects.requireNonNull(uuid, "uuid");
        return new ClientId(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array());
    }

    /**
     * Reads what {@link #toString} wrote. Any other text that does not begin with {@code 0x} is read as by
     * {@link #of(String)}.
     *
     * @param text an id as text, or {@code 0x} and its bytes in hexadecimal
     * @return the id
     * @throws IllegalArgumentException if the text is neither
     */
    public static ClientId parse(String text) {
        Objects.requireNonNull(text, "text");
        return text.startsWith(HEX_PREFIX) ? new ClientId(bytesOf(text)) : of(text);
    }

    private static byte[] bytesOf(String hex) {
        try {
            return HexFormat.of().parseHex(hex, HEX_PREFIX.length(), hex.length());
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException(
                    "a client id that begins with 0x must go on with the hexadecimal digits of 1 to " + MAX_BYTES
                            + " bytes",
                    malformed);
        }
    }

    /**
     * The id for people to read, from which {@link #parse} makes an equal id: the text itself where all of it is printable
     * ASCII and does not begin with {@code 0x}, else {@code 0x} and the bytes in hexadecimal. Two ids that print alike are
     * equal.
     */
    @Override
    public String toString() {
        String text = new String(bytes, StandardCharsets.US_ASCII);
        return isPrintable() && !text.startsWith(HEX_PREFIX)
                ? text
                : HEX_PREFIX + HexFormat.of().formatHex(bytes);
    }

    private boolean isPrintable() {
        for (byte each : bytes) {
            if (each < 0x20 || each > 0x7e) {
                return false;
            }
        }
        return true;
    }
}
