package io.github.coordinator;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundId;
import io.github.coordinator.round.Seat;
import io.github.coordinator.round.WitnessProof;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The members of the epoch, their seats, the open round and the removals. Clients' messages are recorded here; the methods
 * that only a tick calls stand below.
 */
final class Epoch {
    private final RunConfig config;
    private final List<Removal> removals = new ArrayList<>();
    private Members members;

    /** Grows when the list of members changes, and when seats are numbered anew. */
    private long rosterVersion;

    /** Whether the positions in {@link #members} are the seats of {@link #tally}. */
    private boolean seated;

    /** The open round, or during cooldown the last one. */
    private @Nullable RoundTally tally;

    private boolean roundIsOpen;

    Epoch(RunConfig config) {
        this.config = config;
        members = membersOf(List.of());
    }

    private Members membersOf(List<ClientId> clients) {
        return new Members(clients, config.maxMissedHealthChecks(), config.maxAbsentRounds());
    }

    /** Goes on from a snapshot that {@link SnapshotRules} have passed. */
    void restore(RunSnapshot snapshot) {
        rosterVersion = snapshot.rosterVersion();
        members = membersOf(
                snapshot.members().stream().map(RunSnapshot.Member::client).toList());
        members.restore(snapshot.members());
        removals.addAll(snapshot.removals());
        snapshot.round().ifPresent(round -> {
            tally = RoundTally.restore(round, snapshot.proofs());
            seated = round.rosterVersion() == rosterVersion;
        });
        roundIsOpen = snapshot.state().isRound();
        if (roundIsOpen) {
            members.gone().stream().forEach(seat -> {
                openRound().lose(seat);
                if (members.presence(seat) == Presence.EJECTED) {
                    openRound().withdraw(seat);
                }
            });
        }
    }

    List<RunSnapshot.Member> memberSnapshot() {
        return members.snapshot();
    }

    int size() {
        return members.size();
    }

    long rosterVersion() {
        return rosterVersion;
    }

    Roster roster() {
        return new Roster(rosterVersion, seated, members.clients());
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

    private RoundTally openRound() {
        return Objects.requireNonNull(tally, "an open round has a tally");
    }

    // Messages

    JoinOutcome join(ClientId client) {
        int seat = members.seatOf(client);
        if (seat == Members.NO_SEAT) {
            return JoinOutcome.ACCEPTED;
        }
        if (members.isActive(seat)) {
            return JoinOutcome.ALREADY_MEMBER;
        }
        if (members.presence(seat) != Presence.DISCONNECTED) {
            return JoinOutcome.LEAVING;
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
        MemberOutcome outcome = standing(seat);
        if (outcome.accepted()) {
            members.hear(seat);
        }
        return outcome;
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

    /** Bars a client from its seat, if it has one; its proof no longer counts. */
    void eject(ClientId client) {
        int seat = members.seatOf(client);
        if (seat == Members.NO_SEAT) {
            return;
        }
        lose(seat, Presence.EJECTED);
        if (roundIsOpen) {
            openRound().withdraw(seat);
        }
    }

    private void lose(int seat, Presence how) {
        if (roundIsOpen && members.isActive(seat)) {
            openRound().lose(seat);
        }
        members.lose(seat, how);
    }

    // What a tick asks

    boolean someAreGone() {
        return members.someAreGone();
    }

    boolean allAreReady() {
        return members.allAreReady();
    }

    /** Whether every elected witness that is still active has attested the open round, and enough did. */
    boolean allAttested() {
        RoundTally round = openRound();
        return round.awaitsNobody() && round.attestedCount() >= Math.max(1, config.quorum(round.witnessCount()));
    }

    // What a tick does

    /**
     * Begins the epoch with these members.
     *
     * @throws IllegalArgumentException if a client is there twice; then nothing has changed
     */
    void begin(List<ClientId> clients) {
        Members taken = membersOf(clients);
        if (taken.haveDuplicates()) {
            throw new IllegalArgumentException("the ClientSource must be a set, but contains a client twice");
        }
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
        members.beginRound();
        tally = new RoundTally(Round.builder(id)
                .seed(seed)
                .data(firstDataIndex, batchSize)
                .roster(rosterVersion, members.size())
                .witnessCount(config.witnessesAmong(members.size()))
                .verificationPercent(config.verificationPercent())
                .participation(config.participation())
                .build());
        roundIsOpen = true;
    }

    /** What the proofs of a round say: the evaluation, and by seat the members that it leaves out. */
    record Verdict(RoundEvaluation evaluation, BitSet omitted) {}

    /** Evaluates the open round. Changes nothing. */
    Verdict evaluateRound(long step) {
        RoundTally ended = openRound();
        int witnesses = ended.witnessCount();
        boolean confirmed = ended.attestedCount() >= config.quorum(witnesses);
        BitSet omitted = ended.omitted(config.absenceQuorum(witnesses), members);
        List<ClientId> clients = omitted.stream().mapToObj(members::client).toList();
        RoundEvaluation evaluation = new RoundEvaluation(new RoundEvaluation.Fields(
                ended.round().id(), step, confirmed, ended.attestedCount(), witnesses, clients));
        return new Verdict(evaluation, omitted);
    }

    /** Closes the open round, and removes the members that are gone, silent or absent for too long. */
    void endRound(Verdict verdict, BiFunction<ClientId, Removal.Cause, Removal> removal) {
        roundIsOpen = false;
        BitSet silent = members.missedHealthChecks();
        boolean counts = verdict.evaluation.confirmed();
        remove(silent, counts ? members.absentTooLong(verdict.omitted) : new BitSet(), removal);
    }

    /** Removes the members that are gone. */
    void removeGone(BiFunction<ClientId, Removal.Cause, Removal> removal) {
        remove(new BitSet(), new BitSet(), removal);
    }

    /** Removes the members that are gone and those given, each with the first cause that holds. */
    private void remove(BitSet silent, BitSet absent, BiFunction<ClientId, Removal.Cause, Removal> removal) {
        BitSet leaving = members.gone();
        leaving.or(silent);
        leaving.or(absent);
        if (leaving.isEmpty()) {
            return;
        }
        for (int seat = leaving.nextSetBit(0); seat >= 0; seat = leaving.nextSetBit(seat + 1)) {
            Removal.Cause cause = switch (members.presence(seat)) {
                case EJECTED -> Removal.Cause.EJECTED;
                case LEFT -> Removal.Cause.LEFT;
                case DISCONNECTED -> Removal.Cause.DISCONNECTED;
                case ACTIVE -> silent.get(seat) ? Removal.Cause.MISSED_HEALTH_CHECKS : Removal.Cause.ABSENT;
            };
            removals.add(removal.apply(members.client(seat), cause));
        }
        members.remove(leaving);
        seated = false;
        rosterVersion++;
    }

    /** Empties the roster. */
    void end() {
        tally = null;
        seated = false;
        if (members.size() > 0) {
            members = membersOf(List.of());
            rosterVersion++;
        }
    }
}
