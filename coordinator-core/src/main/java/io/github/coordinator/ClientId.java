package io.github.coordinator;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Who a client is: 1 to {@value #MAX_BYTES} bytes that mean nothing to the coordinator, a name, a UUID or a public key.
 * What else a host knows of a client stays with the host. Equal by content, ordered as unsigned bytes, immutable.
 */
public final class ClientId implements Comparable<ClientId> {
    /** The most bytes an id may have. */
    public static final int MAX_BYTES = 64;

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
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return new ClientId(bytes);
        } catch (CharacterCodingException unpaired) {
            throw new IllegalArgumentException("a client id is valid Unicode text", unpaired);
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
        return new ClientId(bytes.clone());
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
    public boolean equals(Object other) {
        return this == other
                || (other instanceof ClientId that && hash == that.hash && Arrays.equals(bytes, that.bytes));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** The id as text where all of it is printable ASCII, else its bytes in hexadecimal behind {@code 0x}. */
    @Override
    public String toString() {
        for (byte each : bytes) {
            if (each < 0x20 || each > 0x7e) {
                return "0x" + HexFormat.of().formatHex(bytes);
            }
        }
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
