package io.github.coordinator;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.WitnessProof;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A snapshot with a few things changed: {@code new SnapshotEdit(snapshot).step(7).build()}. */
public final class SnapshotEdit {
    private RunConfig config;
    private RunState state;
    private RunSnapshot.Clock clock;
    private long epoch;
    private long step;
    private long nextDataIndex;
    private long rosterVersion;
    private List<RunSnapshot.Member> members;
    private @Nullable Round round;
    private List<WitnessProof> proofs;
    private List<Removal> removals;
    private List<ClientId> ejected;
    private RunOrder order;
    private @Nullable TransitionReason reason;
    private boolean coldStart;
    private List<RunSnapshot.Standing> standings;
    private @Nullable RunConfig nextConfig;
    private @Nullable String checkpoint;

    /** Begins with the snapshot as it is. */
    public SnapshotEdit(RunSnapshot snapshot) {
        config = snapshot.config();
        state = snapshot.state();
        clock = snapshot.clock();
        epoch = snapshot.epoch();
        step = snapshot.step();
        nextDataIndex = snapshot.nextDataIndex();
        rosterVersion = snapshot.rosterVersion();
        members = snapshot.members();
        round = snapshot.round().orElse(null);
        proofs = snapshot.proofs();
        removals = snapshot.removals();
        ejected = snapshot.ejected();
        order = snapshot.order();
        reason = snapshot.reason().orElse(null);
        coldStart = snapshot.coldStart();
        standings = snapshot.standings();
        nextConfig = snapshot.nextConfig().orElse(null);
        checkpoint = snapshot.checkpoint().orElse(null);
    }

    public SnapshotEdit config(RunConfig value) {
        config = value;
        return this;
    }

    public SnapshotEdit coldStart(boolean value) {
        coldStart = value;
        return this;
    }

    public SnapshotEdit nextConfig(@Nullable RunConfig value) {
        nextConfig = value;
        return this;
    }

    public SnapshotEdit checkpoint(@Nullable String value) {
        checkpoint = value;
        return this;
    }

    public SnapshotEdit state(RunState value) {
        state = value;
        return this;
    }

    public SnapshotEdit reason(@Nullable TransitionReason value) {
        reason = value;
        return this;
    }

    public SnapshotEdit clock(RunSnapshot.Clock value) {
        clock = value;
        return this;
    }

    public SnapshotEdit epoch(long value) {
        epoch = value;
        return this;
    }

    public SnapshotEdit step(long value) {
        step = value;
        return this;
    }

    public SnapshotEdit nextDataIndex(long value) {
        nextDataIndex = value;
        return this;
    }

    public SnapshotEdit rosterVersion(long value) {
        rosterVersion = value;
        return this;
    }

    public SnapshotEdit members(UnaryOperator<List<RunSnapshot.Member>> change) {
        members = change.apply(new ArrayList<>(members));
        return this;
    }

    public SnapshotEdit round(@Nullable Round value) {
        round = value;
        return this;
    }

    public SnapshotEdit proofs(UnaryOperator<List<WitnessProof>> change) {
        proofs = change.apply(new ArrayList<>(proofs));
        return this;
    }

    public SnapshotEdit removals(UnaryOperator<List<Removal>> change) {
        removals = change.apply(new ArrayList<>(removals));
        return this;
    }

    public SnapshotEdit ejected(List<ClientId> value) {
        ejected = value;
        return this;
    }

    public SnapshotEdit standings(List<RunSnapshot.Standing> value) {
        standings = value;
        return this;
    }

    public SnapshotEdit order(RunOrder value) {
        order = value;
        return this;
    }

    public RunSnapshot build() {
        return Forged.snapshot(
                config,
                state,
                reason,
                clock,
                epoch,
                step,
                nextDataIndex,
                rosterVersion,
                members,
                round,
                proofs,
                removals,
                ejected,
                order,
                coldStart,
                standings,
                nextConfig,
                checkpoint);
    }
}
