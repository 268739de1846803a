package io.github.coordinator.verification.model;

import io.github.coordinator.ClientId;
import io.github.coordinator.Exit;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.RunState;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.Round;
import io.github.coordinator.witness.WitnessProof;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A snapshot with a few things changed: {@code new SnapshotEdit(snapshot).step(7).build()}. */
public final class SnapshotEdit {
    private final RunConfig config;
    private RunState state;
    private RunSnapshot.Clock clock;
    private long epoch;
    private long step;
    private long nextDataIndex;
    private long rosterVersion;
    private List<RunSnapshot.Member> members;
    private @Nullable Round round;
    private List<WitnessProof> proofs;
    private List<Exit> exits;
    private List<ClientId> barred;
    private boolean pausePending;
    private boolean resumePending;

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
        round = snapshot.round();
        proofs = snapshot.proofs();
        exits = snapshot.exits();
        barred = snapshot.barred();
        pausePending = snapshot.pausePending();
        resumePending = snapshot.resumePending();
    }

    public SnapshotEdit state(RunState value) {
        state = value;
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

    public SnapshotEdit exits(UnaryOperator<List<Exit>> change) {
        exits = change.apply(new ArrayList<>(exits));
        return this;
    }

    public SnapshotEdit barred(List<ClientId> value) {
        barred = value;
        return this;
    }

    public SnapshotEdit pausePending(boolean value) {
        pausePending = value;
        return this;
    }

    public SnapshotEdit resumePending(boolean value) {
        resumePending = value;
        return this;
    }

    public RunSnapshot build() {
        return new RunSnapshot(
                config,
                state,
                clock,
                epoch,
                step,
                nextDataIndex,
                rosterVersion,
                members,
                round,
                proofs,
                exits,
                barred,
                pausePending,
                resumePending);
    }
}
