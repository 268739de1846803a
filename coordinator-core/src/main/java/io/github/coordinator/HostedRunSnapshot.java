package io.github.coordinator;

import io.github.coordinator.internal.Sha256;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The complete state of a {@link HostedRun} as an immutable value, pending clients and sessions included. It does not hold
 * the secret of the seeds.
 *
 * @since 0.1.0
 */
public final class HostedRunSnapshot {
    private final Fields fields;

    record Fields(
            RunSnapshot run, List<PendingClient> pendingClients, long lastSession, long turn, PendingLimits limits) {}

    HostedRunSnapshot(Fields fields) {
        this.fields = fields;
    }

    /**
     * The state of the coordinator.
     *
     * @return its snapshot
     */
    public RunSnapshot run() {
        return fields.run;
    }

    /**
     * The clients that take part now or from the next epoch on.
     *
     * @return the clients in the order in which the run takes them; immutable
     */
    public List<PendingClient> pendingClients() {
        return fields.pendingClients;
    }

    /**
     * The session that began last.
     *
     * @return its number, 0 before the first
     */
    public long lastSession() {
        return fields.lastSession;
    }

    /**
     * How many joins of clients that were not pending and how many ends of epochs there were, in total. Clients that wait are
     * ordered by it.
     *
     * @return at least 0
     */
    public long turn() {
        return fields.turn;
    }

    /**
     * How pending clients are kept.
     *
     * @return the limits
     */
    public PendingLimits limits() {
        return fields.limits;
    }

    /**
     * The binary form, from which {@link #fromBytes} makes an equal snapshot. FORMAT.md describes it. O(clients that it
     * names).
     *
     * @return a new array
     */
    public byte[] toBytes() {
        return BinaryFrame.write(BinaryFrame.Kind.HOSTED_RUN_SNAPSHOT, writer -> SnapshotFormat.write(writer, this));
    }

    /**
     * Reads what {@link #toBytes} wrote, with this version of the library or an older one. Checks all of it but the proofs,
     * which {@link HostedRun#restore} checks. O(bytes), and the order of sessions.
     *
     * @param bytes the binary form
     * @return the snapshot
     * @throws BinaryFormatException if the bytes are not the binary form of a snapshot; it says where
     * @throws IllegalArgumentException if the snapshot contradicts itself
     */
    public static HostedRunSnapshot fromBytes(byte[] bytes) {
        HostedRunSnapshot snapshot =
                BinaryFrame.read(BinaryFrame.Kind.HOSTED_RUN_SNAPSHOT, bytes, SnapshotFormat::readHosted);
        SnapshotRules.check(snapshot.run());
        HostedSnapshotRules.check(snapshot);
        return snapshot;
    }

    /**
     * The SHA-256 hash of the binary form, by which replicas compare their states.
     *
     * @return a new array of 32 bytes
     */
    public byte[] digest() {
        return Sha256.digest().digest(toBytes());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HostedRunSnapshot that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        return "HostedRunSnapshot" + fields.toString().substring("Fields".length());
    }
}
