package io.github.coordinator.model;

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
final class SnapshotEdit {
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

    SnapshotEdit(RunSnapshot snapshot) {
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

    SnapshotEdit state(RunState value) {
        state = value;
        return this;
    }

    SnapshotEdit clock(RunSnapshot.Clock value) {
        clock = value;
        return this;
    }

    SnapshotEdit epoch(long value) {
        epoch = value;
        return this;
    }

    SnapshotEdit step(long value) {
        step = value;
        return this;
    }

    SnapshotEdit nextDataIndex(long value) {
        nextDataIndex = value;
        return this;
    }

    SnapshotEdit rosterVersion(long value) {
        rosterVersion = value;
        return this;
    }

    SnapshotEdit members(UnaryOperator<List<RunSnapshot.Member>> change) {
        members = change.apply(new ArrayList<>(members));
        return this;
    }

    SnapshotEdit round(@Nullable Round value) {
        round = value;
        return this;
    }

    SnapshotEdit proofs(UnaryOperator<List<WitnessProof>> change) {
        proofs = change.apply(new ArrayList<>(proofs));
        return this;
    }

    SnapshotEdit exits(UnaryOperator<List<Exit>> change) {
        exits = change.apply(new ArrayList<>(exits));
        return this;
    }

    SnapshotEdit barred(List<ClientId> value) {
        barred = value;
        return this;
    }

    SnapshotEdit pausePending(boolean value) {
        pausePending = value;
        return this;
    }

    SnapshotEdit resumePending(boolean value) {
        resumePending = value;
        return this;
    }

    RunSnapshot build() {
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
