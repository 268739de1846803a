package io.github.coordinator.verification.model;

import static io.github.coordinator.verification.model.TrueRun.ADA;
import static io.github.coordinator.verification.model.TrueRun.CLIENTS;
import static io.github.coordinator.verification.model.TrueRun.GRACE;
import static io.github.coordinator.verification.model.TrueRun.MARY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.coordinator.Forged;
import io.github.coordinator.MemberOutcome;
import io.github.coordinator.Removal;
import io.github.coordinator.RoundEvaluation;
import io.github.coordinator.RunEvent;
import io.github.coordinator.RunOrder;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.RunState;
import io.github.coordinator.Transition;
import io.github.coordinator.TransitionReason;
import io.github.coordinator.WitnessOutcome;
import io.github.coordinator.round.Committee;
import io.github.coordinator.round.ParticipationBitmap;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundId;
import io.github.coordinator.round.WitnessProof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A check that cannot fail is worth nothing: each step here is real but for one lie, and is caught for what it is. */
class InvariantsTest {
    /** What the core works out by itself, and no snapshot says, cannot be lied about; the golden committees tell of these. */
    private static final List<String> WORKED_OUT = List.of(
            "nobody is elected twice",
            "everyone finds the same committee",
            "positions are a permutation",
            "an election depends on seed and numbers alone");

    private static final Duration LONG = Duration.ofSeconds(10);

    private final TrueRun run = new TrueRun();

    static void assertBroken(int invariant, String claim, Step lie) {
        assertThatThrownBy(() -> Invariants.check(lie))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("[" + invariant + "] does not hold: " + claim + "\n");
    }

    @Test
    void theTruthPasses() {
        TrueRun dropping = new TrueRun();
        dropping.drop();
        run.endRound();
        run.endAnother();
        assertThat(Stream.of(dropping, run).flatMap(it -> it.steps().stream()))
                .hasSizeGreaterThan(10)
                .allSatisfy(step -> assertThatCode(() -> Invariants.check(step)).doesNotThrowAnyException());
    }

    /** Reads the sources of the invariants, and so takes no part in the normal build. */
    @Test
    @Tag("faults")
    void everyClaimHasItsLie() throws IOException {
        Path folder =
                Path.of("src/test/java").resolve(getClass().getPackageName().replace('.', '/'));
        String lies = sources(folder, "Test").collect(Collectors.joining());
        List<String> claims =
                sources(folder, "").flatMap(InvariantsTest::claims).toList();
        assertThat(claims).hasSizeGreaterThan(70);
        assertThat(claims)
                .filteredOn(claim -> !WORKED_OUT.contains(claim) && !lies.contains("\"" + claim + "\""))
                .isEmpty();
    }

