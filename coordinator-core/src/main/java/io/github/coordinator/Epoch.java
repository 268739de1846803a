package io.github.coordinator;

import io.github.coordinator.config.EarlyEnd;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.config.WarmupDrop;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundId;
import io.github.coordinator.round.Seat;
import io.github.coordinator.round.WitnessProof;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The members of the epoch, their seats, the open round and the removals. Clients' messages are recorded here; the methods
 * that only a tick calls stand below.
 */
final class Epoch {
    private final RunClock clock;
    private final Standings standings = new Standings();
    private final List<Removal> removals = new ArrayList<>();
    private RunConfig config;
    private Members members;

    /** Grows when the list of members changes, and when seats are numbered anew. */
    private long rosterVersion;

    /** Whether the positions in {@link #members} are the seats of {@link #tally}. */
    private boolean seated;

    /** The open round, or during cooldown the last one. */
    private @Nullable RoundTally tally;

    private boolean roundIsOpen;

    Epoch(RunConfig config, RunClock clock) {
        this.config = config;
        this.clock = clock;
        members = membersOf(List.of());
    }

    private Members membersOf(List<ClientId> clients) {
        return new Members(clients, config, clock.observedNanos());
    }

    /** Goes on from a snapshot that {@link SnapshotRules} have passed. */
    void restore(RunSnapshot snapshot) {
        rosterVersion = snapshot.rosterVersion();
        members = membersOf(
                snapshot.members().stream().map(RunSnapshot.Member::client).toList());
        members.restore(snapshot.members(), clock.observedNanos());
        removals.addAll(snapshot.removals());
        standings.restore(snapshot.standings(), config, clock.observedNanos());
        snapshot.round().ifPresent(round -> {
            tally = RoundTally.restore(round, config.quorum(round.witnessCount()), snapshot.proofs());
            seated = round.rosterVersion() == rosterVersion;
        });
        roundIsOpen = snapshot.state().isRound();
        if (roundIsOpen) {
            members.gone().stream().forEach(seat -> openRound().lose(seat, Presence.ACTIVE, members.presence(seat)));
        }
    }

    /** Takes up another configuration, while there are no members. */
    void configure(RunConfig next) {
        config = next;
        members = membersOf(List.of());
        standings.configure(next, clock.observedNanos());
    }

    void beginSilenceAnew() {
        members.beginSilenceAnew(clock.observedNanos());
        standings.beginSilenceAnew(clock.observedNanos());
    }

    List<RunSnapshot.Member> memberSnapshot() {
        return members.snapshot(clock.observedNanos());
    }

    List<RunSnapshot.Standing> standingSnapshot() {
        return standings.snapshot(clock.observedNanos());
    }

    int size() {
        return members.size();
    }

    long rosterVersion() {
        return rosterVersion;
    }

    Roster roster() {
        return new Roster(rosterVersion, seated, members.clients(), members.haveModel());
    }

    boolean isMember(ClientId client) {
        return members.seatOf(client) != Members.NO_SEAT;
    }

    Optional<Seat> seat(ClientId client) {
        int index = members.seatOf(client);
        return seated && index != Members.NO_SEAT ? Optional.of(new Seat(rosterVersion, index)) : Optional.empty();
    }

    List<Removal> removals() {
        return List.copyOf(removals);
    }

    /** The open round, or during cooldown the last one. */
    @Nullable
    Round round() {
        return tally == null ? null : tally.round();
    }

    List<WitnessProof> proofs() {
        return tally == null ? List.of() : tally.proofs();
    }

    RoundTally openRound() {
        return Objects.requireNonNull(tally, "an open round has a tally");
    }

    Members members() {
        return members;
    }

    Standings standings() {
        return standings;
    }

    // Messages

    JoinOutcome join(ClientId client) {
        int seat = members.seatOf(client);
        if (seat == Members.NO_SEAT) {
            standings.hear(client);
            return JoinOutcome.ACCEPTED;
        }
        if (members.isActive(seat)) {
            return JoinOutcome.ALREADY_MEMBER;
        }
        if (members.presence(seat) != Presence.DISCONNECTED) {
            return JoinOutcome.ACCEPTED;
        }
        members.regain(seat);
        if (roundIsOpen) {
            openRound().regain(seat);
        }
        return JoinOutcome.SEAT_KEPT;
    }

    /** Takes a proof while a round is open. */
    WitnessOutcome witness(ClientId client, WitnessProof proof) {
        int seat = members.seatOf(client);
        if (seat == Members.NO_SEAT) {
            return WitnessOutcome.NOT_A_MEMBER;
        }
        if (!members.isActive(seat)) {
            return WitnessOutcome.GONE;
        }
        WitnessOutcome outcome = openRound().offer(seat, proof);
        if (outcome.accepted()) {
            members.hear(seat);
        }
        return outcome;
    }

