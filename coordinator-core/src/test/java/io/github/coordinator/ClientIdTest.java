package io.github.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
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
    void idsHaveOneToSixtyFourBytesOfValidText() {
        assertThat(ClientId.of("x".repeat(64)).bytes()).hasSize(64);
        assertThatIllegalArgumentException().isThrownBy(() -> ClientId.of(""));
        assertThatIllegalArgumentException().isThrownBy(() -> ClientId.of("x".repeat(65)));
        assertThatIllegalArgumentException().isThrownBy(() -> ClientId.of("\ud800"));
        assertThatIllegalArgumentException().isThrownBy(() -> ClientId.of(new byte[0]));
    }
}
