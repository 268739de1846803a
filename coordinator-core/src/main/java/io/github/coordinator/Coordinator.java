package io.github.coordinator;

import io.github.coordinator.config.ConfigProblem;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.Seat;
import io.github.coordinator.round.SeedSource;
import io.github.coordinator.round.WitnessProof;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator of one distributed training run: it decides who is a member, what the run does next, who witnesses each
 * round and who is removed. It has no input or output, no clock, no thread and no randomness of its own; the host gives it
 * all of these. {@link HostedRun} adds what most hosts need around it: pending clients, sessions and inputs as values.
 *
 * <p>The host calls {@link #tick} after each batch of messages and at {@link #nextDeadline()}, and acts on the
 * {@link TickResult}. <b>Messages record, {@code tick} decides:</b> nothing else changes the state of the run. Messages carry
 * no time, and count as received at the next tick. Every message answers with an {@link Outcome}; a remote client can neither
 * make one throw nor, by a message that is refused, change anything.
 *
 * <table>
 * <caption>A client that goes</caption>
 * <tr><th>call</th><th>meaning</th><th>may the client return?</th></tr>
 * <tr><td>{@link #disconnected}</td><td>its connection is gone</td><td>at once, to its seat, before the tick that would
 * remove it</td></tr>
 * <tr><td>{@link #leave}</td><td>it said goodbye</td><td>to the next epoch</td></tr>
 * <tr><td>{@link #eject}</td><td>the operator bars it</td><td>once it is {@linkplain #reinstate reinstated}, to the next
 * epoch</td></tr>
 * </table>
 *
 * <p>A coordinator belongs to one thread at a time and has no locks. A call from a second thread or from inside a call throws
 * {@link java.util.ConcurrentModificationException} where that can be seen at no cost. What is returned is immutable and may
 * go to other threads. Null arguments throw {@link NullPointerException}. If a {@link ClientSource} or {@link SeedSource}
 * throws, so does the tick that asked it, and nothing has changed.
 *
 * @since 0.1.0
 */
public final class Coordinator {
    // Anyone can join without end, and a refusal allocates nothing.
    private static final Optional<JoinOutcome> WRONG_RUN = Optional.of(JoinOutcome.WRONG_RUN);
    private static final Optional<JoinOutcome> EJECTED = Optional.of(JoinOutcome.EJECTED);
    private static final Optional<JoinOutcome> FINISHED = Optional.of(JoinOutcome.FINISHED);

    private final Run run;
    private final CallGuard guard = new CallGuard();
    private long revision;

    /** The status and the roster as they were last asked for; null once they have changed. */
    private @Nullable RunStatus status;

    private @Nullable Roster roster;

    /** The answer of the last tick that changed nothing, which serves again while it is true. */
    private @Nullable TickResult quiet;

    /** What the revision was when {@link #quiet} was last given. */
    private long quietRevision;

    private Coordinator(Run run) {
        this.run = run;
    }

    /**
     * A new run, waiting for members.
     *
     * @param config the configuration
     * @param source the pending clients
     * @param seeds the randomness of each round
     * @param now the time by the host's clock
     * @return the coordinator
     */
    public static Coordinator start(RunConfig config, ClientSource source, SeedSource seeds, Instant now) {
        return new Coordinator(
                Run.start(Objects.requireNonNull(config, "config"), source, seeds, Objects.requireNonNull(now, "now")));
    }

    /**
     * A run that continues exactly as the one would have whose snapshot this is, given a source of the same clients and the
     * same seeds. A server that was down in between calls {@link #restarted} next. O(members), and the election of the open
     * round.
     *
     * <p>If the pending clients were lost too, add the snapshot's active members to them: nothing tells these clients to join
     * again.
     *
     * @param snapshot the state of the run
     * @param source the pending clients
     * @param seeds the randomness of each round
     * @return the coordinator
     * @throws IllegalArgumentException if the snapshot contradicts itself
     */
    public static Coordinator restore(RunSnapshot snapshot, ClientSource source, SeedSource seeds) {
        return new Coordinator(Run.restore(Objects.requireNonNull(snapshot, "snapshot"), source, seeds));
    }

    /**
     * Lets time pass and decides what the run does next. Makes at most one transition, however much time has passed, so
     * that a host that broadcasts after each tick shows every state. O(1) and without allocation where nothing changes; while
     * enough clients are pending, O(ejected clients). Where the roster changes, O(members); the end of a round costs
     * O(members / 64 · witnesses), with filters a hash for each member and witness; a new round costs about 90 hashes, and 90
     * more for each witness.
     *
     * @param now the time by the host's clock; one that goes back adds nothing and is followed from there
     * @return what changed, and when to tick again
     * @throws IllegalArgumentException if the source contains a client twice, or fewer clients than its size says
     */
    public TickResult tick(Instant now) {
        Objects.requireNonNull(now, "now");
        guard.enter();
        try {
            TickResult lastAnswer = quiet;
            if (lastAnswer != null && revision == quietRevision && run.passQuietly(now)) {
                return lastAnswer;
            }
            long rosterBefore = run.epoch().rosterVersion();
            boolean countedExtraTime = run.clock().countsExtraTime();
            List<RunEvent> events = run.tick(now);
            if (events.isEmpty() && run.clock().countsExtraTime() == countedExtraTime) {
                return quietResult();
            }
            changed();
            Roster newRoster = run.epoch().rosterVersion() == rosterBefore ? null : currentRoster();
            return new TickResult(currentStatus(), true, newRoster, run.namedDeadline(), events);
        } finally {
            guard.exit();
        }
    }

    private TickResult quietResult() {
        Optional<Instant> deadline = run.namedDeadline();
        TickResult result = quiet;
        if (result == null || !result.nextDeadline().equals(deadline)) {
            result = quiet = new TickResult(currentStatus(), false, null, deadline, List.of());
        }
        quietRevision = revision;
        return result;
    }

    private void changed() {
        status = null;
        roster = null;
        quiet = null;
        revision++;
    }

    /** Counts what was recorded, and passes the outcome on. */
    private <O extends Outcome> O recorded(O outcome) {
        if (outcome.accepted()) {
            revision++;
        }
        return outcome;
    }

    /**
     * A client asks to take part. O(1); for a member that comes back, O(witnesses).
     *
     * @param runId the id of the run that it wants to join
     * @param client the client, as the host knows it
     * @return whether the host should add it to its pending clients, or why not
     */
    public JoinOutcome join(String runId, ClientId client) {
        Objects.requireNonNull(runId, "runId");
        Objects.requireNonNull(client, "client");
        guard.enter();
        try {
            Optional<JoinOutcome> refusal = refusal(runId, client);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            return recorded(run.epoch().join(client));
        } finally {
            guard.exit();
        }
    }

    /** Why a join is refused, if it is. Changes nothing. */
    Optional<JoinOutcome> refusal(String runId, ClientId client) {
        if (!runId.equals(run.config().runId())) {
            return WRONG_RUN;
        }
        if (run.admission().isEjected(client)) {
            return EJECTED;
        }
        return run.state() == RunState.FINISHED ? FINISHED : Optional.empty();
    }

    /** Whether a client is a member, gone or not. */
    boolean isMember(ClientId client) {
        return run.epoch().isMember(client);
    }

    /** The state, without the rest of the status. */
    RunState state() {
        return run.state();
    }

    /** How much time ticks have observed since this object was made. */
    long observedNanos() {
        return run.clock().observedNanos();
    }

    /** The same after a tick at that time. */
    long observedNanosAt(Instant now) {
        return run.clock().observedNanosAt(now);
    }

    /**
     * A client has loaded the model; taken in {@link RunState#WARMUP}. O(1).
     *
     * @param client the client, as the host knows it
     * @param epoch the epoch that it is ready for
     * @return whether it is recorded, or why not
     */
    public MemberOutcome ready(ClientId client, long epoch) {
        Objects.requireNonNull(client, "client");
        guard.enter();
        try {
            return recorded(readyIn(epoch, client));
        } finally {
            guard.exit();
        }
    }

    private MemberOutcome readyIn(long epoch, ClientId client) {
        if (run.state() != RunState.WARMUP) {
            return MemberOutcome.WRONG_STATE;
        }
        return epoch == run.epochNumber() ? run.epoch().ready(client) : MemberOutcome.WRONG_EPOCH;
    }

    /**
     * A member gives a sign of life; taken in every state. While there is no epoch, members of the last one are heard. O(1).
     *
     * @param client the client, as the host knows it
     * @return whether it is recorded, or why not
     */
    public MemberOutcome healthCheck(ClientId client) {
        Objects.requireNonNull(client, "client");
        guard.enter();
        try {
            return recorded(run.epoch().healthCheck(client));
        } finally {
            guard.exit();
        }
    }

    /** The same for members whose places among the clients with which the epoch began are given, and who are not removed. */
    void hear(BitSet places) {
        guard.check();
        run.epoch().hear(places);
        revision++;
    }

    /**
     * A witness attests a round; taken in {@link RunState#ROUND_TRAIN} and {@link RunState#ROUND_WITNESS}. O(1); to refuse a
     * position, O(witnesses).
     *
     * @param client the sender of the proof, as the host knows it
     * @param proof what it claims
     * @return whether the proof is recorded, or why not
     */
    public WitnessOutcome witness(ClientId client, WitnessProof proof) {
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(proof, "proof");
        guard.enter();
        try {
            return recorded(run.state().isRound() ? run.epoch().witness(client, proof) : WitnessOutcome.WRONG_STATE);
        } finally {
            guard.exit();
        }
    }

    /**
     * A client's connection is gone. It may come back: joining before it is removed keeps its seat. O(witnesses).
     *
     * @param client the client, as the host knows it
     * @return whether it is recorded, or why not
     */
    public MemberOutcome disconnected(ClientId client) {
        Objects.requireNonNull(client, "client");
        guard.enter();
        try {
            return recorded(run.epoch().disconnected(client));
        } finally {
            guard.exit();
        }
    }

    /**
     * A client says goodbye for this epoch. It may join again at once, and then waits for the next one: the host takes it out
     * of its pending clients now, and not when it is removed. O(witnesses).
     *
     * @param client the client, as the host knows it
     * @return whether it is recorded, or why not
     */
    public MemberOutcome leave(ClientId client) {
        Objects.requireNonNull(client, "client");
        guard.enter();
        try {
            return recorded(run.epoch().leave(client));
        } finally {
            guard.exit();
        }
    }

    /**
     * The operator bars a client, member or not, from this run until it is {@linkplain #reinstate reinstated}. A proof that it
     * gave for the open round no longer counts. A client that is pending and not a member is never removed, so the host takes
     * it out of its source itself. O(witnesses).
     *
     * @param client the client
     * @return whether it is recorded, or why not
     */
    public OperatorOutcome eject(ClientId client) {
        Objects.requireNonNull(client, "client");
        guard.enter();
        try {
            if (!run.admission().eject(client)) {
                return OperatorOutcome.ALREADY_EJECTED;
            }
            run.epoch().eject(client);
            return recorded(OperatorOutcome.RECORDED);
        } finally {
            guard.exit();
        }
    }

    /**
     * The operator lets an ejected client join again. A client that was ejected in this epoch stays out of it. O(1).
     *
     * @param client the client
     * @return whether it is recorded, or why not
     */
    public OperatorOutcome reinstate(ClientId client) {
        Objects.requireNonNull(client, "client");
        guard.enter();
        try {
            boolean wasEjected = run.admission().reinstate(client);
            return recorded(wasEjected ? OperatorOutcome.RECORDED : OperatorOutcome.NOT_EJECTED);
        } finally {
            guard.exit();
        }
    }

    /**
     * The operator stops the run for a while, at the next point where it can stop: while waiting, in warm-up, or after the
     * open round and its cooldown. Also takes back a resume that has not taken effect. Saying so again changes nothing. O(1).
     *
     * @return whether it is recorded, or why not
     */
    public OperatorOutcome pause() {
        guard.enter();
        try {
            return recorded(run.pause());
        } finally {
            guard.exit();
        }
    }

    /**
     * The operator lets a paused run go on, or takes back a pause that has not taken effect. O(1).
     *
     * @return whether it is recorded, or why not
     */
    public OperatorOutcome resume() {
        guard.enter();
        try {
            return recorded(run.resume());
        } finally {
            guard.exit();
        }
    }

    /**
     * The operator ends the run, at the next point where it can end: while waiting or paused, in warm-up, or after the open
     * round and its cooldown. Replaces a pause, and cannot be taken back. O(1).
     *
     * @return whether it is recorded, or why not
     */
    public OperatorOutcome stop() {
        guard.enter();
        try {
            return recorded(run.stop());
        } finally {
            guard.exit();
        }
    }

    /**
     * The operator gives a paused run another configuration. The tick that ends the pause takes it up; the last one given
     * counts. Run id and {@code sequence_length} stay as they are, and {@code total_steps} is at least the steps done. No
     * datum is used twice or skipped. O(1).
     *
     * @param config the new configuration
     * @return whether it is recorded, or what is wrong with it
     */
    public ReconfigureResult reconfigure(RunConfig config) {
        return reconfigure(config, List.of());
    }

    /** The same for a host that may find problems of its own. */
    ReconfigureResult reconfigure(RunConfig config, List<ConfigProblem> ofHost) {
        Objects.requireNonNull(config, "config");
        guard.enter();
        try {
            ReconfigureResult result = run.reconfigure(config, ofHost);
            recorded(result.outcome());
            return result;
        } finally {
            guard.exit();
        }
    }

    /**
     * The operator says where the newest model is. Status and snapshot carry it for clients that come later. O(1).
     *
     * @param reference 1 to 1,024 bytes in UTF-8
     * @return {@link OperatorOutcome#RECORDED}
     * @throws IllegalArgumentException if the reference is empty, too long, or not valid Unicode
     */
    public OperatorOutcome checkpoint(String reference) {
        Checkpoints.check(reference);
        guard.enter();
        try {
            run.checkpoint(reference);
            changed();
            return OperatorOutcome.RECORDED;
        } finally {
            guard.exit();
        }
    }

    /**
     * The host has been away: it restored this run from a snapshot, or became the server in charge. The clock goes on from
     * {@code now}, the time away counts for nothing, and the current state begins its time anew. So does the silence of all
     * clients. The host does not know which of them are still connected: it waits for a grace time of its own, and then reports
     * as {@link #disconnected} those that did not join again. O(members).
     *
     * @param now the time by the host's clock
     * @return {@link OperatorOutcome#RECORDED}
     */
    public OperatorOutcome restarted(Instant now) {
        Objects.requireNonNull(now, "now");
        guard.enter();
        try {
            run.restarted(now);
            changed();
            return OperatorOutcome.RECORDED;
        } finally {
            guard.exit();
        }
    }

    /**
     * What to broadcast. O(1), and without allocation while nothing changes.
     *
     * @return the status of the run
     */
    public RunStatus status() {
        guard.check();
        return currentStatus();
    }

    private RunStatus currentStatus() {
        RunStatus current = status;
        if (current == null) {
            current = status = run.status();
        }
        return current;
    }

    /**
     * The members of the epoch. O(1).
     *
     * @return the roster, in the version that the status names
     */
    public Roster roster() {
        guard.check();
        return currentRoster();
    }

    private Roster currentRoster() {
        Roster current = roster;
        if (current == null || current.version() != run.epoch().rosterVersion()) {
            current = roster = run.epoch().roster();
        }
        return current;
    }

    /**
     * Where a member sits, to be sent to it when it is back and has kept its seat. When seats are numbered, the
     * {@link TickResult} has them all. O(1).
     *
     * @param client the client
     * @return its seat; empty if it is not a member, or the roster {@linkplain Roster#isSeated() is not seated}
     */
    public Optional<Seat> seat(ClientId client) {
        Objects.requireNonNull(client, "client");
        guard.check();
        return run.epoch().seat(client);
    }

    /**
     * Why the run is in its state, and what it waits for. For people and dashboards: O(members), and in
     * {@link RunState#ROUND_WITNESS} as much as the end of a round. While the run waits for members, the source is asked.
     *
     * @param now the time by the host's clock, from which the time left is counted; the clock of the run stays as it is
     * @return the unmet conditions, as values and as sentences
     */
    public Explanation explain(Instant now) {
        Objects.requireNonNull(now, "now");
        guard.enter();
        try {
            return new Explainer(run, now).explain();
        } finally {
            guard.exit();
        }
    }

    /**
     * What the run knows of a client: its place among the pending clients, or its seat and role, its last sign of life, what
     * is held against it, or why it was removed. O(pending clients + removals), since it asks the source for the place.
     *
     * @param client the client
     * @param now the time by the host's clock
     * @return what is known, as values and as sentences; empty if nothing is
     */
    public Optional<ClientExplanation> explain(ClientId client, Instant now) {
        return explain(client, now, placeInSource(client));
    }

    /** The same for a host that knows better where the client stands among the pending ones. */
    Optional<ClientExplanation> explain(ClientId client, Instant now, Optional<PendingPlace> pending) {
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(now, "now");
        guard.enter();
        try {
            return new ClientExplainer(run, client, pending, now).explain();
        } finally {
            guard.exit();
        }
    }

    private Optional<PendingPlace> placeInSource(ClientId client) {
        guard.enter();
        try {
            return run.admission().placeOf(client);
        } finally {
            guard.exit();
        }
    }

    /**
     * The members that were removed since the epoch took its members. O(removals).
     *
     * @return the removals in order
     */
    public List<Removal> removals() {
        guard.check();
        return run.epoch().removals();
    }

    /**
     * The configuration.
     *
     * @return the configuration in force
     */
    public RunConfig config() {
        return run.config();
    }

    /**
     * When a tick can next change something, if no message comes before: the time of the last tick if something recorded
     * already waits for one. It is told by the clock as it stood at the last tick, so a host whose clock may go back ticks
     * before it sets a timer. O(1); while enough clients are pending, O(ejected clients).
     * If the source throws, so does this. Right after a tick, {@link TickResult#nextDeadline()} is the one to go by.
     *
     * @return the time, by the host's clock; empty where time alone changes nothing
     */
    public Optional<Instant> nextDeadline() {
        guard.enter();
        try {
            return run.nextDeadline();
        } finally {
            guard.exit();
        }
    }

    /** The time of the last tick. */
    Instant now() {
        return run.clock().now();
    }

    /**
     * How many changes were recorded since this object was made: by messages that were accepted, and by ticks that changed
     * more than the last reading of the clock. A host saves the run when the number differs from the one that it saved last.
     *
     * @return at least 0
     */
    public long revision() {
        return revision;
    }

    /**
     * The complete state as an immutable value. O(members).
     *
     * @return the snapshot, from which {@link #restore} continues
     */
    public RunSnapshot snapshot() {
        guard.enter();
        try {
            return run.snapshot();
        } finally {
            guard.exit();
        }
    }
}
