package io.github.coordinator.examples.benchmarks;

import io.github.coordinator.ClientId;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SplittableRandom;

/** Ids like public keys: 32 bytes without pattern. The same every time, but never the same objects. */
final class Clients {
    private static final int ID_BYTES = 32;

    private Clients() {}

    /** A new array of ids. Messages come with ids that were decoded afresh, so senders get an array of their own. */
    static ClientId[] ids(int count) {
        return ids(count, 37);
    }

    /** As many ids, none of which are among the {@link #ids(int)}. */
    static ClientId[] otherIds(int count) {
        return ids(count, 38);
    }

    private static ClientId[] ids(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ClientId[] ids = new ClientId[count];
        byte[] bytes = new byte[ID_BYTES];
        for (int i = 0; i < count; i++) {
            random.nextBytes(bytes);
            ids[i] = ClientId.of(bytes);
        }
        return ids;
    }

    /** Pending clients as a host keeps them. */
    static Set<ClientId> pending(ClientId[] ids) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(Arrays.asList(ids)));
    }

    /** An id that is in none of the arrays. */
    static ClientId stranger() {
        return ClientId.of("not-one-of-them-but-as-long-as-i");
    }
}
