package io.github.coordinator;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundId;
import io.github.coordinator.round.WitnessProof;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Makes values that only the library makes otherwise, true or not, for tests in other packages. */
public final class Forged {
    private Forged() {}

    public static Round round(
            long epoch,
            long height,
            long seed,
            long firstDataIndex,
            int batchSize,
            long rosterVersion,
            int clientCount,
            int witnessCount,
            int verificationPercent) {
        return Round.builder(new RoundId(epoch, height))
                .seed(seed)
                .data(firstDataIndex, batchSize)
                .roster(rosterVersion, clientCount)
                .witnessCount(witnessCount)
                .verificationPercent(verificationPercent)
                .build();
    }

    public static Removal removal(
            ClientId client, Removal.Cause cause, RunState during, long epoch, @Nullable RoundId round, Instant at) {
        return new Removal(client, cause, during, epoch, round, at);
    }

    public static Transition transition(RunState from, RunState to, TransitionReason reason, Instant at) {
        return new Transition(from, to, reason, at);
    }

    public static RoundEvaluation evaluation(
            RoundId round, long step, boolean confirmed, int attestedCount, int witnessCount, List<ClientId> omitted) {
        return new RoundEvaluation(
                new RoundEvaluation.Fields(round, step, confirmed, attestedCount, witnessCount, omitted));
    }

    public static RunSnapshot.Member member(
            ClientId client,
            Presence presence,
            boolean ready,
            boolean heard,
            int missedHealthChecks,
            int absentRounds) {
        return new RunSnapshot.Member(client, presence, ready, heard, missedHealthChecks, absentRounds);
    }

    public static RunSnapshot snapshot(
            RunConfig config,
            RunState state,
            RunSnapshot.Clock clock,
            long epoch,
            long step,
            long nextDataIndex,
            long rosterVersion,
            List<RunSnapshot.Member> members,
            @Nullable Round round,
            List<WitnessProof> proofs,
            List<Removal> removals,
            List<ClientId> ejected,
            RunOrder order) {
        return new RunSnapshot(new RunSnapshot.Fields(
                config,
                state,
                clock,
                epoch,
                step,
                nextDataIndex,
                rosterVersion,
                List.copyOf(members),
                Optional.ofNullable(round),
                List.copyOf(proofs),
                List.copyOf(removals),
                List.copyOf(ejected),
                order));
    }

    public static Roster roster(long version, boolean seated, List<ClientId> clients) {
        return new Roster(version, seated, clients);
    }

    public static TickResult tickResult(
            RunStatus status, @Nullable Roster newRoster, Optional<Instant> nextDeadline, List<RunEvent> events) {
        return new TickResult(status, newRoster, nextDeadline, events);
    }

    public static JoinResult joinResult(JoinOutcome outcome, OptionalLong session) {
        return new JoinResult(outcome, session);
    }

    public static HostedRunSnapshot hostedSnapshot(
            RunSnapshot run, List<PendingClient> pendingClients, long lastSession) {
        return new HostedRunSnapshot(new HostedRunSnapshot.Fields(run, List.copyOf(pendingClients), lastSession));
    }

    public static PendingClient pendingClient(ClientId client, long session, boolean connected) {
        return new PendingClient(client, session, connected);
    }

    /** The status that a run shows whose snapshot this is. */
    public static RunStatus status(RunSnapshot run, Optional<Instant> stateDue) {
        return new RunStatus(new RunStatus.Fields(
                run.config().runId(),
                run.state(),
                run.epoch(),
                run.step(),
                run.config().totalSteps(),
                run.round(),
                run.clock().stateBegan(),
                stateDue,
                run.rosterVersion(),
                run.members().size(),
                run.config().model(),
                run.config().dataServerLocation(),
                run.config().warmupTime(),
                run.config().initMinClients(),
                run.config().minClients(),
                run.config().participation()));
    }
}
