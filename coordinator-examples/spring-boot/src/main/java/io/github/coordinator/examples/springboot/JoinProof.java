package io.github.coordinator.examples.springboot;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Set;

/**
 * The proof that a client has the secret key to its public one: a signature that is worth nothing on another connection, server
 * or run.
 *
 * @param nonce the nonce of the connection, in hexadecimal
 * @param serverKey the public key of the server, in hexadecimal
 * @param runId the run to join
 */
record JoinProof(String nonce, String serverKey, String runId) {
    static final int NONCE_BYTES = 32;

    static final int KEY_BYTES = 32;
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] PURPOSE = "coordinator-join-1\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] X509_PREFIX = HEX.parseHex("302a300506032b6570032100");

    /** The y of each point of small order, in all forms that 255 bits have. Such a key has no owner. */
    private static final Set<String> SMALL_ORDER = Set.of(
            "00".repeat(32),
            "01" + "00".repeat(31),
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
            "ec" + "ff".repeat(30) + "7f",
            "ed" + "ff".repeat(30) + "7f",
            "ee" + "ff".repeat(30) + "7f");

    /** What is signed. */
    byte[] message(byte[] clientKey) {
        return join(
                PURPOSE,
                HEX.parseHex(nonce),
                HEX.parseHex(serverKey),
                clientKey,
                runId.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the signature is by the owner of that key. Any bytes may come. */
    boolean isSigned(byte[] clientKey, byte[] signature) {
        if (clientKey.length != KEY_BYTES || isOfSmallOrder(clientKey)) {
            return false;
        }
        try {
            PublicKey key = KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(join(X509_PREFIX, clientKey)));
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(message(clientKey));
            return verifier.verify(signature);
        } catch (GeneralSecurityException noSuchPoint) {
            return false;
        }
    }

    private static boolean isOfSmallOrder(byte[] key) {
        byte[] y = key.clone();
        y[y.length - 1] &= 0x7f;
        return SMALL_ORDER.contains(HEX.formatHex(y));
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
