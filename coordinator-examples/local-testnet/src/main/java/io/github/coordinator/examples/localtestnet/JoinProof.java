package io.github.coordinator.examples.localtestnet;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Set;

/**
 * The proof that a client has the secret key to its public one: a signature over the nonce of its connection, the server's
 * key, its own key and the run id. It is worth nothing on another connection, server or run.
 */
final class JoinProof {
    static final int NONCE_BYTES = 32;
    static final int SIGNATURE_BYTES = 64;

    private static final byte[] PURPOSE = "coordinator-join-1\0".getBytes(StandardCharsets.US_ASCII);
    /**
     * The y of each point of small order, without the sign of its x, in all forms that 255 bits have. Such a key has no owner:
     * some signatures hold for many messages.
     */
    private static final Set<String> SMALL_ORDER = Set.of(
            "00".repeat(32),
            "01" + "00".repeat(31),
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
            "ec" + "ff".repeat(30) + "7f",
            "ed" + "ff".repeat(30) + "7f",
            "ee" + "ff".repeat(30) + "7f");

    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private final byte[] nonce;
    private final byte[] serverKey;
    private final String runId;

    /**
     * The proof for one connection.
     *
     * @param nonce the nonce that the server gave to it
     * @param serverKey the public key of the server
     * @param runId the run to join
     */
    JoinProof(byte[] nonce, byte[] serverKey, String runId) {
        this.nonce = nonce.clone();
        this.serverKey = serverKey.clone();
        this.runId = runId;
    }

    /** The proof for the connection that was greeted so. */
    static JoinProof of(ToClient.Hello greeting) {
        HexFormat hex = HexFormat.of();
        return new JoinProof(hex.parseHex(greeting.nonce()), hex.parseHex(greeting.serverKey()), greeting.runId());
    }

    /** What is signed. All parts but the last have a fixed length, so that no two proofs have the same bytes. */
    byte[] message(byte[] clientKey) {
        return join(PURPOSE, nonce, serverKey, clientKey, runId.getBytes(StandardCharsets.UTF_8));
    }

    /** The signature of a client. */
    byte[] sign(SecretKey client) {
        return client.sign(message(client.publicKey()));
    }

    /** Whether the signature is by the owner of that key. Any bytes may come. */
    boolean isSigned(byte[] clientKey, byte[] signature) {
        if (clientKey.length != SecretKey.BYTES || signature.length != SIGNATURE_BYTES || isOfSmallOrder(clientKey)) {
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
        return SMALL_ORDER.contains(HexFormat.of().formatHex(y));
    }

    private static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] joined = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }
}
