package io.github.coordinator.round;

/**
 * Where a round's randomness comes from: a pure function, so that a restored run continues bit for bit. It must return the
 * same seed for the same round however often it is asked. If it throws, so does the tick that asked, and nothing has changed.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SeedSource {
    /**
     * The seed of a round.
     *
     * @param epoch the epoch, at least 0
     * @param height the round within the epoch, at least 0
     * @return 64 bits
     */
    long seed(long epoch, long height);

    /**
     * Seeds that nobody can foretell who does not know the secret, and that the host can compute again at any time:
     * the first eight bytes, little-endian, of HMAC-SHA-256 under the secret, over epoch and height as eight big-endian
     * bytes each, followed by the run id in UTF-8. Runs that share a secret get different seeds. Safe for use by many
     * threads. One seed costs about 5 hashes.
     *
     * @param secret at least 16 bytes
     * @param runId the id of the run
     * @return the source
     * @throws IllegalArgumentException if the secret is shorter
     */
    static SeedSource keyed(byte[] secret, String runId) {
        if (secret.length < 16) {
            throw new IllegalArgumentException("a secret has at least 16 bytes, not " + secret.length);
        }
        return new KeyedSeeds(secret, runId);
    }

    /**
     * Seeds given in advance, for tests: round after round of an epoch takes the next one, and after the last the first.
     *
     * @param seeds at least one seed
     * @return the source
     * @throws IllegalArgumentException if there is no seed
     */
    static SeedSource fixed(long... seeds) {
        if (seeds.length == 0) {
            throw new IllegalArgumentException("at least one seed is needed");
        }
        long[] copy = seeds.clone();
        return (epoch, height) -> copy[Math.floorMod(height, copy.length)];
    }
}
