package io.github.coordinator.examples.benchmarks;

import io.github.coordinator.ClientId;
import java.util.SplittableRandom;

/** Ids like public keys: 32 bytes without pattern. The same every time, but never the same objects. */
final class Clients {
    private static final int ID_BYTES = 32;

    private Clients() {}

    /** A new array of ids; messages come with ids that were decoded afresh, so senders get an array of their own. */
    static ClientId[] ids(int count) {
        SplittableRandom random = new SplittableRandom(37);
        ClientId[] ids = new ClientId[count];
        byte[] bytes = new byte[ID_BYTES];
        for (int i = 0; i < count; i++) {
            random.nextBytes(bytes);
            ids[i] = ClientId.of(bytes);
        }
        return ids;
    }

    /** An id that is in none of the arrays. */
    static ClientId stranger() {
        return ClientId.of("not-one-of-them-but-as-long-as-i");
    }
}
