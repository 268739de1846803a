package io.github.coordinator;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.internal.Sha256;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.WitnessProof;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The complete state of a {@link Coordinator} as an immutable value: two coordinators with equal snapshots, sources and seeds
 * behave alike for ever. It holds neither the source of clients nor the secret of the seeds.
 *
 * @since 0.1.0
 */
public final class RunSnapshot {
    private final Fields fields;

    record Fields(
            RunConfig config,
            RunState state,
            Optional<TransitionReason> reason,
            Clock clock,
            long epoch,
            long step,
            long nextDataIndex,
            long rosterVersion,
            List<Member> members,
            Optional<Round> round,
            List<WitnessProof> proofs,
            List<Removal> removals,
            List<ClientId> ejected,
            RunOrder order,
            boolean coldStart,
            List<Standing> standings,
            Optional<RunConfig> nextConfig,
            Optional<String> checkpoint) {}

    /** Takes over lists that nobody changes any more. Whether the parts fit each other, {@link SnapshotRules} say. */
    RunSnapshot(Fields fields) {
        this.fields = fields;
    }

    Fields fields() {
        return fields;
    }

    /**
     * The configuration.
     *
     * @return the configuration in force
     */
    public RunConfig config() {
        return fields.config;
    }

    /**
     * What the run is doing.
     *
     * @return the state
     */
    public RunState state() {
        return fields.state;
    }

    /**
     * Why the run went to this state.
     *
     * @return the reason; empty in a new run
     */
    public Optional<TransitionReason> reason() {
        return fields.reason;
    }

    /**
     * What the run knows of time.
     *
     * @return the clock
     */
    public Clock clock() {
        return fields.clock;
    }

    /**
     * The epoch.
     *
     * @return the epoch, counted from 0
     */
    public long epoch() {
        return fields.epoch;
    }

    /**
     * The step that is being worked on.
     *
     * @return the step, counted from 1
     */
    public long step() {
        return fields.step;
    }

    /**
     * The first datum that no confirmed round has used.
     *
     * @return its index, at least 0
     */
    public long nextDataIndex() {
        return fields.nextDataIndex;
    }

    /**
     * The version of the roster.
     *
     * @return at least 0
     */
    public long rosterVersion() {
        return fields.rosterVersion;
    }

    /**
     * The roster, with what is known of each member.
     *
     * @return the members in order; immutable
     */
    public List<Member> members() {
        return fields.members;
    }

    /**
     * The open round, or during cooldown the last one.
     *
     * @return the round; empty in all other states
     */
    public Optional<Round> round() {
        return fields.round;
    }

    /**
     * The accepted proofs of that round.
     *
     * @return the proofs by position; immutable
     */
    public List<WitnessProof> proofs() {
        return fields.proofs;
    }

    /**
     * The members that were removed since the epoch took its members.
     *
     * @return the removals in order; immutable
     */
    public List<Removal> removals() {
        return fields.removals;
    }

    /**
     * The clients that are barred from the run.
     *
     * @return the clients in the order in which they were ejected; immutable
     */
    public List<ClientId> ejected() {
        return fields.ejected;
    }

    /**
     * What the operator asked for and has not taken effect.
     *
     * @return the pending order
     */
    public RunOrder order() {
        return fields.order;
    }

    /**
     * Whether this is the first epoch since the start of the run or since a pause.
     *
     * @return whether clients have no model of this run in memory
     */
    public boolean coldStart() {
        return fields.coldStart;
    }

    /**
     * What is known of clients that are not members: of the members of the last epoch while there are none, and of clients
     * with counts.
     *
     * @return the standings; immutable
     */
    public List<Standing> standings() {
        return fields.standings;
    }

    /**
     * The configuration that the run takes up when its pause ends.
     *
     * @return the configuration, if the operator gave one
     */
    public Optional<RunConfig> nextConfig() {
        return fields.nextConfig;
    }

    /**
     * Where the newest model is.
     *
     * @return the reference, if the operator gave one
     */
    public Optional<String> checkpoint() {
        return fields.checkpoint;
    }

    /**
     * The binary form, from which {@link #fromBytes} makes an equal snapshot. FORMAT.md describes it. O(clients that it names).
     *
     * @return a new array
     */
    public byte[] toBytes() {
        return BinaryFrame.write(BinaryFrame.Kind.RUN_SNAPSHOT, writer -> SnapshotFormat.write(writer, this));
    }

    /**
     * Reads what {@link #toBytes} wrote, with this version of the library or an older one. Checks all of it but the proofs,
     * which {@link Coordinator#restore} checks. O(bytes).
     *
     * @param bytes the binary form
     * @return the snapshot
     * @throws BinaryFormatException if the bytes are not the binary form of a snapshot; it says where
     * @throws IllegalArgumentException if the snapshot contradicts itself
     */
    public static RunSnapshot fromBytes(byte[] bytes) {
        RunSnapshot snapshot = BinaryFrame.read(BinaryFrame.Kind.RUN_SNAPSHOT, bytes, SnapshotFormat::read);
        SnapshotRules.check(snapshot);
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
        return other instanceof RunSnapshot that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        return "RunSnapshot" + fields.toString().substring("Fields".length());
    }

    /**
     * What the run knows of time. A state has lasted {@code now − stateAnchor}: the anchors are the times at which state
     * and epoch would have begun, had the host's clock never gone back since.
     *
     * @param now the time of the last tick
     * @param stateBegan the time of the tick at which the state began
     * @param stateAnchor from where the state's time is counted, at most {@code now}
     * @param epochAnchor from where the epoch's time is counted, at most {@code now}
     * @param enoughAnchor from where the extra time of waiting is counted, at most {@code now}; empty while too few clients
     *     are pending
     * @param namedDeadline the deadline that the last tick named
     * @param signsDue when signs of life are looked at next; empty where they are not
     * @since 0.1.0
     */
    public record Clock(
            Instant now,
            Instant stateBegan,
            Instant stateAnchor,
            Instant epochAnchor,
            Optional<Instant> enoughAnchor,
            Optional<Instant> namedDeadline,
            Optional<Instant> signsDue) {}

    /**
     * What is known of a client that is not a member.
     *
     * @param client the client
     * @param counts what is held against it
     * @param wasMember whether it is a member of the last epoch; else it has counts, and nothing more is known
     * @param hasModel whether it has the model
     * @param heard whether it gave a sign of life since the last tick
     * @param silentFor how long before the last tick it gave its last other sign of life, in observed time
     * @since 0.1.0
     */
    public record Standing(
            ClientId client, Counts counts, boolean wasMember, boolean hasModel, boolean heard, Duration silentFor) {}

    /**
     * What is known of a member.
     *
     * @param client the member
     * @param presence whether it is still there
     * @param ready whether it said that it is ready; false outside warm-up
     * @param hasModel whether it was there in the last confirmed round and took part or had no work
     * @param heard whether it gave a sign of life since the last tick; false where that rule is off
     * @param silentFor how long before the last tick it gave its last other sign of life, in observed time; 0 where that rule
     *     is off
     * @param counts what is held against it
     * @since 0.1.0
     */
    public record Member(
            ClientId client,
            Presence presence,
            boolean ready,
            boolean hasModel,
            boolean heard,
            Duration silentFor,
            Counts counts) {}
}
