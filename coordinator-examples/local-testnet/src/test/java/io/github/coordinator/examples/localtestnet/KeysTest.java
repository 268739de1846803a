package io.github.coordinator.examples.localtestnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.coordinator.ClientId;
import io.github.coordinator.examples.embedding.JoinProof;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path folder;

    /** The first test of RFC 8032. */
    @Test
    void aKeySignsAsTheStandardSays() {
        HexFormat hex = HexFormat.of();
        SecretKey key = SecretKey.of(hex.parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
        assertThat(hex.formatHex(key.publicKey()))
                .isEqualTo("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        assertThat(hex.formatHex(key.sign(new byte[0])))
                .isEqualTo("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                        + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
    }

    @Test
    void aKeyFileIsMadeOnceAndForItsOwner() throws Exception {
        Path file = folder.resolve("key.pem");
        SecretKey made = SecretKey.load(file, RANDOM);
        assertThat(SecretKey.load(file, RANDOM).publicKey()).isEqualTo(made.publicKey());
        assertThat(SecretKey.load(folder.resolve("other.pem"), RANDOM).publicKey())
                .isNotEqualTo(made.publicKey());
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aKeyOfOpenSslIsRead() throws Exception {
        Path file = Files.writeString(folder.resolve("key.pem"), """
                -----BEGIN PRIVATE KEY-----
                MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
                -----END PRIVATE KEY-----
                """);
        assertThat(HexFormat.of().formatHex(SecretKey.load(file, RANDOM).publicKey()))
                .startsWith("d75a980182b1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-----BEGIN PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\n?\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"
            })
    void whatIsNoKeyIsRefused(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("key.pem"), text);
        assertThatThrownBy(() -> SecretKey.load(file, RANDOM))
                .isInstanceOf(WrongUsageException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void aKeyFileThatCannotBeMadeIsRefused() {
        assertThatThrownBy(() -> SecretKey.load(folder.resolve("none/key.pem"), RANDOM))
                .isInstanceOf(WrongUsageException.class);
    }

    /** The first of these signatures, the neutral point and 0, is one that holds for every message of the key. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0100000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000080",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
            })
    void aKeyOfSmallOrderSignsNothing(String key) {
        HexFormat hex = HexFormat.of();
        byte[] signature = hex.parseHex("01" + "00".repeat(63));
        for (int nonce = 0; nonce < 16; nonce++) {
            JoinProof proof = new JoinProof(new byte[] {(byte) nonce}, new byte[32], "run");
            assertThat(proof.isSigned(hex.parseHex(key), signature)).isFalse();
        }
    }

    @Test
    void theListHasAKeyOnEachLine() throws Exception {
        Path file = Files.writeString(
                folder.resolve("keys.txt"),
                "# who may join\n" + "0a".repeat(32) + " # ada\n\n  " + "FF".repeat(32) + "\n",
                StandardCharsets.UTF_8);
        AllowList list = AllowList.load(file);
        assertThat(list.mayJoin(ClientId.of(HexFormat.of().parseHex("0a".repeat(32)))))
                .isTrue();
        assertThat(list.mayJoin(ClientId.of(HexFormat.of().parseHex("ff".repeat(32)))))
                .isTrue();
        assertThat(list.mayJoin(ClientId.of(new byte[32]))).isFalse();
    }

    @Test
    void aLineThatIsNoKeyIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("keys.txt"), "# keys\nada\n");
        assertThatThrownBy(() -> AllowList.load(file))
                .isInstanceOf(WrongUsageException.class)
                .hasMessageStartingWith(file + ":2:1: ");
        Path several = Files.writeString(
                folder.resolve("several.txt"), "ada\n" + "0a".repeat(32) + "\n  " + "g".repeat(65) + "\n");
        assertThatThrownBy(() -> AllowList.load(several))
                .isInstanceOf(WrongUsageException.class)
                .hasMessage(several + ":1:1: a key has 64 hexadecimal digits, but this is ada\n" + several
                        + ":3:3: a key has 64 hexadecimal digits, but this is " + "g".repeat(64)
                        + "… of 65 characters");
        assertThatThrownBy(() -> AllowList.load(folder.resolve("none")))
                .isInstanceOf(WrongUsageException.class)
                .hasMessageContaining("none");
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff});
        assertThatThrownBy(() -> AllowList.load(binary)).isInstanceOf(WrongUsageException.class);
    }
}
