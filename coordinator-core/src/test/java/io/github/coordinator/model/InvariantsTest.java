package io.github.coordinator.model;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.coordinator.ClientId;
import io.github.coordinator.Coordinator;
import io.github.coordinator.Exit;
import io.github.coordinator.MemberOutcome;
import io.github.coordinator.RunEvent;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.RunState;
import io.github.coordinator.WitnessOutcome;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.Committee;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.Seat;
import io.github.coordinator.round.SeedSource;
import io.github.coordinator.witness.ParticipationBitmap;
import io.github.coordinator.witness.WitnessProof;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A check that cannot fail is worth nothing: each step here is real but for one lie, and is caught for what it is. */
class InvariantsTest {
    private static final List<ClientId> CLIENTS =
            List.of(ClientId.of("ada"), ClientId.of("grace"), ClientId.of("joan"));
    private static final RunConfig CONFIG = RunConfig.builder("run")
            .minClients(2)
            .witnessNodes(2)
            .warmupTime(Duration.ofSeconds(5))
            .maxRoundTrainTime(Duration.ofSeconds(5))
            .roundWitnessTime(Duration.ofSeconds(5))
            .cooldownTime(Duration.ofSeconds(5))
            .roundsPerEpoch(2)
            .totalSteps(9)
            .globalBatchSizeStart(10)
            .build();

    private final List<Step> steps = new ArrayList<>();
    private Instant now;
    private Coordinator run;

    @BeforeEach
    void start() {
        steps.clear();
        now = Instant.EPOCH;
        run = Coordinator.start(CONFIG, () -> CLIENTS, SeedSource.fixed(5), now);
    }

    private Step make(Call call) {
        RunSnapshot before = run.snapshot();
        Object answer = call.apply(run, CLIENTS);
        Step step = new Step(before, CLIENTS, call, answer, run.snapshot());
        steps.add(step);
        return step;
    }

    private Step tick(int seconds) {
        now = now.plusSeconds(seconds);
        return make(new Call.Tick(now));
    }

    private Step beginEpoch() {
        return tick(1);
    }

    private Step beginRound() {
        beginEpoch();
        return tick(5);
    }

    private Step attest(int position) {
        Round round = run.status().round();
        int seat = Committee.of(round).witnessSeats()[position];
        ParticipationBitmap everyone = ParticipationBitmap.of(round.clients(), index -> true);
        WitnessProof proof = WitnessProof.of(round, new Seat(round.rosterVersion(), seat), everyone)
                .orElseThrow();
        return make(new Call.Witness(run.roster().clients().get(seat), proof));
    }

    /** The end of a confirmed round. */
    private Step endRound() {
        beginRound();
        attest(0);
        attest(1);
        tick(0);
        return tick(5);
    }

    private static Step lie(Step step, UnaryOperator<SnapshotEdit> edit) {
        RunSnapshot after = edit.apply(new SnapshotEdit(step.after())).build();
        return new Step(step.before(), step.pending(), step.call(), step.answer(), after);
    }

    private static Step lieInAnswer(Step step, Object answer) {
        return new Step(step.before(), step.pending(), step.call(), answer, step.after());
    }

    private static Step lieInEvaluation(Step step, UnaryOperator<RunEvent.RoundEvaluated> edit) {
        List<Object> events = new ArrayList<>(step.events());
        events.replaceAll(event -> event instanceof RunEvent.RoundEvaluated evaluated ? edit.apply(evaluated) : event);
        return lieInAnswer(step, events);
    }

    private static void assertBroken(int invariant, Step step) {
        assertThatThrownBy(() -> Invariants.check(step))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("[" + invariant + "]");
    }

    @Test
    void theTruthPasses() {
        List<Step> steps = List.of(beginEpoch(), make(new Call.Ready(CLIENTS.get(0))), tick(5), attest(0), attest(1));
        assertThatCode(() -> steps.forEach(Invariants::check)).doesNotThrowAnyException();
        start();
        Step end = endRound();
        assertThatCode(() -> Invariants.check(end)).doesNotThrowAnyException();
    }

    @Test
    void aStateThatCannotFollow() {
        Round round = new Round(0, 0, 5, 0, 10, 1, 3, 2, 0);
        assertBroken(1, lie(beginEpoch(), edit -> edit.state(RunState.COOLDOWN).round(round)));
    }