    private static Stream<String> sources(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> named = files.filter(
                            file -> file.toString().matches(".*(Invariants|History)" + ending + "[.]java"))
                    .toList();
            List<String> texts = new ArrayList<>();
            for (Path file : named) {
                texts.add(Files.readString(file));
            }
            return texts.stream();
        }
    }

    private static Stream<String> claims(String source) {
        return Pattern.compile("\"([^\"]+)\",\\s+step\\)")
                .matcher(source)
                .results()
                .map(claim -> claim.group(1));
    }

    @Test
    void callsThatDoWhatNoneMay() {
        Step begun = run.beginEpoch();
        Step ready = run.make(new Call.Ready(ADA, 0));
        Step idle = run.tick(1);
        Round round = Forged.round(0, 0, 5, 0, 10, 1, 3, 2, 0);
        assertBroken(
                1,
                "only a successor follows a state",
                Lies.after(begun, it -> it.state(RunState.COOLDOWN).round(round)));
        assertBroken(2, "what is refused changes nothing", Lies.answer(ready, MemberOutcome.GONE));
        assertBroken(
                2,
                "a tick that reports nothing changes nothing but the clock",
                Lies.after(idle, it -> it.order(RunOrder.PAUSE)));
        assertBroken(3, "no call throws", Lies.answer(idle, new IllegalStateException()));
        assertBroken(8, "only a tick changes the state", Lies.after(ready, it -> it.state(RunState.PAUSED)));
    }

    private static RunSnapshot.Clock clock(Instant now, Instant stateBegan, Instant stateAnchor, Instant epochAnchor) {
        return new RunSnapshot.Clock(
                now, stateBegan, stateAnchor, epochAnchor, Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Test
    void clocksThatAreNotFollowed() {
        Step begun = run.beginEpoch();
        Step ready = run.make(new Call.Ready(ADA, 0));
        Step idle = run.tick(1);
        Step back = run.tick(-1);
        RunSnapshot.Clock then = begun.after().clock();
        RunSnapshot.Clock now = idle.after().clock();
        Instant other = now.now().plusSeconds(7);
        assertBroken(6, "messages carry no time", Lies.after(ready, it -> it.clock(now)));
        assertBroken(
                6,
                "the host's clock is followed",
                Lies.after(
                        begun,
                        it -> it.clock(clock(other, then.stateBegan(), then.stateAnchor(), then.epochAnchor()))));
        assertBroken(6, "a clock that goes back is reported", Lies.events(back, List.of()));
        assertBroken(
                6,
                "a state lasts while time passes",
                Lies.after(idle, it -> it.clock(Lies.lasting(now, Duration.ofSeconds(1)))));
        assertBroken(
                6,
                "a state begins with the tick that led to it",
                Lies.after(begun, it -> it.clock(clock(then.now(), other, then.stateAnchor(), then.epochAnchor()))));
        assertBroken(
                6,
                "an epoch lasts while time passes",
                Lies.after(
                        idle,
                        it -> it.clock(clock(
                                now.now(),
                                now.stateBegan(),
                                now.stateAnchor(),
                                now.epochAnchor().minusSeconds(1)))));
    }

    @Test
    void transitionsThatAreNotReportedLast() {
        Step end = run.endRound();
        List<RunEvent> events = end.events();
        assertBroken(8, "a tick makes at most one transition", Lies.events(end, events.subList(0, events.size() - 1)));
        assertBroken(8, "the transition comes last", Lies.events(end, List.of(events.get(1), events.get(0))));
    }

    @Test
    void waitsThatAreTooShortOrTooLong() {
        TrueRun patient = new TrueRun(TrueRun.config()
                .waitingForMembersExtraTime(Duration.ofSeconds(1))
                .build());
        Step waits = patient.tick(1);
        assertBroken(7, "the last step ends the run", Lies.both(waits, it -> it.step(10)));
        assertBroken(
                7,
                "the extra time counts from the tick that found enough",
                Lies.after(waits, it -> it.clock(Lies.uncounted(waits.after().clock()))));
        Step begins = patient.tick(1);
        assertBroken(
                7,
                "an epoch begins when the waiting is over",
                Lies.before(
                        begins, it -> it.clock(Lies.uncounted(begins.before().clock()))));

        run.beginEpoch();
        assertBroken(7, "a warm-up that is over ends", Lies.longer(run.tick(1), LONG));
        assertBroken(7, "training waits for all, or for its time", Lies.shorter(run.tick(4), Duration.ofSeconds(4)));
        assertBroken(7, "training has its time", Lies.longer(run.tick(1), LONG));
        Step trained = run.tick(4);
        assertBroken(
                18,
                "training is cut short without hope of a quorum",
                Lies.events(
                        trained,
                        Transition.class,
                        it -> Forged.transition(it.from(), it.to(), TransitionReason.CUT_SHORT, it.at())));
        assertBroken(7, "witnesses have their time", Lies.longer(run.tick(1), LONG));
        run.tick(4);
        assertBroken(7, "cooldown has its time", Lies.longer(run.tick(1), LONG));
    }

    @Test
    void pausesThatNobodyAskedFor() {
        run.beginEpoch();
        run.make(new Call.Pause());
        assertBroken(7, "the operator alone begins a pause", Lies.before(run.tick(1), it -> it.order(RunOrder.NONE)));
        run.make(new Call.Resume());
        assertBroken(7, "the operator alone ends a pause", Lies.before(run.tick(1), it -> it.order(RunOrder.NONE)));
        run.beginEpoch();
        run.make(new Call.Stop());
        assertBroken(
                7,
                "the operator alone ends a run before its last step",
                Lies.before(run.tick(1), it -> it.order(RunOrder.NONE)));
    }

    @Test
    void whatTheOperatorDidNotSay() {
        run.beginEpoch();
        Step ready = run.make(new Call.Ready(ADA, 0));
        assertBroken(
                24,
                "a configuration is taken up when a pause ends",
                Lies.after(ready, it -> it.config(TrueRun.config().totalSteps(8).build())));
        assertBroken(
                23,
                "the first epoch of a run and after a pause starts cold",
                Lies.after(ready, it -> it.coldStart(false)));
        assertBroken(2, "a checkpoint is the word of the operator", Lies.after(ready, it -> it.checkpoint("step-1")));
    }

    @Test
    void aWarmupThatEndsWithoutNeed() {
        run.beginEpoch();
        run.make(new Call.Disconnect(ADA));
        run.make(new Call.Disconnect(GRACE));
        Step disbands = run.tick(1);
        assertBroken(
                7,
                "a warm-up is given up when too few members are left, or by on_warmup_drop",
                Lies.events(disbands, Removal.class, it -> null));
        assertBroken(
                13,
                "waiting and pausing empty the roster",
                Lies.after(disbands, it -> it.members(none -> Lies.with(none, Lies.fresh(CLIENTS.get(2))))));
    }

    @Test
    void anEarlyEndThatIsMissed() {
        RunSnapshot attested = run.attested().after();
        Call tick = new Call.Tick(attested.clock().now());
        assertBroken(
                18,
                "training ends early by early_end, or when it is cut short",
                new Step(attested, CLIENTS, tick, List.of(), attested));
    }

    @Test
    void membersThatAreNot() {
        Step begun = run.beginEpoch();
        Step ready = run.make(new Call.Ready(ADA, 0));
        Removal exit = Forged.removal(ADA, Removal.Cause.LEFT, RunState.WARMUP, 0, null, Instant.EPOCH);
        assertBroken(
                9,
                "members are distinct",
                Lies.after(
                        ready,
                        it -> it.members(members -> {
                            members.set(1, members.get(0));
                            return members;
                        })));
        assertBroken(
                9,
                "nobody who left is a member, or left twice",
                Lies.after(ready, it -> it.removals(removals -> Lies.with(removals, exit))));
        assertBroken(
                10,
                "an epoch takes those pending, in their order",
                Lies.after(begun, it -> it.members(Lies::reversed)));
        assertBroken(10, "a new member is there, and not ready", Lies.after(begun, it -> it.members(Lies::ready)));
        assertBroken(
                10,
                "nobody joins in mid-epoch, and none overtakes",
                Lies.after(ready, it -> it.members(members -> Lies.with(members, Lies.fresh(MARY)))));
        Step crowded = new TrueRun(TrueRun.config().maxClients(3).build()).beginEpoch();
        assertBroken(
                11,
                "there is room for all",
                Lies.after(crowded, it -> it.members(members -> Lies.with(members, Lies.fresh(MARY)))));
    }

    @Test
    void exitsThatAreNot() {
        Removal old = Forged.removal(MARY, Removal.Cause.LEFT, RunState.WARMUP, 0, null, Instant.EPOCH);
        Step begun = new TrueRun().beginEpoch();
        assertBroken(
                11, "exits are kept for one epoch", Lies.after(begun, it -> it.removals(removals -> List.of(old))));
        Step drop = run.drop();
        assertBroken(
                13,
                "each exit is recorded, and none is forgotten",
                Lies.after(drop, it -> it.removals(removals -> Lies.with(removals, old))));
        assertBroken(
                13,
                "an exit has its round and time",
                Lies.removal(
                        drop,
                        it -> Forged.removal(
                                it.client(), it.cause(), it.during(), it.epoch(), new RoundId(0, 0), it.at())));
        assertBroken(
                13,
                "an exit has its cause",
                Lies.removal(
                        drop,
                        it -> Forged.removal(
                                it.client(),
                                Removal.Cause.LEFT,
                                it.during(),
                                it.epoch(),
                                it.round().orElse(null),
                                it.at())));
    }

    @Test
    void anExitThatIsForgottenWhenTheEpochDisbands() {
        run.endUnconfirmed();
        run.make(new Call.Disconnect(ADA));
        Step forgetful = Lies.events(run.tick(5), Removal.class, it -> null);
        assertBroken(
                13, "nobody goes without an exit", Lies.after(forgetful, it -> it.removals(removals -> List.of())));
    }

    @Test
    void barsThatAreNot() {
        run.beginEpoch();
        Step barred = run.make(new Call.Eject(ADA));
        assertBroken(
                13, "clients are ejected until they are reinstated", Lies.after(barred, it -> it.ejected(List.of())));
        assertBroken(13, "an ejected member is not there", Lies.after(barred, it -> it.members(Lies::fresh)));
    }

    @Test
    void rostersThatShift() {
        Step drop = new TrueRun().drop();
        assertBroken(
                12,
                "a new roster is a new version, and only that",
                Lies.after(drop, it -> it.rosterVersion(drop.before().rosterVersion())));
        assertBroken(
                12,
                "versions grow",
                Lies.after(drop, it -> it.rosterVersion(drop.before().rosterVersion() - 1)));
        run.beginRound();
        run.make(new Call.Disconnect(ADA));
        assertBroken(12, "seats are those of the round", Lies.drop(run.tick(1), 0, Removal.Cause.DISCONNECTED));
    }

    @Test
    void roundsThatBeginOtherwise() {
        Step begun = run.beginRound();
        long version = begun.after().rosterVersion();
        assertBroken(
                31,
                "readiness is the word of a client that is there",
                Lies.after(begun, it -> it.members(Lies::ready)));
        assertBroken(
                12,
                "a round knows how many take part",
                Lies.after(begun, it -> it.round(Forged.round(0, 0, 5, 0, 10, version, 2, 2, 0))));
        assertBroken(
                12,
                "a round knows its roster",
                Lies.after(begun, it -> it.round(Forged.round(0, 0, 5, 0, 10, version + 1, 3, 2, 0))));
        assertBroken(
                14,
                "enough are elected",
                Lies.after(begun, it -> it.round(Forged.round(0, 0, 5, 0, 10, version, 3, 1, 0))));
        assertBroken(
                23,
                "rounds are counted from 0",
                Lies.after(begun, it -> it.round(Forged.round(0, 1, 5, 0, 10, version, 3, 2, 0))));
        assertBroken(
                24,
                "an open round trains on the next data",
                Lies.after(begun, it -> it.round(Forged.round(0, 0, 5, 1, 10, version, 3, 2, 0))));
        assertBroken(
                23,
                "a round stays as it is",
                Lies.after(run.attest(0), it -> it.round(Forged.round(0, 0, 6, 0, 10, version, 3, 2, 0))));
    }

    @Test
    void countsThatAreWrong() {
        Step end = run.endRound();
        assertBroken(23, "an epoch ends with its cooldown", Lies.after(end, it -> it.epoch(1)));
        assertBroken(23, "there are no steps beyond the last", Lies.after(end, it -> it.step(11)));
        assertBroken(24, "a confirmed round is a step", Lies.after(end, it -> it.step(1)));
        assertBroken(24, "a confirmed round uses its data", Lies.after(end, it -> it.nextDataIndex(9)));
    }

    @Test
    void proofsThatAreNot() {
        run.beginRound();
        Step first = run.attest(0);
        Step refused = new Step(first.before(), CLIENTS, first.call(), WitnessOutcome.NOT_ELECTED, first.before());
        assertBroken(16, "a proof is accepted if it holds", refused);
        assertBroken(
                17,
                "only a witness adds a proof, and only its ejection takes it away",
                Lies.after(first, it -> it.proofs(proofs -> List.of())));
        Step attested = new TrueRun().attested();
        Round round = attested.after().round().orElse(null);
        assertBroken(
                11,
                "there are no more proofs than witnesses",
                Lies.proofs(attested, proofs -> Lies.with(proofs, proofs.get(0))));
        assertBroken(17, "each witness attests once, and proofs are in order", Lies.proofs(attested, Lies::reversed));
        assertBroken(
                16,
                "each proof is that of an elected witness",
                Lies.proofs(
                        attested,
                        proofs -> List.of(new WitnessProof(
                                new RoundId(0, 0),
                                unelected(round),
                                0,
                                proofs.get(0).participation()))));
        assertBroken(
                20,
                "each proof is evidence",
                Lies.proofs(
                        attested,
                        proofs -> List.of(new WitnessProof(
                                new RoundId(0, 0),
                                proofs.get(0).index(),
                                0,
                                ParticipationBitmap.of(4, index -> true)))));
    }

    private static int unelected(Round round) {
        return IntStream.range(0, round.clientCount())
                .filter(index -> !Committee.of(round).isWitness(index))
                .findFirst()
                .orElseThrow();
    }

    /** An evaluation of the round at that height, with other numbers. */
    private static RoundEvaluation evaluated(
            Round round, int height, boolean confirmed, int attested, int witnesses, int omittedCount) {
        BitSet everyone = new BitSet();
        everyone.set(0, round.clientCount());
        BitSet omitted = new BitSet();
        omitted.set(0, omittedCount);
        BitSet attesting = new BitSet();
        attesting.set(0, attested);
        return Forged.evaluation(
                Forged.round(0, height, round.seed(), 0, 10, round.rosterVersion(), round.clientCount(), witnesses, 0),
                1,
                confirmed,
                2,
                CLIENTS,
                attesting,
                everyone,
                omitted);
    }

    /** An evaluation by which the first client had no work. */
    private static RoundEvaluation withoutWork(Round round) {
        BitSet attested = new BitSet();
        attested.set(0, round.witnessCount());
        BitSet hadWork = new BitSet();
        hadWork.set(1, round.clientCount());
        return Forged.evaluation(round, 1, true, 2, CLIENTS, attested, hadWork, new BitSet());
    }

    @Test
    void evaluationsThatAreNot() {
        Step failed = new TrueRun().endUnconfirmed();
        Round round = failed.before().round().orElseThrow();
        assertBroken(19, "a round is evaluated when it ends", Lies.events(failed, RoundEvaluation.class, it -> null));
        assertBroken(
                19,
                "a quorum confirms",
                Lies.after(
                        Lies.evaluation(failed, it -> evaluated(round, 0, true, 0, 2, 0)),
                        it -> it.step(2).nextDataIndex(10)));
        Step end = run.endRound();
        assertBroken(
                19, "the quorum is one of the elected", Lies.evaluation(end, it -> evaluated(round, 0, true, 2, 3, 0)));
        assertBroken(19, "each accepted proof counts", Lies.evaluation(end, it -> evaluated(round, 0, true, 3, 2, 0)));
        assertBroken(
                19,
                "the evaluation is that of the round",
                Lies.evaluation(end, it -> evaluated(round, 1, true, 2, 2, 0)));
        assertBroken(
                21,
                "a client is omitted by its judges",
                Lies.evaluation(end, it -> evaluated(round, 0, true, 2, 2, 1)));
        assertBroken(
                29,
                "no step counts without participants",
                Lies.evaluation(end, it -> evaluated(round, 0, true, 2, 2, 3)));
        assertBroken(29, "a client takes part by its judges", Lies.evaluation(end, it -> withoutWork(round)));
        assertBroken(
                29,
                "those have the model that took part in the last confirmed round or had no work",
                Lies.after(end, it -> it.members(Lies::fresh)));
    }

    @Test
    void aDeadlineThatIsTooLate() {
        Step begun = run.beginEpoch();
        Instant late = begun.after().clock().now().plusNanos(1);
        assertThatThrownBy(() -> Invariants.checkDeadline(Optional.of(late), begun))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("[30]")
                .hasMessageContaining("a tick before its deadline changes nothing");
    }

    @Test
    void runsThatMustBeTheSame() {
        RunSnapshot snapshot = run.beginEpoch().after();
        assertThatThrownBy(() -> Invariants.requireSame(5, snapshot, run.tick(1).after()))
                .hasMessageStartingWith("[5]");
    }
}