    /** Takes the word of a member in warm-up. */
    MemberOutcome ready(ClientId client) {
        int seat = members.seatOf(client);
        MemberOutcome outcome = standing(seat);
        if (outcome.accepted()) {
            if (members.isReady(seat)) {
                return MemberOutcome.ALREADY_READY;
            }
            members.setReady(seat);
        }
        return outcome;
    }

    MemberOutcome healthCheck(ClientId client) {
        int seat = members.seatOf(client);
        if (seat == Members.NO_SEAT && standings.hear(client)) {
            return MemberOutcome.RECORDED;
        }
        MemberOutcome outcome = standing(seat);
        if (outcome.accepted()) {
            members.hear(seat);
        }
        return outcome;
    }

    /** Hears members whose places when the epoch began are given. */
    void hear(BitSet places) {
        members.hear(places);
    }

    MemberOutcome disconnected(ClientId client) {
        int seat = members.seatOf(client);
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
        return members.isActive(seat) ? MemberOutcome.RECORDED : MemberOutcome.GONE;
    }

    MemberOutcome leave(ClientId client) {
        int seat = members.seatOf(client);
        if (seat == Members.NO_SEAT) {
            return MemberOutcome.NOT_A_MEMBER;
        }
        if (!members.isActive(seat) && members.presence(seat) != Presence.DISCONNECTED) {
            return MemberOutcome.GONE;
        }
        lose(seat, Presence.LEFT);
        return MemberOutcome.RECORDED;
    }

    /** Takes a client's seat away, if it has one; its proof no longer counts. */
    void eject(ClientId client) {
        int seat = members.seatOf(client);
        if (seat != Members.NO_SEAT) {
            lose(seat, Presence.EJECTED);
        }
    }

    private void lose(int seat, Presence how) {
        if (roundIsOpen) {
            openRound().lose(seat, members.presence(seat), how);
        }
        members.lose(seat, how);
    }

    // What a tick asks

    /** Whether a member is to be removed in warm-up now. Silence is found only when the clock has named the time for it. */
    boolean someMustLeaveWarmup() {
        return (clock.signsAreDue() && members.someAreSilent(clock.observedNanos()))
                || (members.someAreGone() && (config.onWarmupDrop() != WarmupDrop.KEEP || members.someWillNotReturn()));
    }

    /** Whether every member that is there is ready, and enough are there. */
    boolean allAreReady() {
        int there = members.size() - members.goneCount();
        return members.readyCount() == there && there >= config.minClients();
    }

    /** Why training ends before its time, if it does. */
    Optional<TransitionReason> earlyEnd() {
        RoundTally round = openRound();
        if (round.reachableCount() < round.quorum()) {
            return Optional.of(TransitionReason.CUT_SHORT);
        }
        if (round.attestedCount() < Math.max(1, round.quorum())) {
            return Optional.empty();
        }
        boolean quorumSuffices = config.earlyEnd() == EarlyEnd.QUORUM && round.quorum() > 0;
        if (quorumSuffices) {
            return Optional.of(TransitionReason.QUORUM_ATTESTED);
        }
        boolean allAttested = config.earlyEnd() != EarlyEnd.NEVER && round.awaitsNobody();
        return allAttested ? Optional.of(TransitionReason.ALL_ATTESTED) : Optional.empty();
    }

    // What a tick does

    /**
     * Begins the epoch with these members.
     *
     * @param pending all pending clients, which keep their counts
     * @throws IllegalArgumentException if a client is there twice; then nothing has changed
     */
    void begin(List<ClientId> clients, Set<ClientId> pending) {
        Members taken = membersOf(clients);
        if (taken.haveDuplicates()) {
            throw new IllegalArgumentException("the ClientSource must be a set, but contains a client twice");
        }
        standings.carryInto(taken, pending);
        members = taken;
        rosterVersion++;
        removals.clear();
    }

    /** Numbers the seats, if members changed since they were last numbered, and opens a round. */
    void beginRound(RoundId id, long seed, long firstDataIndex, int batchSize) {
        if (!seated) {
            seated = true;
            rosterVersion++;
        }
        members.endWarmup();
        Round round = roundOf(config, id, seed, firstDataIndex, batchSize, rosterVersion, members.size());
        tally = new RoundTally(round, config.quorum(round.witnessCount()));
        roundIsOpen = true;
    }

