package io.github.coordinator.verification.model;

import static io.github.coordinator.verification.model.HostedInvariantsTest.assertBroken;
import static io.github.coordinator.verification.model.TrueHost.LATER;
import static io.github.coordinator.verification.model.TrueRun.ADA;
import static io.github.coordinator.verification.model.TrueRun.GRACE;
import static io.github.coordinator.verification.model.TrueRun.MARY;

import io.github.coordinator.ClientId;
import io.github.coordinator.Counts;
import io.github.coordinator.Forged;
import io.github.coordinator.HostedRunSnapshot;
import io.github.coordinator.JoinOutcome;
import io.github.coordinator.MemberOutcome;
import io.github.coordinator.PendingClient;
import io.github.coordinator.PendingLimits;
import io.github.coordinator.Removal;
import io.github.coordinator.RunInput;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.RunState;
import io.github.coordinator.config.RunConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Each invariant of pending clients, and of the choice among them, notices a lie about a step that was in order. */
class PendingInvariantsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(9);

    /** Three seats at most, and silence is on. */
    private static final RunConfig CONFIG =
            TrueRun.config().maxClients(3).healthCheckTimeout(TIMEOUT).build();

    private final TrueHost run = new TrueHost(CONFIG, PendingLimits.DEFAULT);

    private static UnaryOperator<HostedRunSnapshot> pending(int place, UnaryOperator<PendingClient> edit) {
        return snapshot -> HostedLies.pending(snapshot, clients -> clients.set(place, edit.apply(clients.get(place))));
    }

    @Test
    void pendingClientsThatDoNotMatchTheMembers() {
        run.beginEpoch();
        HostedStep check = run.check(ADA);
        assertBroken(
                31,
                "an active member is pending and connected",
                HostedLies.after(check, pending(0, HostedLies::disconnected)));
        assertBroken(
                31,
                "an active member is pending and connected",
                HostedLies.pending(check, clients -> clients.remove(0)));
        HostedStep end = run.give(new RunInput.Disconnected(ADA, 1));
        assertBroken(
                31,
                "a disconnected member is pending and not connected",
                HostedLies.pending(end, clients -> clients.remove(0)));
        assertBroken(
                31,
                "an ejected client is not pending",
                HostedLies.pending(
                        run.give(new RunInput.Eject(MARY)),
                        clients -> clients.add(HostedLies.pendingClient(MARY, 4, true))));
    }

    @Test
    void placesThatChange() {
        run.join(ADA);
        HostedStep second = run.join(GRACE);
        assertBroken(31, "everybody has the place that it had", HostedLies.pending(second, Collections::reverse));
        HostedStep left = run.give(new RunInput.Leave(ADA));
        assertBroken(31, "everybody has the place that it had", HostedLies.after(left, left.before()));
    }

    @Test
    void roomThatIsNotThere() {
        run.join(ADA);
        HostedStep check = run.check(ADA);
        assertBroken(
                11,
                "the limits are those of the start",
                HostedLies.after(check, it -> HostedLies.limits(it, new PendingLimits(7, 25))));
        run.join(GRACE);
        assertBroken(
                11,
                "no more clients are pending than there is room for",
                HostedLies.both(run.check(ADA), it -> HostedLies.limits(it, new PendingLimits(1, 25))));
    }

    @Test
    void roomThatIsDenied() {
        TrueHost small = new TrueHost(CONFIG, new PendingLimits(2, 25));
        small.join(ADA);
        long session = small.join(GRACE).after().lastSession();
        HostedStep full = small.join(MARY);
        assertBroken(
                11,
                "a join is refused as FULL only where nobody can be dropped",
                HostedLies.both(full, pending(0, HostedLies::disconnected)));
        assertBroken(
                11,
                "a join is refused as FULL only where nobody can be dropped",
                HostedLies.both(full, pending(1, it -> HostedLies.silent(it, TIMEOUT))));
        small.give(new RunInput.Disconnected(GRACE, session));
        HostedStep roomMade = small.join(MARY);
        HostedStep denied = HostedLies.answer(roomMade, Forged.joinResult(JoinOutcome.FULL, OptionalLong.empty()));
        assertBroken(
                11,
                "a join is refused as FULL only where nobody can be dropped",
                HostedLies.after(denied, denied.before()));
    }

    @Test
    void waitingThatNobodyDid() {
        HostedStep joined = run.join(ADA);
        assertBroken(
                11, "joins and ends of epochs are counted", HostedLies.after(joined, it -> HostedLies.turn(it, 2)));
        assertBroken(
                11,
                "a client waits since it joined, or since its last epoch ended",
                HostedLies.after(run.check(ADA), pending(0, it -> HostedLies.waiting(it, 0))));
    }

    @Test
    void theEndOfAnEpochThatIsNotCounted() {
        run.beginEpoch();
        run.give(new RunInput.Pause());
        HostedStep end = run.give(new RunInput.Tick(LATER));
        assertBroken(11, "joins and ends of epochs are counted", HostedLies.after(end, it -> HostedLies.turn(it, 3)));
        assertBroken(
                11,
                "a client waits since it joined, or since its last epoch ended",
                HostedLies.after(end, pending(0, it -> HostedLies.waiting(it, 1))));
    }

    @Test
    void silenceThatIsNot() {
        run.join(ADA);
        HostedStep check = run.check(ADA);
        assertBroken(
                26,
                "what is recorded of a client is its sign of life",
                HostedLies.after(check, pending(0, it -> HostedLies.silent(it, Duration.ZERO))));
        HostedStep tick = run.give(new RunInput.Tick(LATER));
        assertBroken(
                26,
                "silence is the observed time without a sign",
                HostedLies.after(tick, pending(0, it -> HostedLies.silent(it, Duration.ofSeconds(1)))));
        TrueHost off = new TrueHost(TrueRun.config().build(), PendingLimits.DEFAULT);
        off.join(ADA);
        assertBroken(
                26,
                "a sign of life is taken from pending clients, members among them",
                HostedLies.answer(off.check(ADA), MemberOutcome.GONE));
        assertBroken(
                26,
                "a sign of life is taken from pending clients, members among them",
                HostedLies.answer(off.check(MARY), MemberOutcome.RECORDED));
    }

    @Test
    void aSilentClientThatStays() {
        run.join(ADA);
        HostedStep tick = run.give(new RunInput.Tick(LATER));
        HostedStep due = run.give(
                new RunInput.Tick(tick.after().run().clock().namedDeadline().orElseThrow()));
        assertBroken(
                26,
                "a silent pending client is dropped",
                HostedLies.before(
                        due, pending(0, it -> HostedLies.silent(it, TIMEOUT)).apply(due.before())));
    }

    @Test
    void anEpochThatTakesTheWrongClients() {
        HostedStep begun = run.beginEpoch();
        Removal removal = Forged.removal(ADA, Removal.Cause.LEFT, RunState.WARMUP, 0, null, Instant.EPOCH);
        assertBroken(
                27,
                "removed clients are passed over if enough others are here",
                HostedLies.before(begun, HostedLies.run(begun.before(), it -> it.removals(none -> List.of(removal)))));
        assertBroken(
                26,
                "only clients that are connected and not silent are taken",
                HostedLies.before(begun, pending(0, HostedLies::disconnected).apply(begun.before())));
        assertBroken(
                10,
                "as many clients are taken as can be",
                HostedLies.run(begun, it -> it.members(members -> members.subList(0, 2))));
        assertBroken(
                10,
                "the other seats go by place, and all members are in that order",
                HostedLies.pending(HostedLies.run(begun, it -> it.members(Lies::reversed)), Collections::reverse));
        assertBroken(
                11,
                "counts go on across epochs",
                HostedLies.run(
                        begun, it -> it.members(members -> Lies.first(members, ada -> Lies.counted(ada, 1, 0)))));
    }

    /** Mary joined last, and is told to have waited longest. */
    @Test
    void aSeatThatIsNotRotated() {
        run.join(ADA);
        run.join(GRACE);
        run.join(ClientId.of("joan"));
        run.join(MARY);
        HostedStep begun = run.give(new RunInput.Tick(LATER));
        assertBroken(
                10,
                "those that waited longest have their share of the seats",
                HostedLies.both(begun, pending(3, it -> HostedLies.waiting(it, 0))));
    }

    @Test
    void countsOfAClientThatWaits() {
        run.join(ADA);
        run.join(GRACE);
        run.join(ClientId.of("joan"));
        run.join(MARY);
        HostedStep begun = run.give(new RunInput.Tick(LATER));
        RunSnapshot.Standing standing =
                new RunSnapshot.Standing(MARY, new Counts(2, 0), false, false, false, Duration.ZERO);
        assertBroken(
                11,
                "counts go on across epochs",
                HostedLies.before(begun, HostedLies.run(begun.before(), it -> it.standings(List.of(standing)))));
    }
}
