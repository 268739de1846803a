package io.github.coordinator;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundId;
import io.github.coordinator.round.WitnessProof;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
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
            Round round,
            long step,
            boolean confirmed,
            int quorum,
            List<ClientId> clients,
            BitSet attested,
            BitSet hadWork,
            BitSet omitted) {
        return new RoundEvaluation(
                new RoundEvaluation.Fields(round, step, confirmed, quorum, clients, attested, hadWork, omitted));
    }

    public static RunSnapshot snapshot(
            RunConfig config,
            RunState state,
            @Nullable TransitionReason reason,
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
            RunOrder order,
            boolean coldStart,
            List<RunSnapshot.Standing> standings,
            @Nullable RunConfig nextConfig,
            @Nullable String checkpoint) {
        return new RunSnapshot(new RunSnapshot.Fields(
                config,
                state,
                Optional.ofNullable(reason),
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
                order,
                coldStart,
                List.copyOf(standings),
                Optional.ofNullable(nextConfig),
                Optional.ofNullable(checkpoint)));
    }

    public static Roster roster(long version, boolean seated, List<ClientId> clients, BitSet haveModel) {
        return new Roster(version, seated, clients, haveModel);
    }

    public static TickResult tickResult(
            RunStatus status,
            boolean changed,
            @Nullable Roster newRoster,
            Optional<Instant> nextDeadline,
            List<RunEvent> events) {
        return new TickResult(status, changed, newRoster, nextDeadline, events);
    }

    public static JoinResult joinResult(JoinOutcome outcome, OptionalLong session) {
        return new JoinResult(outcome, session);
    }

    public static HostedRunSnapshot hostedSnapshot(
            RunSnapshot run, List<PendingClient> pendingClients, long lastSession, long turn, PendingLimits limits) {
        return new HostedRunSnapshot(
                new HostedRunSnapshot.Fields(run, List.copyOf(pendingClients), lastSession, turn, limits));
    }

    public static PendingClient pendingClient(
            ClientId client, long session, boolean connected, long waitingSince, boolean heard, Duration silentFor) {
        return new PendingClient(client, session, connected, waitingSince, heard, silentFor);
    }

    /** The status of a run with this snapshot. */
    public static RunStatus status(RunSnapshot run, Optional<Instant> stateDue) {
        RunConfig config = run.config();
        return new RunStatus(new RunStatus.Fields(
                config.runId(),
                run.state(),
                run.reason(),
                run.epoch(),
                run.step(),
                config.totalSteps(),
                run.round(),
                run.clock().stateBegan(),
                stateDue,
                stateLimit(run),
                run.rosterVersion(),
                run.members().size(),
                config.model(),
                config.dataServerLocation(),
                config.warmupTime(),
                config.initMinClients(),
                config.minClients(),
                config.participation(),
                config.healthCheckTimeout(),
                run.coldStart(),
                run.nextDataIndex() * config.sequenceLength(),
                run.checkpoint()));
    }

    private static Optional<Duration> stateLimit(RunSnapshot run) {
        RunConfig config = run.config();
        Optional<Duration> limit = switch (run.state()) {
            case WARMUP -> Optional.of(config.warmupTime());
            case ROUND_TRAIN -> Optional.of(config.maxRoundTrainTime());
            case ROUND_WITNESS -> Optional.of(config.roundWitnessTime());
            case COOLDOWN -> Optional.of(config.cooldownTime());
            case WAITING_FOR_MEMBERS, PAUSED, FINISHED -> Optional.empty();
        };
        return limit.map(duration -> duration.isZero() ? Duration.ofNanos(1) : duration);
    }
}