    @Test
    void aRefusalThatChangesSomething() {
        beginEpoch();
        assertBroken(2, lieInAnswer(make(new Call.Ready(CLIENTS.get(0))), MemberOutcome.GONE));
    }

    @Test
    void aTickThatChangesSomethingInSilence() {
        beginEpoch();
        assertBroken(2, lie(tick(1), edit -> edit.pausePending(true)));
    }

    @Test
    void aCallThatThrows() {
        assertBroken(3, lieInAnswer(tick(0), new IllegalStateException()));
    }

    @Test
    void timeThatPassesInAMessage() {
        beginEpoch();
        RunSnapshot.Clock later = new RunSnapshot.Clock(now.plusSeconds(1), now, Instant.EPOCH, Instant.EPOCH);
        assertBroken(6, lie(make(new Call.Ready(CLIENTS.get(0))), edit -> edit.clock(later)));
    }

    @Test
    void aTrainingThatGoesOnAfterItsTime() {
        beginRound();
        Step over = tick(5);
        RunSnapshot.Clock before = over.before().clock();
        RunSnapshot.Clock clock =
                new RunSnapshot.Clock(now, before.stateBegan(), before.stateAnchor(), before.epochAnchor());
        assertBroken(
                7,
                lieInAnswer(lie(over, edit -> edit.state(RunState.ROUND_TRAIN).clock(clock)), List.of()));
    }

    @Test
    void aTransitionThatIsNotReported() {
        Step end = endRound();
        assertBroken(8, lieInAnswer(end, end.events().subList(0, end.events().size() - 1)));
    }

    @Test
    void aMemberTwice() {
        beginEpoch();
        assertBroken(9, lie(make(new Call.Ready(CLIENTS.get(0))), edit -> edit.members(InvariantsTest::twice)));
    }

    private static List<RunSnapshot.Member> twice(List<RunSnapshot.Member> members) {
        members.set(1, members.get(0));
        return members;
    }

    @Test
    void membersInAnotherOrder() {
        assertBroken(10, lie(beginEpoch(), edit -> edit.members(InvariantsTest::reversed)));
    }

    private static List<RunSnapshot.Member> reversed(List<RunSnapshot.Member> members) {
        Collections.reverse(members);
        return members;
    }

    @Test
    void anExitOfAnEpochBefore() {
        Exit old = new Exit(ClientId.of("mary"), Exit.Cause.LEFT, RunState.WARMUP, 0, -1, Instant.EPOCH);
        assertBroken(11, lie(beginEpoch(), edit -> edit.exits(exits -> List.of(old))));
    }

    @Test
    void aNewVersionOfTheSameRoster() {
        beginEpoch();
        assertBroken(12, lie(make(new Call.Ready(CLIENTS.get(0))), edit -> edit.rosterVersion(7)));
    }

    @Test
    void aSignOfLifeFromTheRoundBefore() {
        assertBroken(12, lie(beginRound(), edit -> edit.members(InvariantsTest::heard)));
    }

    private static List<RunSnapshot.Member> heard(List<RunSnapshot.Member> members) {
        members.replaceAll(member -> new RunSnapshot.Member(member.client(), member.presence(), false, true, 0, 0));
        return members;
    }

    @Test
    void anExitThatIsForgottenWhenTheEpochDisbands() {
        beginRound();
        tick(5);
        tick(5);
        make(new Call.Disconnect(CLIENTS.get(0)));
        Step disbands = tick(5);
        List<?> undropped = disbands.events().stream()
                .filter(event -> !(event instanceof RunEvent.ClientDropped))
                .toList();
        assertBroken(13, lieInAnswer(lie(disbands, edit -> edit.exits(exits -> List.of())), undropped));
    }

    @Test
    void aBarThatIsForgotten() {
        beginEpoch();
        assertBroken(13, lie(make(new Call.Eject(CLIENTS.get(0))), edit -> edit.barred(List.of())));
    }

    @Test
    void anElectionOfTooFew() {
        Step begun = beginRound();
        Round round = begun.after().round();
        Round ofOne = new Round(0, 0, round.seed(), 0, 10, round.rosterVersion(), 3, 1, 0);
        assertBroken(14, lie(begun, edit -> edit.round(ofOne)));
    }

