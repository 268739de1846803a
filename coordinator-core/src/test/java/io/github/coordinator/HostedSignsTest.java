package io.github.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The members of the run are heard, whatever is asked or happens next, by example. */
class HostedSignsTest extends HostedRunFixture {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    @BeforeEach
    void begin() {
        run = HostedRun.start(
                config.toBuilder().healthCheckTimeout(TIMEOUT).build(),
                seeds,
                Instant.EPOCH,
                new PendingLimits(200, 25));
        warmUp();
        tickAfter(A_SECOND);
    }

    @Test
    void theSnapshotHasTheSign() {
        run.healthCheck(BOB);
        assertThat(heardMembers()).containsExactly(BOB);
        assertThat(heardMembers()).containsExactly(BOB);
    }

    @Test
    void theTickDatesTheSign() {
        run.healthCheck(BOB);
        tickAfter(A_SECOND);
        assertThat(heardMembers()).isEmpty();
        assertThat(silentFor()).containsExactly(A_SECOND.multipliedBy(2), Duration.ZERO, A_SECOND.multipliedBy(2));
    }

    @Test
    void theExplanationHasTheSign() {
        assertThat(run.explain(BOB, now).orElseThrow().silentFor()).contains(A_SECOND);
        run.healthCheck(BOB);
        assertThat(run.explain(BOB, now).orElseThrow().silentFor()).contains(Duration.ZERO);
    }

    @Test
    void aMemberThatLeavesWasHeardBefore() {
        run.healthCheck(BOB);
        run.leave(BOB);
        assertThat(heardMembers()).containsExactly(BOB);
    }

    @Test
    void aMemberThatLeftAndWaitsForTheNextEpochIsNotHeardInThisOne() {
        run.leave(BOB);
        join(BOB);
        assertThat(run.healthCheck(BOB)).isEqualTo(MemberOutcome.RECORDED);
        assertThat(heardMembers()).isEmpty();
    }

    @Test
    void membersAreHeardAtTheirSeatsOnceOthersWereRemoved() {
        run.leave(ADA);
        tick();
        run.healthCheck(CYD);
        assertThat(run.roster().clients()).containsExactly(BOB, CYD);
        assertThat(heardMembers()).containsExactly(CYD);
    }

    /** More clients join than there are rows, so that all move to other rows, from which ada has gone. */
    @Test
    void membersAreHeardWhileMoreAndMoreClientsJoin() {
        run.healthCheck(BOB);
        run.leave(ADA);
        for (int newcomer = 0; newcomer < 100; newcomer++) {
            join(ClientId.of("newcomer " + newcomer));
        }
        assertThat(heardMembers()).containsExactly(BOB);
        tick();
        run.healthCheck(CYD);
        assertThat(heardMembers()).containsExactly(CYD);
    }

    @Test
    void membersOfTheLastEpochAreHeardWhileThereIsNone() {
        run.leave(ADA);
        run.leave(BOB);
        assertThat(tick().status().state()).isEqualTo(RunState.WAITING_FOR_MEMBERS);
        run.healthCheck(CYD);
        assertThat(run.snapshot().run().standings())
                .filteredOn(RunSnapshot.Standing::heard)
                .extracting(RunSnapshot.Standing::client)
                .containsExactly(CYD);
    }

    private List<ClientId> heardMembers() {
        return run.snapshot().run().members().stream()
                .filter(RunSnapshot.Member::heard)
                .map(RunSnapshot.Member::client)
                .toList();
    }

    private List<Duration> silentFor() {
        return run.snapshot().run().members().stream()
                .map(RunSnapshot.Member::silentFor)
                .toList();
    }
}
