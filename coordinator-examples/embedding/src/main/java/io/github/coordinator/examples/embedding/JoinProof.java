package io.github.coordinator.examples.embedding;

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
 * The proof that a client has the secret key to its public one: a signature over the nonce of its connection, the server's
 * key, its own key and the run id. It is worth nothing on another connection, server or run.
 */
public final class JoinProof {
    /** The length of a nonce. */
    public static final int NONCE_BYTES = 32;

    /** The length of a public key. */
    public static final int KEY_BYTES = 32;

    /** The length of a signature. */
    public static final int SIGNATURE_BYTES = 64;

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
    public JoinProof(byte[] nonce, byte[] serverKey, String runId) {
        this.nonce = nonce.clone();
        this.serverKey = serverKey.clone();
        this.runId = runId;
    }

    /**
     * The proof for one connection, of what its greeting says.
     *
     * @param nonce the nonce in hexadecimal
     * @param serverKey the public key of the server in hexadecimal
     * @param runId the run to join
     */
    public static JoinProof ofHex(String nonce, String serverKey, String runId) {
        return new JoinProof(HexFormat.of().parseHex(nonce), HexFormat.of().parseHex(serverKey), runId);
    }

    /**
     * What is signed. All parts but the last have a fixed length, so that no two proofs have the same bytes.
     *
     * @param clientKey the public key of the client
     */
    public byte[] message(byte[] clientKey) {
        return join(PURPOSE, nonce, serverKey, clientKey, runId.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Whether a signature is by the owner of a key. Any bytes may come.
     *
     * @param clientKey the public key
     * @param signature the signature
     */
    public boolean isSigned(byte[] clientKey, byte[] signature) {
        if (clientKey.length != KEY_BYTES || signature.length != SIGNATURE_BYTES || isOfSmallOrder(clientKey)) {
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
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
