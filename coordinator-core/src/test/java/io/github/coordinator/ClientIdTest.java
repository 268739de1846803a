package io.github.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ClientIdTest {
    @Test
    void idsAreEqualByContentAndOrderedAsUnsignedBytes() {
        ClientId id = ClientId.of("ada");
        assertThat(id)
                .isEqualTo(ClientId.of(new byte[] {'a', 'd', 'a'}))
                .hasSameHashCodeAs(ClientId.of(id.bytes()))
                .isNotEqualTo(ClientId.of("grace"))
                .isNotEqualTo("ada");
        assertThat(ClientId.of("Aa")).hasSameHashCodeAs(ClientId.of("BB")).isNotEqualTo(ClientId.of("BB"));
        assertThat(List.of(ClientId.of(new byte[] {-1}), id, ClientId.of("ad")).stream()
                        .sorted())
                .containsExactly(ClientId.of("ad"), id, ClientId.of(new byte[] {-1}));
    }

    @Test
    void hardlyAnyIdsHaveTheSameHash() {
        assertThat(IntStream.range(0, 1000)
                        .map(number -> ClientId.of("client " + number).hashCode())
                        .distinct())
                .hasSizeGreaterThan(900);
    }

    @Test
    void nobodyCanChangeAnIdFromOutside() {
        byte[] bytes = {1, 2};
        ClientId id = ClientId.of(bytes);
        bytes[0] = 9;
        id.bytes()[0] = 9;
        assertThat(id.bytes()).containsExactly(1, 2);
    }

    @Test
    void printableIdsPrintAsTextAndOthersInHexadecimal() {
        assertThat(ClientId.of("client 7~")).hasToString("client 7~");
        assertThat(ClientId.of(new byte[] {0, -1})).hasToString("0x00ff");
        assertThat(ClientId.of("\n")).hasToString("0x0a");
        assertThat(ClientId.of("\u007f")).hasToString("0x7f");
        assertThat(ClientId.of("é")).hasToString("0xc3a9");
    }

    @Test
    void idsThatAreNotEqualPrintDifferently() {
        assertThat(ClientId.of(new byte[] {1})).hasToString("0x01");
        assertThat(ClientId.of("0x01")).hasToString("0x30783031");
        assertThat(ClientId.of("é")).hasToString("0xc3a9");
        assertThat(ClientId.of("0xc3a9")).hasToString("0x307863336139");
        assertThat(ClientId.of("0x")).hasToString("0x3078");
        assertThat(ClientId.of("0X01")).hasToString("0X01");
    }

    @Test
    void parseReadsBackWhatAnIdPrints() {
        assertThat(ClientId.parse("client 7~")).isEqualTo(ClientId.of("client 7~"));
        assertThat(ClientId.parse("0x01")).isEqualTo(ClientId.of(new byte[] {1}));
        assertThat(ClientId.parse("0xC3A9")).isEqualTo(ClientId.of("é"));
        assertThat(ClientId.parse("0x30783031")).isEqualTo(ClientId.of("0x01"));
        assertThat(ClientId.parse("é")).isEqualTo(ClientId.of("é"));
        ClientId longest = ClientId.of(new byte[ClientId.MAX_BYTES]);
        assertThat(ClientId.parse(longest.toString())).isEqualTo(longest);
    }

    @Test
    void aUuidIsSixteenBytes() {
        ClientId id = ClientId.of(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"));
        assertThat(id.bytes()).hasSize(16);
        assertThat(id).hasToString("0x00112233445566778899aabbccddeeff");
    }

    @Test
    void idsHaveOneToSixtyFourBytesOfValidText() {
        assertThat(ClientId.of("x".repeat(64)).bytes()).hasSize(64);
        assertThat(ClientId.of("é".repeat(32)).bytes()).hasSize(64);
        refuses(() -> ClientId.of(""), "a client id has 1 to 64 bytes, not 0");
        refuses(() -> ClientId.of("x".repeat(65)), "a client id has 1 to 64 bytes, not 65");
        refuses(() -> ClientId.of("é".repeat(33)), "a client id has 1 to 64 bytes, not 66");
        refuses(() -> ClientId.of("\ud800"), "a client id is valid Unicode text");
        refuses(() -> ClientId.of(new byte[0]), "a client id has 1 to 64 bytes, not 0");
        refuses(() -> ClientId.of(new byte[65]), "a client id has 1 to 64 bytes, not 65");
    }

    @Test
    void parseRefusesWhatNoIdPrints() {
        refuses(() -> ClientId.parse(""), "a client id has 1 to 64 bytes, not 0");
        refuses(() -> ClientId.parse("x".repeat(65)), "a client id has 1 to 64 bytes, not 65");
        refuses(() -> ClientId.parse("0x"), "a client id has 1 to 64 bytes, not 0");
        refuses(() -> ClientId.parse("0x" + "00".repeat(65)), "a client id has 1 to 64 bytes, not 65");
        String malformed = "a client id that begins with 0x goes on with the hexadecimal digits of 1 to 64 bytes";
        refuses(() -> ClientId.parse("0x1"), malformed);
        refuses(() -> ClientId.parse("0xada"), malformed);
        refuses(() -> ClientId.parse("0xgg"), malformed);
        refuses(() -> ClientId.parse("0x\uff11\uff12"), malformed);
    }

    @Test
    void nullArgumentsAreNamed() {
        assertThatNullPointerException()
                .isThrownBy(() -> ClientId.of((String) null))
                .withMessage("text");
        assertThatNullPointerException()
                .isThrownBy(() -> ClientId.of((byte[]) null))
                .withMessage("bytes");
        assertThatNullPointerException()
                .isThrownBy(() -> ClientId.of((UUID) null))
                .withMessage("uuid");
        assertThatNullPointerException().isThrownBy(() -> ClientId.parse(null)).withMessage("text");
    }

    private static void refuses(ThrowingCallable call, String problem) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessage(problem);
    }
}
