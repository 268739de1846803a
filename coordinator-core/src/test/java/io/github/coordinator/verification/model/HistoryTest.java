package io.github.coordinator.verification.model;

import static io.github.coordinator.verification.model.TrueRun.ADA;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.coordinator.Forged;
import io.github.coordinator.OperatorOutcome;
import io.github.coordinator.round.Round;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The history of a run reveals each lie about its last step. */
class HistoryTest {
    private final TrueRun run = new TrueRun();

    private void assertNotRemembered(int invariant, String claim, Step lie) {
        History history = new History();
        List<Step> steps = run.steps();
        steps.subList(0, steps.size() - 1).forEach(history::follow);
        assertThatThrownBy(() -> history.follow(lie))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("[" + invariant + "] does not hold: " + claim + "\n");
    }

    /** Tells of the last step twice. */
    private void assertNotTwice(int invariant, String claim, Step last) {
        run.steps().add(last);
        assertNotRemembered(invariant, claim, last);
    }

    @Test
    void theTruthIsRemembered() {
        run.endRound();
        run.make(new Call.Eject(ADA));
        History history = new History();
        assertThatCode(() -> run.steps().forEach(history::follow)).doesNotThrowAnyException();
    }

    @Test
    void aMemberThatWasNeverPending() {
        assertNotRemembered(
                10, "all members were pending when the epoch began", Lies.pending(run.beginEpoch(), List.of()));
    }

    @Test
    void aMemberThatHasLeft() {
        run.drop();
        Step ready = run.make(new Call.Ready(ADA, 0));
        assertNotRemembered(
                9,
                "who has left is no member",
                Lies.after(ready, it -> it.members(members -> Lies.with(members, Lies.fresh(ADA)))));
    }

    @Test
    void aClientThatLeavesTwice() {
        assertNotTwice(13, "nobody leaves twice", run.drop());
    }

    @Test
    void aClientThatIsBarredTwice() {
        run.beginEpoch();
        assertNotTwice(13, "nobody is barred twice", run.make(new Call.Eject(ADA)));
    }

    @Test
    void aBarThatIsForgottenLater() {
        run.beginEpoch();
        run.make(new Call.Eject(ADA));
        assertNotRemembered(
                13,
                "a bar is for the run, or until the operator lifts it",
                Lies.after(run.tick(1), it -> it.ejected(List.of())));
    }

    @Test
    void aReinstatementOfAClientThatWasNotBarred() {
        run.beginEpoch();
        run.make(new Call.Eject(ADA));
        run.make(new Call.Reinstate(ADA));
        assertNotRemembered(
                13,
                "only who is barred is reinstated",
                Lies.answer(run.make(new Call.Reinstate(ADA)), OperatorOutcome.RECORDED));
    }

    @Test
    void seatsThatShiftWithinARound() {
        run.beginRound();
        assertNotRemembered(
                12,
                "seats are those of the round for its life",
                Lies.after(run.attest(0), it -> it.members(Lies::reversed)));
    }

    @Test
    void aRoundOfThePast() {
        Step end = run.endRound();
        Round again = Forged.round(0, 0, 6, 10, 10, end.after().rosterVersion(), 3, 2, 0);
        assertNotRemembered(23, "rounds do not go back", Lies.after(end, it -> it.round(again)));
    }

    @Test
    void dataAndStepsThatAreSkipped() {
        run.endRound();
        Round second = run.round();
        Step end = run.endAnother();
        Round skipping = Forged.round(0, 1, second.seed(), 11, 10, second.rosterVersion(), 3, 2, 0);
        assertNotRemembered(
                24, "confirmed rounds train on all data in turn", Lies.before(end, it -> it.round(skipping)));
        assertNotRemembered(
                24, "what is not confirmed is trained on again", Lies.after(end, it -> it.nextDataIndex(21)));
        assertNotRemembered(24, "steps count confirmed rounds", Lies.after(end, it -> it.step(4)));
    }
}
