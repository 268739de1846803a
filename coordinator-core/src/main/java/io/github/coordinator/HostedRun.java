package io.github.coordinator;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.Seat;
import io.github.coordinator.round.SeedSource;
import io.github.coordinator.round.WitnessProof;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A run as a server hosts it: a {@link Coordinator} together with its pending clients and their sessions, kept consistent
 * with each other. Like the coordinator it is pure: it has no input or output, no clock, no thread and no randomness.
 *
 * <p>Its inputs are values. {@link #apply} takes any of them, so that a host can put them into a queue, a journal or a
 * replicated log; the methods take them one by one. The loop of a host takes all inputs that have arrived, applies them, and
 * ticks once:
 *
 * <pre>{@code
 * for (RunInput input : inbox) {
 *     answer(input, run.apply(input));
 * }
 * TickResult result = run.tick(clock.instant());
 * result.removals().forEach(removal -> tell(removal.client(), removal));
 * result.roster().ifPresent(roster -> roster.forEachSeat((client, seat) -> tell(client, seat)));
 * result.transition().ifPresent(transition -> broadcast(result.status()));
 * wakeUpAt(result.nextDeadline());
 * }</pre>
 *
 * <p><b>Sessions.</b> Each join that is not refused begins a new session of its client. The host keeps the session with the
 * connection, and names it when that connection ends. The end of a session that a later join replaced changes nothing, so a
 * client that comes back on a new connection before the host noticed the end of the old one is not lost. A client that
 * disconnects and comes back before it is removed keeps its seat, and its place among the pending clients.
 *
 * <p>The rules for threads, null and exceptions are those of {@link Coordinator}.
 *
 * @since 0.1.0
 */
public final class HostedRun {
    private final Coordinator coordinator;
    private final PendingClients pending;
    private final CallGuard guard = new CallGuard();
    private long revision;

    private HostedRun(Coordinator coordinator, PendingClients pending) {
        this.coordinator = coordinator;
        this.pending = pending;
    }

    /**
     * A new run, waiting for members.
     *
     * @param config the configuration
     * @param seeds the randomness of each round
     * @param now the time by the host's clock
     * @return the run
     */
    public static HostedRun start(RunConfig config, SeedSource seeds, Instant now) {
        return start(config, seeds, now, PendingLimits.DEFAULT);
    }

    /**
     * A new run, waiting for members.
     *
     * @param config the configuration
     * @param seeds the randomness of each round
     * @param now the time by the host's clock
     * @param limits how pending clients are kept
     * @return the run
     * @throws IllegalArgumentException if fewer clients may be pending than an epoch needs to begin
     */
    public static HostedRun start(RunConfig config, SeedSource seeds, Instant now, PendingLimits limits) {
        PendingClients.problemsWith(Objects.requireNonNull(config, "config"), Objects.requireNonNull(limits, "limits"))
                .forEach(problem -> {
                    throw new IllegalArgumentException(problem.message());
                });
        PendingClients pending = new PendingClients(config, limits);
        return new HostedRun(Coordinator.start(config, pending, seeds, now), pending);
    }

    /**
     * A run that continues exactly as the one would have whose snapshot this is, given the same seeds. A server that was down
     * in between calls {@link #restarted} next. O(members + pending clients), and the election of the open round.
     *
     * @param snapshot the state of the run
     * @param seeds the randomness of each round
     * @return the run
     * @throws IllegalArgumentException if the snapshot contradicts itself
     */
    public static HostedRun restore(HostedRunSnapshot snapshot, SeedSource seeds) {
        HostedSnapshotRules.check(Objects.requireNonNull(snapshot, "snapshot"));
        PendingClients pending = new PendingClients(snapshot.run().config(), snapshot.limits());
        pending.restore(snapshot);
        return new HostedRun(Coordinator.restore(snapshot.run(), pending, seeds), pending);
    }

    /**
     * Gives an input to the run. Costs what the method of the input's name costs.
     *
     * @param input the input
     * @return its answer: a {@link TickResult} for a tick, a {@link JoinResult} for a join, a {@link ReconfigureResult} for a
     *     reconfiguration, else an {@link Outcome}
     */
    public RunAnswer apply(RunInput input) {
        return Objects.requireNonNull(input, "input").applyTo(this);
    }

    /**
     * Lets time pass and decides what the run does next. While the run waits for members, a tick also drops the pending
     * clients whose sessions ended or that are silent. The result does not name them, since they had no seat, but
     * {@link #revision} counts it.
     *
     * @param now the time by the host's clock
     * @return what changed, and when to tick again
     * @see Coordinator#tick
     */
    public TickResult tick(Instant now) {
        Objects.requireNonNull(now, "now");
        guard.enter();
        try {
            boolean wasWaiting = isWaiting();
            if (wasWaiting) {
                findSilent(now);
            }
            TickResult result = tickOrAbandon(now);
            boolean dropped = pending.endTick(result, wasWaiting, coordinator.config(), coordinator.observedNanos());
            if (dropped || result.changed()) {
                revision++;
            }
            return result;
        } finally {
            guard.exit();
        }
    }

    private void findSilent(Instant now) {
        long observed = coordinator.observedNanosAt(now);
        if (pending.someMayBeSilent(observed) && isDue(now)) {
            pending.findSilent(observed);
        }
    }

    private boolean isWaiting() {
        return coordinator.state() == RunState.WAITING_FOR_MEMBERS;
    }

    /** Whether a tick at that time may change something. Before its deadline, it must not find anyone silent. */
    private boolean isDue(Instant now) {
        Optional<Instant> deadline = nextDeadline();
        return now.isBefore(coordinator.now()) || (deadline.isPresent() && !now.isBefore(deadline.get()));
    }

    private TickResult tickOrAbandon(Instant now) {
        try {
            passOnSigns();
            return coordinator.tick(now);
        } catch (RuntimeException | Error failure) {
            pending.abandonTick();
            throw failure;
        }
    }

    /**
     * A client asks to take part. If it is not refused, it is pending from now on, and this connection is its only one. O(1);
     * where there is no room for more, O(pending clients).
     *
     * @param runId the id of the run that it wants to join
     * @param client the client, as the host knows it
     * @return the outcome, and the session if it is not refused
     */
    public JoinResult join(String runId, ClientId client) {
        Objects.requireNonNull(runId, "runId");
        Objects.requireNonNull(client, "client");
        guard.enter();
        try {
            Optional<JoinOutcome> refusal = coordinator.refusal(runId, client);
            int row = pending.rowOf(client);
            if (refusal.isEmpty() && row == PendingClients.NO_ROW && !pending.makeRoom(coordinator::isMember)) {
                refusal = Optional.of(JoinOutcome.FULL);
            }
            if (refusal.isPresent()) {
                return new JoinResult(refusal.get(), OptionalLong.empty());
            }
            if (row == PendingClients.NO_ROW && pending.isFull()) {
                passOnSigns(); // While the rows of members are still their places.
            }
            JoinOutcome outcome = coordinator.join(runId, client);
            if (outcome == JoinOutcome.ALREADY_MEMBER) {
                coordinator.healthCheck(client);
            }
            revision++;
            return new JoinResult(outcome, OptionalLong.of(pending.join(client, row)));
        } finally {
            guard.exit();
        }
    }

    /**
     * A client has loaded the model.
     *
     * @param client the client, as the host knows it
     * @param epoch the epoch that it is ready for
     * @return whether it is recorded, or why not
     * @see Coordinator#ready
     */
    public MemberOutcome ready(ClientId client, long epoch) {
        guard.enter();
        try {
            return heard(client, coordinator.ready(client, epoch));
        } finally {
            guard.exit();
        }
    }

    /**
     * A member or a pending client gives a sign of life. O(1).
     *
     * @param client the client, as the host knows it
     * @return whether it is recorded, or why not: {@link MemberOutcome#NOT_A_MEMBER} if the client is neither, and must join
     *     again
     * @see Coordinator#healthCheck
     */
    public MemberOutcome healthCheck(ClientId client) {
        Objects.requireNonNull(client, "client");
        guard.enter();
        try {
            int row = pending.hear(client);
            if (row == PendingClients.NO_ROW) {
                return coordinator.isMember(client) ? MemberOutcome.GONE : MemberOutcome.NOT_A_MEMBER;
            }
            if (!pending.isPlace(row)) {
                coordinator.healthCheck(client);
            }
            revision++;
            return MemberOutcome.RECORDED;
        } finally {
            guard.exit();
        }
    }

    /**
     * A witness attests a round.
     *
     * @param client the sender of the proof, as the host knows it
     * @param proof what it claims
     * @return whether the proof is recorded, or why not
     * @see Coordinator#witness
     */
    public WitnessOutcome witness(ClientId client, WitnessProof proof) {
        guard.enter();
        try {
            return heard(client, coordinator.witness(client, proof));
        } finally {
            guard.exit();
        }
    }

    /**
     * A client says goodbye, member or not. O(witnesses).
     *
     * @param client the client, as the host knows it
     * @return whether it is recorded, or why not
     * @see Coordinator#leave
     */
    public MemberOutcome leave(ClientId client) {
        guard.enter();
        try {
            MemberOutcome outcome = coordinator.leave(client);
            boolean wasPending = pending.remove(client);
            return recorded(wasPending ? MemberOutcome.RECORDED : outcome);
        } finally {
            guard.exit();
        }
    }

    /**
     * A client's connection is gone. O(witnesses).
     *
     * @param client the client, as the host knows it
     * @param session the session that began with this connection
     * @return whether it is recorded, or why not: {@link MemberOutcome#OLD_SESSION} if the client has joined again since
     * @see Coordinator#disconnected
     */
    public MemberOutcome disconnected(ClientId client, long session) {
        Objects.requireNonNull(client, "client");
        guard.enter();
        try {
            long current = pending.session(client);
            if (current != 0 && current != session) {
                return MemberOutcome.OLD_SESSION;
            }
            MemberOutcome outcome = coordinator.disconnected(client);
            return recorded(pending.disconnect(client) ? MemberOutcome.RECORDED : outcome);
        } finally {
            guard.exit();
        }
    }

    /**
     * The operator bars a client, member or not, from this run. O(witnesses).
     *
     * @param client the client
     * @return whether it is recorded, or why not
     * @see Coordinator#eject
     */
    public OperatorOutcome eject(ClientId client) {
        guard.enter();
        try {
            OperatorOutcome outcome = coordinator.eject(client);
            pending.remove(client);
            return recorded(outcome);
        } finally {
            guard.exit();
        }
    }

    /**
     * The operator stops the run for a while.
     *
     * @return whether it is recorded, or why not
     * @see Coordinator#pause
     */
    public OperatorOutcome pause() {
        guard.enter();
        try {
            return recorded(coordinator.pause());
        } finally {
            guard.exit();
        }
    }

    /**
     * The operator lets a paused run go on, or takes back a pause that has not taken effect.
     *
     * @return whether it is recorded, or why not
     * @see Coordinator#resume
     */
    public OperatorOutcome resume() {
        guard.enter();
        try {
            return recorded(coordinator.resume());
        } finally {
            guard.exit();
        }
    }

    /**
     * The operator lets an ejected client join again.
     *
     * @param client the client
     * @return whether it is recorded, or why not
     * @see Coordinator#reinstate
     */
    public OperatorOutcome reinstate(ClientId client) {
        guard.enter();
        try {
            return recorded(coordinator.reinstate(client));
        } finally {
            guard.exit();
        }
    }

    /**
     * The operator ends the run.
     *
     * @return whether it is recorded, or why not
     * @see Coordinator#stop
     */
    public OperatorOutcome stop() {
        guard.enter();
        try {
            return recorded(coordinator.stop());
        } finally {
            guard.exit();
        }
    }

    /**
     * The operator gives a paused run another configuration.
     *
     * @param config the new configuration
     * @return whether it is recorded, or what is wrong with it
     * @see Coordinator#reconfigure
     */
    public ReconfigureResult reconfigure(RunConfig config) {
        guard.enter();
        try {
            Objects.requireNonNull(config, "config");
            ReconfigureResult result =
                    coordinator.reconfigure(config, PendingClients.problemsWith(config, pending.limits()));
            recorded(result.outcome());
            return result;
        } finally {
            guard.exit();
        }
    }

    /**
     * The operator says where the newest model is.
     *
     * @param reference 1 to 1,024 bytes in UTF-8
     * @return {@link OperatorOutcome#RECORDED}
     * @throws IllegalArgumentException if the reference is empty, too long, or not valid Unicode
     * @see Coordinator#checkpoint
     */
    public OperatorOutcome checkpoint(String reference) {
        guard.enter();
        try {
            return recorded(coordinator.checkpoint(reference));
        } finally {
            guard.exit();
        }
    }

    /**
     * The host restored this run, or became the server in charge. It does not know which clients are still connected: it
     * remembers the {@link #pendingClients()}, waits for a grace time of its own, and then reports each of their sessions as
     * {@link #disconnected}. Clients that joined again have a newer session, and are not affected. Silence begins anew, so that
     * nobody is removed as silent within {@code health_check_timeout}. O(members + pending clients).
     *
     * @param now the time by the host's clock
     * @return {@link OperatorOutcome#RECORDED}
     * @see Coordinator#restarted
     */
    public OperatorOutcome restarted(Instant now) {
        guard.enter();
        try {
            pending.beginSilenceAnew();
            return recorded(coordinator.restarted(now));
        } finally {
            guard.exit();
        }
    }

    /**
     * Tells the coordinator which members gave a sign of life, before it acts on them or shows them. To tell it of all together
     * costs a fraction of what it costs to look up each of them a second time.
     */
    private void passOnSigns() {
        if (pending.someMembersMayBeHeard()) {
            coordinator.hear(pending.heardMembers());
        }
    }

    private <O extends Outcome> O heard(ClientId client, O outcome) {
        if (outcome.accepted()) {
            pending.hear(client);
        }
        return recorded(outcome);
    }

    private <O extends Outcome> O recorded(O outcome) {
        if (outcome.accepted()) {
            revision++;
        }
        return outcome;
    }

    /**
     * What to broadcast.
     *
     * @return the status of the run
     * @see Coordinator#status
     */
    public RunStatus status() {
        return coordinator.status();
    }

    /**
     * The members of the epoch.
     *
     * @return the roster, in the version that the status names
     * @see Coordinator#roster
     */
    public Roster roster() {
        return coordinator.roster();
    }

    /**
     * Where a member sits, to be sent to it with the answer to its join.
     *
     * @param client the client
     * @return its seat, if it has one
     * @see Coordinator#seat
     */
    public Optional<Seat> seat(ClientId client) {
        return coordinator.seat(client);
    }

    /**
     * Why the run is in its state, and what it waits for.
     *
     * @param now the time by the host's clock
     * @return the unmet conditions, as values and as sentences
     * @see Coordinator#explain(Instant)
     */
    public Explanation explain(Instant now) {
        passOnSigns();
        return coordinator.explain(now);
    }

    /**
     * What the run knows of a client: its place among the pending clients, or its seat and role, its last sign of life, what
     * is held against it, or why it was removed. O(pending clients · log(pending clients) + removals).
     *
     * @param client the client
     * @param now the time by the host's clock
     * @return what is known, as values and as sentences; empty if nothing is
     */
    public Optional<ClientExplanation> explain(ClientId client, Instant now) {
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(now, "now");
        guard.check();
        passOnSigns();
        return coordinator.explain(client, now, pending.placeOf(client, coordinator.observedNanosAt(now)));
    }

    /**
     * The members that were removed since the epoch took its members.
     *
     * @return the removals in order
     */
    public List<Removal> removals() {
        return coordinator.removals();
    }

    /**
     * The clients that take part now or from the next epoch on, members among them, in the order in which the run takes them.
     * O(pending clients).
     *
     * @return the clients, each with its session
     */
    public List<PendingClient> pendingClients() {
        guard.check();
        return pending.snapshot();
    }

    /**
     * How many clients are pending, members among them. Those whose sessions ended are not counted. O(1).
     *
     * @return at least 0
     */
    public int pendingCount() {
        guard.check();
        return pending.connectedCount();
    }

    /**
     * The configuration.
     *
     * @return the configuration in force
     */
    public RunConfig config() {
        return coordinator.config();
    }

    /**
     * When a tick can next change something, if no input comes before. After signs of life of members, O(members / 64)
     * until the next tick.
     *
     * @return the time, by the host's clock; empty where time alone changes nothing
     * @see Coordinator#nextDeadline
     */
    public Optional<Instant> nextDeadline() {
        boolean drops = pending.someAreDisconnected() && isWaiting();
        if (drops) {
            return Optional.of(coordinator.now());
        }
        passOnSigns();
        return coordinator.nextDeadline();
    }

    /**
     * How many changes were recorded since this object was made: by inputs that were not refused, and by ticks that changed
     * more than the last reading of the clock. A host saves the run when the number differs from the one that it saved last.
     *
     * @return at least 0
     */
    public long revision() {
        return revision;
    }

    /**
     * The complete state as an immutable value. O(members + pending clients).
     *
     * @return the snapshot, from which {@link #restore} continues
     */
    public HostedRunSnapshot snapshot() {
        guard.enter();
        try {
            passOnSigns();
            return new HostedRunSnapshot(new HostedRunSnapshot.Fields(
                    coordinator.snapshot(),
                    pending.snapshot(),
                    pending.lastSession(),
                    pending.turn(),
                    pending.limits()));
        } finally {
            guard.exit();
        }
    }
}
