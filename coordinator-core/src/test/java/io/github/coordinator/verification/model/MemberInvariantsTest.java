package io.github.coordinator.verification.model;

import static io.github.coordinator.verification.model.InvariantsTest.assertBroken;
import static io.github.coordinator.verification.model.TrueRun.ADA;
import static io.github.coordinator.verification.model.TrueRun.MARY;

import io.github.coordinator.Counts;
import io.github.coordinator.Presence;
import io.github.coordinator.Removal;
import io.github.coordinator.RunSnapshot;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lies about what is known of a member: its presence, its signs of life, and what is held against it. */
class MemberInvariantsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final TrueRun run =
            new TrueRun(TrueRun.config().healthCheckTimeout(TIMEOUT).build());

    @Test
    void presenceThatNobodyReported() {
        run.beginEpoch();
        Step check = run.make(new Call.HealthCheck(MARY));
        assertBroken(
                31,
                "presence is what was last said of a client",
                Lies.first(run.make(new Call.HealthCheck(ADA)), it -> Lies.gone(it, Presence.DISCONNECTED)));
        assertBroken(2, "what is refused changes nothing", Lies.first(check, it -> Lies.gone(it, Presence.LEFT)));
        assertBroken(
                13,
                "members that are gone lose their seats in time",
                Lies.both(run.tick(1), it -> it.members(all -> Lies.first(all, ada -> Lies.gone(ada, Presence.LEFT)))));
    }

    @Test
    void silenceThatIsNot() {
        run.beginEpoch();
        assertBroken(
                26,
                "what is recorded of a member is its sign of life",
                Lies.first(run.make(new Call.HealthCheck(ADA)), it -> Lies.silent(it, Duration.ZERO)));
        assertBroken(
                26,
                "a member is silent for the observed time without a sign",
                Lies.first(run.tick(1), it -> Lies.silent(it, Duration.ofSeconds(1))));
        Step end = new TrueRun(TrueRun.config().healthCheckTimeout(TIMEOUT).build()).endUnconfirmed();
        assertBroken(34, "only a silent member is removed as silent", Lies.drop(end, 0, Removal.Cause.SILENT));
        Duration after = TIMEOUT.plus(end.observed());
        Step kept = Lies.before(end, it -> it.members(all -> Lies.first(all, ada -> Lies.silent(ada, TIMEOUT))));
        assertBroken(26, "a silent member is removed", Lies.first(kept, it -> Lies.silent(it, after)));
    }

    @Test
    void countsThatNoRoundMade() {
        run.beginEpoch();
        Step ready = run.make(new Call.Ready(ADA, 0));
        assertBroken(21, "counts change only when a round ends", Lies.first(ready, it -> Lies.counted(it, 1, 0)));
        assertBroken(
                11,
                "counts are kept for members and pending clients only",
                Lies.after(
                        ready,
                        it -> it.standings(List.of(new RunSnapshot.Standing(
                                MARY, new Counts(1, 0), false, false, false, Duration.ZERO)))));
        assertBroken(
                11,
                "members of the last epoch are remembered until the next",
                Lies.after(
                        ready,
                        it -> it.standings(List.of(
                                new RunSnapshot.Standing(ADA, Counts.NONE, true, false, true, Duration.ZERO)))));
    }

    @Test
    void countsThatARoundDidNotMake() {
        Step end = run.endRound();
        assertBroken(21, "absence is counted on evidence", Lies.first(end, it -> Lies.counted(it, 1, 0)));
        assertBroken(22, "elections are counted that somebody attested", Lies.first(end, it -> Lies.counted(it, 0, 1)));
    }

    @Test
    void removalsWithoutEvidence() {
        Step failed = new TrueRun(TrueRun.config().maxAbsentRounds(1).build()).endUnconfirmed();
        assertBroken(
                27, "a member that is absent too often is removed for it", Lies.drop(failed, 0, Removal.Cause.ABSENT));
        assertBroken(
                27,
                "a witness that misses too many elections is removed for it",
                Lies.drop(failed, 0, Removal.Cause.NOT_ATTESTING));
    }
}
