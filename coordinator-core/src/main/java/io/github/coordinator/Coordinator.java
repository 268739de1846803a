package io.github.coordinator;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.Seat;
import io.github.coordinator.round.SeedSource;
import io.github.coordinator.witness.WitnessProof;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator of one distributed training run: who is in, what the run does next, who witnesses each round and who has
 * to go. It has no input or output, no clock, no thread and no randomness of its own; the host gives it all of these.
 *
 * <p>The host calls {@link #tick} every so often, best at {@link #nextDeadline()} and after each message, and broadcasts
 * {@link #status()} when a tick returned events. Messages only record, {@code tick} decides: nothing else changes the state
 * of the run. Messages carry no time, and count as received at the next tick. Every message answers with an outcome; a
 * remote client can neither make one throw nor, by a message that is refused, change anything.
 *
 * <p>{@code disconnect} says that a client's connection is gone, and it may come back; {@code leave} that it said goodbye,
 * and may join the next epoch; {@code eject} that the host bars it from this run for good.
 *
 * <p>A coordinator belongs to one thread at a time and has no locks. What it returns is immutable and may go to others.
 * Null arguments throw {@link NullPointerException}. If a {@link ClientSource} or {@link SeedSource} throws, so does the
 * tick that asked it, having recorded the time and nothing else.
 */
public final class Coordinator {
    private final Run run;

    private @Nullable RunStatus status;
    private @Nullable Roster roster;

    private Coordinator(Run run) {
        this.run = run;
    }

    /**
     * A new run, waiting for members.
     *
     * @param config the configuration
     * @param source the clients pending
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
     * same seeds. O(members), and the election of the open round.
     *
     * <p>A host that lost its source puts the active members of the snapshot back into it. They are not told to join again,
     * and would miss the next epoch.
     *
     * @param snapshot the state of the run
     * @param source the clients pending
     * @param seeds the randomness of each round
     * @return the coordinator
     * @throws IllegalArgumentException if the snapshot contradicts itself
     */
    public static Coordinator restore(RunSnapshot snapshot, ClientSource source, SeedSource seeds) {
        return new Coordinator(Run.restore(snapshot, source, seeds));
    }

    /**
     * Lets time pass and decides what the run does next. Makes at most one transition, however much time has passed, so
     * that every state is seen by whoever broadcasts after each tick. O(1) and without allocation where nothing changes, but
     * O(pending) while enough clients are pending of whom too many are barred or there twice. Where the roster changes,
     * O(members); the end of a round costs O(members / 64 · witnesses), with filters a hash for each member and witness; a
     * new round costs about 90 hashes, and 90 more for each witness.
     *
     * @param now the time by the host's clock; one that goes back adds nothing and is followed from there
     * @return what changed, in order; immutable, empty where nothing did
     */
    public List<RunEvent> tick(Instant now) {
        List<RunEvent> events = run.tick(now);
        if (!events.isEmpty()) {
            status = null;
        }
        return events;
    }

    /**
     * A client asks to take part. O(1).
     *
     * @param runId the id of the run that it wants to join
     * @param client who it is
     * @return whether the host should add it to its pending clients, or why not
     */
    public JoinOutcome join(String runId, ClientId client) {
        int seat = run.members().seatOf(client);
        if (!runId.equals(run.config.runId())) {
            return JoinOutcome.WRONG_RUN;
        }
        if (run.barred.contains(client)) {
            return JoinOutcome.BARRED;
        }
        if (run.state() == RunState.FINISHED) {
            return JoinOutcome.FINISHED;
        }
        if (seat == Members.NO_SEAT) {
            return JoinOutcome.ACCEPTED;
        }
        if (run.members().isActive(seat)) {
            return JoinOutcome.ALREADY_MEMBER;
        }
        if (run.members().presence(seat) != Presence.DISCONNECTED) {
            return JoinOutcome.LEAVING;
        }
        run.members().regain(seat);
        if (run.state().isRound()) {
            run.openRound().regain(seat);
        }
        return JoinOutcome.SEAT_KEPT;
    }

    /**
     * A witness attests a round. O(1).
     *
     * @param client who sent the proof, as the host knows it
     * @param proof what it claims
     * @return whether the proof is recorded, or why not
     */
    public WitnessOutcome witness(ClientId client, WitnessProof proof) {
        int seat = run.members().seatOf(client);
        Objects.requireNonNull(proof, "proof");
        if (!run.state().isRound()) {
            return WitnessOutcome.WRONG_STATE;
        }
        if (seat == Members.NO_SEAT) {
            return WitnessOutcome.NOT_A_MEMBER;
        }
        if (!run.members().isActive(seat)) {
            return WitnessOutcome.GONE;
        }
        WitnessOutcome outcome = run.openRound().offer(seat, proof);
        if (outcome.accepted()) {
            run.members().hear(seat);
        }
        return outcome;
    }

    /**
     * A client has loaded the model; taken in {@link RunState#WARMUP}. O(1).
     *
     * @param client who says so
     * @return whether it is recorded, or why not
     */
    public MemberOutcome ready(ClientId client) {
        int seat = run.members().seatOf(client);
        if (run.state() != RunState.WARMUP) {
            return MemberOutcome.WRONG_STATE;
        }
        MemberOutcome outcome = standing(seat);
        if (outcome.accepted()) {
            if (run.members().isReady(seat)) {
                return MemberOutcome.ALREADY_READY;
            }
            run.members().setReady(seat);
        }
        return outcome;
    }

    /**
     * A client gives a sign of life; taken in every state. O(1).
     *
     * @param client who does
     * @return whether it is recorded, or why not
     */
    public MemberOutcome healthCheck(ClientId client) {
        int seat = run.members().seatOf(client);
        MemberOutcome outcome = standing(seat);
        if (outcome.accepted()) {
            run.members().hear(seat);
        }
        return outcome;
    }

    /**
     * A client's connection is gone. It may come back: joining before it is removed keeps its seat. O(witnesses).
     *
     * @param client whose connection it was
     * @return whether it is recorded, or why not
     */
    public MemberOutcome disconnect(ClientId client) {
        int seat = run.members().seatOf(client);
        MemberOutcome outcome = standing(seat);
        if (outcome.accepted()) {
            lose(seat, Presence.DISCONNECTED);
        }
        return outcome;
    }

    private MemberOutcome standing(int seat) {
        if (seat == Members.NO_SEAT) {
            return MemberOutcome.NOT_A_MEMBER;
        }
        return run.members().isActive(seat) ? MemberOutcome.RECORDED : MemberOutcome.GONE;
    }

    /**
     * A client says goodbye. It cannot undo that, but may join the next epoch. O(witnesses).
     *
     * @param client who does
     * @return whether it is recorded, or why not
     */
    public MemberOutcome leave(ClientId client) {
        int seat = run.members().seatOf(client);
        if (seat == Members.NO_SEAT) {
            return MemberOutcome.NOT_A_MEMBER;
        }
        if (!run.members().isActive(seat) && run.members().presence(seat) != Presence.DISCONNECTED) {
            return MemberOutcome.GONE;
        }
        lose(seat, Presence.LEFT);
        return MemberOutcome.RECORDED;
    }

    /**
     * The host bars a client, member or not, from this run. A proof that it gave for the open round no longer counts. A client
     * that is pending and not a member is never dropped, so the host takes it out of its source itself. O(witnesses).
     *
     * @param client whom
     * @return whether it is recorded, or why not
     */
    public MemberOutcome eject(ClientId client) {
        int seat = run.members().seatOf(client);
        if (!run.barred.add(client)) {
            return MemberOutcome.ALREADY_EJECTED;
        }
        if (seat != Members.NO_SEAT) {
            lose(seat, Presence.EJECTED);
            if (run.state().isRound()) {
                run.openRound().withdraw(seat);
            }
        }
        return MemberOutcome.RECORDED;
    }

    private void lose(int seat, Presence how) {
        if (run.state().isRound() && run.members().isActive(seat)) {
            run.openRound().lose(seat);
        }
        run.members().lose(seat, how);
    }

    /**
     * The host stops the run at the next point where it can stop: while waiting, in warm-up, or after the open round and
     * its cooldown. Also takes back a resume that has not taken effect. Saying so again changes nothing. O(1).
     *
     * @return whether it is recorded, or why not
     */
    public PauseOutcome pause() {
        if (run.state() == RunState.FINISHED) {
            return PauseOutcome.FINISHED;
        }
        boolean paused = run.state() == RunState.PAUSED;
        if (paused && !run.resumePending) {
            return PauseOutcome.ALREADY_PAUSED;
        }
        run.resumePending = false;
        run.pausePending = !paused;
        return PauseOutcome.RECORDED;
    }

    /**
     * The host lets a paused run go on, or takes back a pause that has not taken effect. O(1).
     *
     * @return whether it is recorded, or why not
     */
    public PauseOutcome resume() {
        if (run.state() == RunState.FINISHED) {
            return PauseOutcome.FINISHED;
        }
        boolean paused = run.state() == RunState.PAUSED;
        if (paused ? run.resumePending : !run.pausePending) {
            return PauseOutcome.NOT_PAUSED;
        }
        run.pausePending = false;
        run.resumePending = paused;
        return PauseOutcome.RECORDED;
    }

    /**
     * What to broadcast. O(1), and without allocation while nothing changes.
     *
     * @return the status of the run
     */
    public RunStatus status() {
        RunStatus current = status;
        if (current == null) {
            current = status = new RunStatus(
                    run.config.runId(),
                    run.state(),
                    run.epoch(),
                    run.step(),
                    run.config.totalSteps(),
                    run.round(),
                    run.clock.stateBegan(),
                    run.state() == RunState.WAITING_FOR_MEMBERS
                            ? null
                            : run.clock.stateDue().orElse(null),
                    run.rosterVersion(),
                    run.members().size(),
                    run.config.model(),
                    run.config.dataServerLocation(),
                    run.config.warmupTime(),
                    run.config.initMinClients(),
                    run.config.minClients());
        }
        return current;
    }

    /**
     * The members of the epoch by seat. O(members) after a change, else O(1).
     *
     * @return the roster, in the version that the status names
     */
    public Roster roster() {
        Roster current = roster;
        if (current == null || current.version() != run.rosterVersion()) {
            current = roster = new Roster(run.rosterVersion(), run.members().clients());
        }
        return current;
    }

    /**
     * Where a client sits, to be sent to it whenever the version of the roster has changed, and when it is back and has kept
     * its seat, which changes no version. O(1).
     *
     * @param client who asks
     * @return its seat; nothing if it is not a member
     */
    public Optional<Seat> seat(ClientId client) {
        int seat = run.members().seatOf(client);
        return seat == Members.NO_SEAT ? Optional.empty() : Optional.of(new Seat(run.rosterVersion(), seat));
    }

    /**
     * Who left since the epoch took its members. O(exits).
     *
     * @return the exits, in order
     */
    public List<Exit> exits() {
        return List.copyOf(run.exits);
    }

    /**
     * The configuration.
     *
     * @return what the run was started with
     */
    public RunConfig config() {
        return run.config;
    }

    /**
     * When a tick can next change something, if no message comes before: the time of the last tick if something recorded
     * already waits for one. It is told by the clock as it stood at the last tick, so a host whose clock may go back ticks
     * before it sets a timer. O(1), but O(pending) while enough clients are pending and only a tick is missing.
     *
     * @return the time, by the host's clock; nothing where time alone changes nothing
     */
    public Optional<Instant> nextDeadline() {
        if (run.awaitsTick()) {
            return Optional.of(run.clock.now());
        }
        return run.awaitsTime() ? run.clock.stateDue() : Optional.empty();
    }

    /**
     * The complete state as an immutable value. O(members).
     *
     * @return the snapshot, from which {@link #restore} continues
     */
    public RunSnapshot snapshot() {
        return run.snapshot();
    }
}