    /** The round that a configuration makes of these numbers. */
    static Round roundOf(
            RunConfig config, RoundId id, long seed, long firstDataIndex, int batchSize, long version, int clients) {
        return Round.builder(id)
                .seed(seed)
                .data(firstDataIndex, batchSize)
                .roster(version, clients)
                .witnessCount(config.witnessesAmong(clients))
                .verificationPercent(config.verificationPercent())
                .participation(config.participation())
                .dataOrder(config.dataOrder())
                .build();
    }

    /** Judges the open round, whose training ended for that reason. Changes nothing. */
    RoundVerdict judgeRound(TransitionReason trainingEnd) {
        return new RoundVerdict(config, openRound(), members, trainingEnd);
    }

    /** Closes the open round, and removes the members that are gone, silent, absent or not attesting. */
    void endRound(RoundVerdict verdict, boolean confirmed, BiFunction<ClientId, Removal.Cause, Removal> removal) {
        roundIsOpen = false;
        if (confirmed) {
            members.setLackModel(verdict.omitted());
        }
        BitSet absent = verdict.countAbsence();
        BitSet notAttesting = verdict.countAttestations();
        remove(members.gone(), members.silent(clock.observedNanos()), absent, notAttesting, removal);
    }

    /** Removes the members that leave in warm-up, and says whether a disconnected one was among them. */
    boolean removeInWarmup(boolean ends, BiFunction<ClientId, Removal.Cause, Removal> removal) {
        BitSet gone = members.gone();
        boolean keepsDisconnected = config.onWarmupDrop() == WarmupDrop.KEEP && !ends;
        boolean dropped = false;
        for (int seat = gone.nextSetBit(0); seat >= 0; seat = gone.nextSetBit(seat + 1)) {
            if (members.presence(seat) == Presence.DISCONNECTED) {
                gone.set(seat, !keepsDisconnected);
                dropped = true;
            }
        }
        removeGoneAndSilent(gone, removal);
        return dropped;
    }

    /** Removes the members that are gone or silent. */
    void removeGoneAndSilent(BiFunction<ClientId, Removal.Cause, Removal> removal) {
        removeGoneAndSilent(members.gone(), removal);
    }

    private void removeGoneAndSilent(BitSet gone, BiFunction<ClientId, Removal.Cause, Removal> removal) {
        remove(gone, members.silent(clock.observedNanos()), new BitSet(), new BitSet(), removal);
    }

    /** Removes members, each with the first cause that holds. */
    private void remove(
            BitSet gone,
            BitSet silent,
            BitSet absent,
            BitSet notAttesting,
            BiFunction<ClientId, Removal.Cause, Removal> removal) {
        BitSet leaving = (BitSet) gone.clone();
        leaving.or(silent);
        leaving.or(absent);
        leaving.or(notAttesting);
        if (leaving.isEmpty()) {
            return;
        }
        for (int seat = leaving.nextSetBit(0); seat >= 0; seat = leaving.nextSetBit(seat + 1)) {
            Removal.Cause cause = causeOf(seat, gone, silent, absent);
            removals.add(removal.apply(members.client(seat), cause));
            standings.keep(members.client(seat), countsAfter(cause, members.counts(seat)));
        }
        members.remove(leaving);
        seated = false;
        rosterVersion++;
    }

    private Removal.Cause causeOf(int seat, BitSet gone, BitSet silent, BitSet absent) {
        if (!gone.get(seat)) {
            Removal.Cause other = absent.get(seat) ? Removal.Cause.ABSENT : Removal.Cause.NOT_ATTESTING;
            return silent.get(seat) ? Removal.Cause.SILENT : other;
        }
        return switch (members.presence(seat)) {
            case EJECTED -> Removal.Cause.EJECTED;
            case LEFT -> Removal.Cause.LEFT;
            case DISCONNECTED -> Removal.Cause.DISCONNECTED;
            case ACTIVE -> throw new IllegalStateException("an active member is not gone");
        };
    }

    /** A removal as absent or not attesting sets that count to 0; other removals leave the counts. */
    private static Counts countsAfter(Removal.Cause cause, Counts counts) {
        return switch (cause) {
            case ABSENT -> new Counts(0, counts.missedAttestations());
            case NOT_ATTESTING -> new Counts(counts.absentRounds(), 0);
            case EJECTED, LEFT, DISCONNECTED, SILENT -> counts;
        };
    }

    /** Empties the roster. */
    void end() {
        tally = null;
        seated = false;
        if (members.size() > 0) {
            standings.keepMembers(members);
            members = membersOf(List.of());
            rosterVersion++;
        }
    }

    /** Dates the signs of life since the last tick, at the end of a tick. */
    void dateSigns() {
        members.dateSigns(clock.observedNanos());
        standings.dateSigns(clock.observedNanos());
    }
}
