package io.github.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** What an id prints is the id: invariant 32, and reading back what was printed. */
class ClientIdProperties {
    @Property(tries = 2_000)
    void whatAnIdPrintsIsReadBack(@ForAll("ids") ClientId id) {
        assertThat(ClientId.parse(id.toString())).isEqualTo(id);
        assertThat(id.toString()).isPrintable();
    }

    @Property(tries = 2_000)
    void idsThatPrintAlikeAreEqual(@ForAll("ids") ClientId one, @ForAll("ids") ClientId other) {
        assertThat(one.toString().equals(other.toString())).isEqualTo(one.equals(other));
        assertThat(one.compareTo(other) == 0).isEqualTo(one.equals(other));
    }

    /** An id never prints as the bytes of another one print, nor as another one's text. */
    @Property(tries = 2_000)
    void thePrintedFormAsAnIdOfItsOwnPrintsDifferently(@ForAll("ids") ClientId id) {
        if (id.toString().length() <= ClientId.MAX_BYTES) {
            ClientId printed = ClientId.of(id.toString());
            assertThat(printed.toString().equals(id.toString())).isEqualTo(printed.equals(id));
        }
    }

    @Property(tries = 500)
    void anIdHasTheBytesThatItWasMadeOf(@ForAll @Size(min = 1, max = ClientId.MAX_BYTES) byte[] bytes) {
        assertThat(ClientId.of(bytes).bytes()).isEqualTo(bytes);
    }

    @Property(tries = 500)
    void anIdOfAUuidHasItsSixteenBytes(@ForAll long high, @ForAll long low) {
        UUID uuid = new UUID(high, low);
        ClientId id = ClientId.of(uuid);
        assertThat(id).isEqualTo(ClientId.of(id.bytes()));
        String digits = uuid.toString().replace("-", "");
        assertThat(id.bytes()).hasSize(16);
        assertThat(ClientId.parse("0x" + digits)).isEqualTo(id);
    }

    /** Random bytes, text of all kinds, and what resembles the printed form of bytes. Small ones meet often. */
    @Provide
    Arbitrary<ClientId> ids() {
        Arbitrary<byte[]> bytes =
                Arbitraries.bytes().array(byte[].class).ofMinSize(1).ofMaxSize(ClientId.MAX_BYTES);
        Arbitrary<byte[]> aFewBytes = Arbitraries.of((byte) 0, (byte) 1, (byte) '0', (byte) 'x', (byte) '1', (byte) -1)
                .array(byte[].class)
                .ofMinSize(1)
                .ofMaxSize(4);
        Arbitrary<String> ascii = Arbitraries.strings().ascii().ofMinLength(1).ofMaxLength(ClientId.MAX_BYTES);
        Arbitrary<String> unicode = Arbitraries.strings()
                .withChars("aé漢\u0000\u007f 0x")
                .ofMinLength(1)
                .ofMaxLength(ClientId.MAX_BYTES / 3);
        Arbitrary<String> hex = Arbitraries.strings()
                .withChars("0123456789abcdefABCDEF")
                .ofMaxLength(ClientId.MAX_BYTES - 2)
                .map(digits -> "0x" + digits);
        return Arbitraries.oneOf(
                bytes.map(ClientId::of),
                aFewBytes.map(each -> ClientId.of(Arrays.copyOf(each, each.length))),
                ascii.map(ClientId::of),
                unicode.map(ClientId::of),
                hex.map(ClientId::of));
    }
}
