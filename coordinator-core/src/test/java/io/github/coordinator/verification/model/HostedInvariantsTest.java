package io.github.coordinator.verification.model;

import static io.github.coordinator.verification.model.TrueRun.ADA;
import static io.github.coordinator.verification.model.TrueRun.CLIENTS;
import static io.github.coordinator.verification.model.TrueRun.GRACE;
import static io.github.coordinator.verification.model.TrueRun.MARY;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.coordinator.ClientId;
import io.github.coordinator.Forged;
import io.github.coordinator.HostedRun;
import io.github.coordinator.HostedRunSnapshot;
import io.github.coordinator.JoinOutcome;
import io.github.coordinator.MemberOutcome;
import io.github.coordinator.PendingClient;
import io.github.coordinator.RunAnswer;
import io.github.coordinator.RunInput;
import io.github.coordinator.SnapshotEdit;
import io.github.coordinator.round.SeedSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Each invariant of a hosted run notices a lie about a step that was in order. */
class HostedInvariantsTest {
    private static final Instant LATER = Instant.EPOCH.plusSeconds(1);

    private final HostedRun run = HostedRun.start(TrueRun.config().build(), SeedSource.fixed(5), Instant.EPOCH);

    private static void assertBroken(int invariant, String claim, HostedStep lie) {
        assertThatThrownBy(() -> HostedInvariants.check(lie))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("[" + invariant + "] does not hold: " + claim + "\n");
    }

    /** Gives an input, and checks that the truth about it passes. */
    private HostedStep give(RunInput input) {
        HostedRunSnapshot before = run.snapshot();
        long session = HostedStep.clientOf(input)
                .flatMap(client -> HostedStep.pending(before, client))
                .map(PendingClient::session)
                .orElse(0L);
        Optional<Instant> deadline = run.nextDeadline();
        long revision = run.revision();
        RunAnswer answer = run.apply(input);
        HostedStep step =
                new HostedStep(before, deadline, session, input, answer, run.snapshot(), run.revision() != revision);
        HostedInvariants.check(step);
        return step;
    }

    private static PendingClient pendingClient(ClientId client, long session, boolean connected) {
        return Forged.pendingClient(client, session, connected, 1, false, Duration.ZERO);
    }

    private HostedStep join(ClientId client) {
        return give(new RunInput.Join("run", client));
    }

    private void beginEpoch() {
        CLIENTS.forEach(this::join);
        give(new RunInput.Tick(LATER));
    }

    private static HostedStep answer(HostedStep step, RunAnswer answer) {
        return new HostedStep(
                step.before(),
                step.deadline(),
                step.currentSession(),
                step.input(),
                answer,
                step.after(),
                step.counted());
    }

    private static HostedStep after(HostedStep step, HostedRunSnapshot after) {
        return new HostedStep(
                step.before(),
                step.deadline(),
                step.currentSession(),
                step.input(),
                step.answer(),
                after,
                step.counted());
    }

    private static HostedStep run(HostedStep step, UnaryOperator<SnapshotEdit> edit) {
        HostedRunSnapshot after = step.after();
        return after(
                step,
                Forged.hostedSnapshot(
                        edit.apply(new SnapshotEdit(after.run())).build(),
                        after.pendingClients(),
                        after.lastSession(),
                        after.turn(),
                        after.limits()));
    }

    private static HostedStep pending(HostedStep step, Consumer<List<PendingClient>> edit) {
        List<PendingClient> pending = new ArrayList<>(step.after().pendingClients());
        edit.accept(pending);
        return after(
                step,
                Forged.hostedSnapshot(
                        step.after().run(),
                        pending,
                        step.after().lastSession(),
                        step.after().turn(),
                        step.after().limits()));
    }

    private static HostedStep counted(HostedStep step, boolean counted) {
        return new HostedStep(
                step.before(),
                step.deadline(),
                step.currentSession(),
                step.input(),
                step.answer(),
                step.after(),
                counted);
    }

    @Test
    void recordsThatAreNone() {
        beginEpoch();
        assertBroken(
                2,
                "a call that is not recorded changes nothing",
                answer(give(new RunInput.Ready(ADA, 0)), MemberOutcome.GONE));
        assertBroken(2, "a member's join begins a session only", run(join(GRACE), it -> it.rosterVersion(7)));
        assertBroken(
                31,
                "a member that comes back has the seat that it had",
                run(give(new RunInput.HealthCheck(ADA)), it -> it.rosterVersion(7)));
    }

    @Test
    void pendingClientsThatDoNotMatchTheMembers() {
        beginEpoch();
        assertBroken(
                31,
                "active members are connected",
                pending(give(new RunInput.HealthCheck(ADA)), clients -> clients.set(0, pendingClient(ADA, 1, false))));
        assertBroken(
                31,
                "an ejected client is not pending",
                pending(give(new RunInput.Eject(MARY)), clients -> clients.add(pendingClient(MARY, 4, true))));
        assertBroken(
                31,
                "members are pending until they say goodbye or are ejected",
                pending(give(new RunInput.Disconnected(ADA, 1)), clients -> clients.remove(0)));
    }

    @Test
    void placesThatChange() {
        join(ADA);
        assertBroken(31, "everybody has the place that it had", pending(join(GRACE), Collections::reverse));
    }

    @Test
    void sessionsThatNobodyBegan() {
        join(ADA);
        HostedStep again = join(ADA);
        assertBroken(
                31,
                "a join that is not refused begins a session",
                answer(again, Forged.joinResult(JoinOutcome.ACCEPTED, OptionalLong.empty())));
        assertBroken(
                31,
                "sessions are numbered in order",
                answer(again, Forged.joinResult(JoinOutcome.ACCEPTED, OptionalLong.of(3))));
        assertBroken(
                31, "the new session counts", pending(again, clients -> clients.set(0, pendingClient(ADA, 1, true))));
        assertBroken(
                31,
                "only a join begins a session",
                after(
                        again,
                        Forged.hostedSnapshot(
                                again.after().run(),
                                again.after().pendingClients(),
                                3,
                                again.after().turn(),
                                again.after().limits())));
    }

    @Test
    void theEndOfAReplacedSession() {
        join(ADA);
        HostedStep end = give(new RunInput.Disconnected(ADA, 1));
        assertBroken(
                31,
                "the end of a replaced session changes nothing",
                new HostedStep(end.before(), end.deadline(), 2, end.input(), end.answer(), end.after(), true));
    }

    @Test
    void changesThatAreNotCounted() {
        beginEpoch();
        assertBroken(2, "a change changes the revision", counted(give(new RunInput.Ready(ADA, 0)), false));
        assertBroken(2, "only a change changes the revision", counted(give(new RunInput.Tick(LATER)), true));
    }

    @Test
    void aDeadlineThatIsTooLate() {
        CLIENTS.forEach(this::join);
        HostedStep begun = give(new RunInput.Tick(LATER));
        assertBroken(
                30,
                "no tick before the deadline changes anything",
                new HostedStep(
                        begun.before(),
                        Optional.of(LATER.plusSeconds(1)),
                        0,
                        begun.input(),
                        begun.answer(),
                        begun.after(),
                        true));
    }
}
