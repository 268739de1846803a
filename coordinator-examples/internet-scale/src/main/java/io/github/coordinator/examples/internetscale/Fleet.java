package io.github.coordinator.examples.internetscale;

import io.github.coordinator.ClientId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/** The clients: the id of each of them, how it is doing, and how fast its machine is. Clients are numbered from 0. */
final class Fleet {
    /** How a client is doing. The host learns of it by messages, or by their absence. */
    enum Condition {
        /** It has not been here yet, or its connection is gone, or it said goodbye. */
        AWAY,
        /** It is connected, and takes part or waits for the next epoch. */
        ONLINE,
        /** It hangs; its connection looks as if nothing were wrong. */
        SILENT,
        /** The operator has ejected it. */
        EJECTED
    }

    private static final int ID_BYTES = 32;

    /** One machine in this many is so old that it is always late. */
    private static final int OLD_MACHINES = 500;

    private final ClientId[] ids;
    private final Condition[] conditions;
    private final float[] oddsOfBeingLate;

    Fleet(int size, SplittableRandom random) {
        ids = new ClientId[size];
        conditions = new Condition[size];
        Arrays.fill(conditions, Condition.AWAY);
        oddsOfBeingLate = new float[size];
        byte[] key = new byte[ID_BYTES];
        for (int client = 0; client < size; client++) {
            random.nextBytes(key);
            // Like a public key; but it begins with the client's number, which spares the simulation a map of ids.
            ids[client] = ClientId.of(ByteBuffer.wrap(key).putInt(client).array());
            boolean isOld = random.nextInt(OLD_MACHINES) == 0;
            oddsOfBeingLate[client] =
                    (float) Deliveries.oddsOfBeingLate(isOld ? random.nextDouble(45, 60) : random.nextDouble(5, 15));
        }
    }

    int size() {
        return ids.length;
    }

    ClientId id(int client) {
        return ids[client];
    }

    int numberOf(ClientId id) {
        return ByteBuffer.wrap(id.bytes()).getInt();
    }

    boolean isOnline(int client) {
        return conditions[client] == Condition.ONLINE;
    }

    void becomes(int client, Condition condition) {
        conditions[client] = condition;
    }

    /** How likely the client is still at work when the first witnesses attest; above 1 where it always is. */
    float oddsOfBeingLate(int client) {
        return oddsOfBeingLate[client];
    }
}
