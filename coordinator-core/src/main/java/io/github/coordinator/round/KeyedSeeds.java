package io.github.coordinator.round;

import io.github.coordinator.internal.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The seeds of {@link SeedSource#keyed}. A {@link Mac} belongs to one thread, so each seed gets one of its own. */
final class KeyedSeeds implements SeedSource {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;
    private final byte[] runId;

    KeyedSeeds(byte[] secret, String runId) {
        key = new SecretKeySpec(secret, ALGORITHM);
        this.runId = runId.getBytes(StandardCharsets.UTF_8);
        mac();
    }

    /** The first one reads files of the platform: in the constructor, before a server may have no file descriptor left. */
    private Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", impossible);
        }
    }

    @Override
    public long seed(long epoch, long height) {
        ByteBuffer message = ByteBuffer.allocate(16 + runId.length);
        message.putLong(epoch).putLong(height).put(runId);
        return Sha256.firstLong(mac().doFinal(message.array()));
    }
}