    @Test
    void aTrueProofThatIsRefused() {
        beginRound();
        Step attested = attest(0);
        Step refused =
                new Step(attested.before(), CLIENTS, attested.call(), WitnessOutcome.NOT_ELECTED, attested.before());
        assertBroken(16, refused);
    }

    @Test
    void aProofThatIsLost() {
        beginRound();
        assertBroken(17, lie(attest(0), edit -> edit.proofs(proofs -> List.of())));
    }

    @Test
    void anEarlyEndThatIsMissed() {
        beginRound();
        attest(0);
        attest(1);
        RunSnapshot before = run.snapshot();
        assertBroken(18, new Step(before, CLIENTS, new Call.Tick(now), List.of(), before));
    }

    @Test
    void aProofThatIsCountedTwice() {
        assertBroken(
                19,
                lieInEvaluation(
                        endRound(),
                        it -> new RunEvent.RoundEvaluated(
                                it.epoch(),
                                it.height(),
                                it.step(),
                                true,
                                it.attested() + 1,
                                it.witnesses(),
                                it.absent())));
    }

    @Test
    void aProofThatIsNoEvidence() {
        beginRound();
        attest(0);
        Step idle = tick(0);
        UnaryOperator<SnapshotEdit> edit = run -> run.proofs(InvariantsTest::ofFourClients);
        Step lie = lie(idle, edit);
        assertBroken(20, new Step(lie.after(), CLIENTS, idle.call(), idle.answer(), lie.after()));
    }

    private static List<WitnessProof> ofFourClients(List<WitnessProof> proofs) {
        return proofs.stream()
                .map(proof -> new WitnessProof(
                        proof.epoch(),
                        proof.height(),
                        proof.index(),
                        proof.position(),
                        ParticipationBitmap.of(4, index -> true)))
                .toList();
    }

    @Test
    void anAbsenceThatNobodyAttested() {
        assertBroken(
                21,
                lieInEvaluation(
                        endRound(),
                        it -> new RunEvent.RoundEvaluated(
                                it.epoch(), it.height(), it.step(), true, it.attested(), it.witnesses(), CLIENTS)));
    }

    @Test
    void anEpochThatIsSkipped() {
        assertBroken(23, lie(beginEpoch(), edit -> edit.epoch(1)));
    }

    @Test
    void aStepOrDataThatDoNotCount() {
        Step end = endRound();
        assertBroken(24, lie(end, edit -> edit.step(1)));
        assertBroken(24, lie(end, edit -> edit.nextDataIndex(9)));
    }

    /** Remembers all that was done but for the last, of which it is told a lie. */
    private void assertNotRemembered(int invariant, Step lie) {
        History history = new History();
        steps.subList(0, steps.size() - 1).forEach(history::follow);
        assertThatThrownBy(() -> history.follow(lie))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("[" + invariant + "]");
    }

    @Test
    void theTruthIsRemembered() {
        endRound();
        make(new Call.Eject(CLIENTS.get(0)));
        History history = new History();
        assertThatCode(() -> steps.forEach(history::follow)).doesNotThrowAnyException();
    }

    @Test
    void aMemberThatWasNeverPending() {
        Step begun = beginEpoch();
        assertNotRemembered(10, new Step(begun.before(), List.of(), begun.call(), begun.answer(), begun.after()));
    }

    @Test
    void seatsThatShiftWithinARound() {
        beginRound();
        assertNotRemembered(12, lie(attest(0), edit -> edit.members(InvariantsTest::reversed)));
    }

    @Test
    void aClientThatIsBarredTwice() {
        beginEpoch();
        Step barred = make(new Call.Eject(CLIENTS.get(0)));
        steps.add(barred);
        assertNotRemembered(13, barred);
    }

    @Test
    void aRoundOfThePast() {
        Step end = endRound();
        Round again = new Round(0, 0, 6, 10, 10, end.after().rosterVersion(), 3, 2, 0);
        assertNotRemembered(23, lie(end, edit -> edit.round(again)));
    }

    @Test
    void dataThatAreSkipped() {
        assertNotRemembered(24, lie(endRound(), edit -> edit.nextDataIndex(11)));
    }

    @Test
    void runsThatMustBeTheSame() {
        assertThatThrownBy(() -> Invariants.requireSame(5, run.snapshot(), tick(1).after()))
                .hasMessageStartingWith("[5]");
    }
}
