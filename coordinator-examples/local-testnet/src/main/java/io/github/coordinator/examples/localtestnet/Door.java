package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.ClientId;
import io.github.coordinator.examples.embedding.ClientName;
import io.github.coordinator.examples.embedding.JoinProof;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Greets each connection with a nonce, and lets in the clients that prove their key. Any thread may call. */
final class Door {
    private static final HexFormat HEX = HexFormat.of();

    private final SecretKey serverKey;
    private final String runId;
    private final KeyPolicy policy;
    private final Supplier<byte[]> nonces;

    /**
     * Makes a door.
     *
     * @param serverKey the server's key
     * @param runId the run's id
     * @param policy which keys may join
     * @param nonces gives {@link JoinProof#NONCE_BYTES} random bytes to each connection
     */
    Door(SecretKey serverKey, String runId, KeyPolicy policy, Supplier<byte[]> nonces) {
        this.serverKey = serverKey;
        this.runId = runId;
        this.policy = policy;
        this.nonces = nonces;
    }

    /** The door of a server process: random nonces, and the keys of a file, or any if there is none. */
    static Door open(SecretKey serverKey, String runId, @Nullable Path allow, SecureRandom random) {
        KeyPolicy policy = allow == null ? any -> true : AllowList.load(allow);
        return new Door(serverKey, runId, policy, () -> {
            byte[] nonce = new byte[JoinProof.NONCE_BYTES];
            random.nextBytes(nonce);
            return nonce;
        });
    }

    /** The greeting of one connection. */
    ToClient.Hello greet() {
        return new ToClient.Hello(
                ToClient.PROTOCOL, HEX.formatHex(serverKey.publicKey()), HEX.formatHex(nonces.get()), runId);
    }

    /**
     * Checks a join.
     *
     * @param greeting what was said to this connection
     * @param join what it answered
     * @return the client, which has proved its key
     * @throws RefusedException if it has not, or may not join
     */
    ClientId admit(ToClient.Hello greeting, ToServer.Join join) throws RefusedException {
        if (join.protocol() != ToClient.PROTOCOL) {
            throw new RefusedException(
                    ErrorCode.WRONG_PROTOCOL.about("protocol", "this server speaks version " + ToClient.PROTOCOL));
        }
        byte[] key = bytes("key", join.key(), SecretKey.BYTES);
        byte[] signature = bytes("signature", join.signature(), JoinProof.SIGNATURE_BYTES);
        if (!ClientName.isFit(join.name())) {
            throw new RefusedException(ErrorCode.BAD_FIELD.about("name", ClientName.RULE));
        }
        if (!join.runId().equals(runId)) {
            throw new RefusedException(ErrorCode.WRONG_RUN.about("runId", "the run of this server is " + runId));
        }
        if (!greeting.proof().isSigned(key, signature)) {
            throw new RefusedException(ErrorCode.BAD_SIGNATURE.about(
                    "signature", "the signature does not prove the key for this connection"));
        }
        ClientId client = ClientId.of(key);
        if (!policy.mayJoin(client)) {
            throw new RefusedException(ErrorCode.NOT_ALLOWED.about("key", "this key may not join"));
        }
        return client;
    }

    private static byte[] bytes(String field, String text, int length) throws RefusedException {
        if (text.length() == 2 * length) {
            try {
                return HEX.parseHex(text);
            } catch (IllegalArgumentException noHex) {
                // Refused below.
            }
        }
        throw new RefusedException(
                ErrorCode.BAD_FIELD.about(field, field + " must have " + 2 * length + " hexadecimal digits"));
    }
}
