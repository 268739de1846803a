package io.github.coordinator.verification.model;

import io.github.coordinator.ClientId;
import io.github.coordinator.Forged;
import io.github.coordinator.HostedRunSnapshot;
import io.github.coordinator.PendingClient;
import io.github.coordinator.PendingLimits;
import io.github.coordinator.RunAnswer;
import io.github.coordinator.SnapshotEdit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Steps of hosted runs as they were, but for one lie. */
final class HostedLies {
    private HostedLies() {}

    static PendingClient pendingClient(ClientId client, long session, boolean connected) {
        return Forged.pendingClient(client, session, connected, 1, false, Duration.ZERO);
    }

    static PendingClient disconnected(PendingClient was) {
        return Forged.pendingClient(
                was.client(), was.session(), false, was.waitingSince(), was.heard(), was.silentFor());
    }

    static PendingClient waiting(PendingClient was, long since) {
        return Forged.pendingClient(was.client(), was.session(), was.connected(), since, was.heard(), was.silentFor());
    }

    static PendingClient silent(PendingClient was, Duration silentFor) {
        return Forged.pendingClient(was.client(), was.session(), was.connected(), was.waitingSince(), false, silentFor);
    }

    static HostedStep answer(HostedStep step, RunAnswer answer) {
        return new HostedStep(
                step.before(),
                step.deadline(),
                step.currentSession(),
                step.input(),
                answer,
                step.after(),
                step.counted());
    }

    static HostedStep counted(HostedStep step, boolean counted) {
        return new HostedStep(
                step.before(),
                step.deadline(),
                step.currentSession(),
                step.input(),
                step.answer(),
                step.after(),
                counted);
    }

    static HostedStep before(HostedStep step, HostedRunSnapshot before) {
        return new HostedStep(
                before,
                step.deadline(),
                step.currentSession(),
                step.input(),
                step.answer(),
                step.after(),
                step.counted());
    }

    static HostedStep after(HostedStep step, HostedRunSnapshot after) {
        return new HostedStep(
                step.before(),
                step.deadline(),
                step.currentSession(),
                step.input(),
                step.answer(),
                after,
                step.counted());
    }

    static HostedStep after(HostedStep step, UnaryOperator<HostedRunSnapshot> edit) {
        return after(step, edit.apply(step.after()));
    }

    /** The same lie about the run before and after. */
    static HostedStep both(HostedStep step, UnaryOperator<HostedRunSnapshot> edit) {
        return after(before(step, edit.apply(step.before())), edit);
    }

    static HostedStep run(HostedStep step, UnaryOperator<SnapshotEdit> edit) {
        return after(step, snapshot -> run(snapshot, edit));
    }

    static HostedStep pending(HostedStep step, Consumer<List<PendingClient>> edit) {
        return after(step, snapshot -> pending(snapshot, edit));
    }

    static HostedRunSnapshot run(HostedRunSnapshot snapshot, UnaryOperator<SnapshotEdit> edit) {
        return Forged.hostedSnapshot(
                edit.apply(new SnapshotEdit(snapshot.run())).build(),
                snapshot.pendingClients(),
                snapshot.lastSession(),
                snapshot.turn(),
                snapshot.limits());
    }

    static HostedRunSnapshot pending(HostedRunSnapshot snapshot, Consumer<List<PendingClient>> edit) {
        List<PendingClient> pending = new ArrayList<>(snapshot.pendingClients());
        edit.accept(pending);
        return Forged.hostedSnapshot(
                snapshot.run(), pending, snapshot.lastSession(), snapshot.turn(), snapshot.limits());
    }

    static HostedRunSnapshot turn(HostedRunSnapshot snapshot, long turn) {
        return Forged.hostedSnapshot(
                snapshot.run(), snapshot.pendingClients(), snapshot.lastSession(), turn, snapshot.limits());
    }

    static HostedRunSnapshot limits(HostedRunSnapshot snapshot, PendingLimits limits) {
        return Forged.hostedSnapshot(
                snapshot.run(), snapshot.pendingClients(), snapshot.lastSession(), snapshot.turn(), limits);
    }
}
