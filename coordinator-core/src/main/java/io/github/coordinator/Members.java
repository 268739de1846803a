package io.github.coordinator;

import io.github.coordinator.config.RunConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The members of an epoch and what is recorded of each, in arrays by seat. Nobody joins in the middle of an epoch, so the
 * index of ids is made once; when members are removed, later seats shift down, and only the seat at each place of the index
 * changes.
 */
final class Members {
    static final int NO_SEAT = -1;

    private final ClientIndex index;

    /** Null while nobody was removed: then the seats are the places. */
    private int @Nullable [] seatOfPlace;

    /** Replaced and never written to, since rosters and evaluations share it. */
    private ClientId[] clients;

    private BitSet gone = new BitSet();

    /** Those of {@link #gone} that are disconnected, and those that are ejected. The others left. */
    private BitSet disconnected = new BitSet();

    private BitSet ejected = new BitSet();
    private BitSet ready = new BitSet();

    /** The seats without the model. Replaced and not written to once the epoch has begun, since evaluations share it. */
    private BitSet lackModel = new BitSet();

    /** All seats, once somebody has asked. Never written to, since evaluations share it. */
    private @Nullable BitSet everyone;

    private final SignsOfLife signs;
    private final Streaks absentRounds;
    private final Streaks missedAttestations;
    private int size;
    private int readyCount;
    private int goneCount;
    private int disconnectedCount;

    /** {@code given} may contain duplicates: check {@link #haveDuplicates} first. */
    Members(Collection<ClientId> given, RunConfig config, long observedNanos) {
        clients = given.toArray(new ClientId[0]);
        size = clients.length;
        index = new ClientIndex(clients);
        signs = new SignsOfLife(size, config.healthCheckTimeout(), observedNanos);
        lackModel.set(0, size);
        absentRounds = new Streaks(size, config.maxAbsentRounds());
        missedAttestations = new Streaks(size, config.maxMissedAttestations());
    }

    boolean haveDuplicates() {
        return index.hasDuplicates();
    }

    /** Goes on from what a snapshot knows of each member. */
    void restore(List<RunSnapshot.Member> snapshot, long observedNanos) {
        for (int seat = 0; seat < size; seat++) {
            RunSnapshot.Member member = snapshot.get(seat);
            if (member.ready()) {
                setReady(seat);
            }
            if (member.presence() != Presence.ACTIVE) {
                lose(seat, member.presence());
            }
            lackModel.set(seat, !member.hasModel());
            signs.restore(
                    seat, member.heard(), observedNanos - member.silentFor().toNanos());
            absentRounds.set(seat, member.counts().absentRounds());
            missedAttestations.set(seat, member.counts().missedAttestations());
        }
    }

    List<RunSnapshot.Member> snapshot(long observedNanos) {
        List<RunSnapshot.Member> members = new ArrayList<>(size);
        for (int seat = 0; seat < size; seat++) {
            members.add(new RunSnapshot.Member(
                    clients[seat],
                    presence(seat),
                    ready.get(seat),
                    hasModel(seat),
                    signs.isHeard(seat),
                    Duration.ofNanos(observedNanos - signs.heardAt(seat, observedNanos)),
                    counts(seat)));
        }
        return Collections.unmodifiableList(members);
    }

    int size() {
        return size;
    }

    ClientId client(int seat) {
        return clients[seat];
    }

    /** The members by seat, in a list that never changes. */
    List<ClientId> clients() {
        return Arrays.asList(clients);
    }

    int seatOf(ClientId client) {
        int place = index.placeOf(client);
        int[] seats = seatOfPlace;
        return place < 0 || seats == null ? place : seats[place];
    }

    Presence presence(int seat) {
        if (isActive(seat)) {
            return Presence.ACTIVE;
        }
        if (disconnected.get(seat)) {
            return Presence.DISCONNECTED;
        }
        return ejected.get(seat) ? Presence.EJECTED : Presence.LEFT;
    }

    boolean isActive(int seat) {
        return !gone.get(seat);
    }

    /** The seats of members that are gone and not yet removed. */
    BitSet gone() {
        return (BitSet) gone.clone();
    }

    int goneCount() {
        return goneCount;
    }

    boolean someAreGone() {
        return goneCount > 0;
    }

    /** Whether members are gone for good. */
    boolean someWillNotReturn() {
        return goneCount > disconnectedCount;
    }

    void lose(int seat, Presence how) {
        setPresence(seat, how);
        if (ready.get(seat)) {
            ready.clear(seat);
            readyCount--;
        }
    }

    private void setPresence(int seat, Presence next) {
        count(seat, -1);
        gone.set(seat, next != Presence.ACTIVE);
        disconnected.set(seat, next == Presence.DISCONNECTED);
        ejected.set(seat, next == Presence.EJECTED);
        count(seat, 1);
    }

    private void count(int seat, int change) {
        goneCount += isActive(seat) ? 0 : change;
        disconnectedCount += disconnected.get(seat) ? change : 0;
    }

    void regain(int seat) {
        setPresence(seat, Presence.ACTIVE);
        hear(seat);
    }

    boolean isReady(int seat) {
        return ready.get(seat);
    }

    void setReady(int seat) {
        ready.set(seat);
        readyCount++;
        hear(seat);
    }

    int readyCount() {
        return readyCount;
    }

    /** The active members that are not ready. */
    List<ClientId> notReady() {
        return clientsAt(seat -> isActive(seat) && !ready.get(seat));
    }

    List<ClientId> clientsAt(IntPredicate seats) {
        return IntStream.range(0, size).filter(seats).mapToObj(this::client).toList();
    }

    /** Readiness was for the warm-up. */
    void endWarmup() {
        ready.clear();
        readyCount = 0;
    }

    void hear(int seat) {
        signs.hear(seat);
    }

    /** Hears the members that were at these places when the epoch began, all of which still have seats. */
    void hear(BitSet places) {
        int[] seats = seatOfPlace;
        if (seats == null) {
            signs.hear(places);
        } else {
            places.stream().forEach(place -> hear(seats[place]));
        }
    }

    /** Counts the silence of all members from now on. */
    void beginSilenceAnew(long observedNanos) {
        signs.hearAll(observedNanos);
    }

    boolean someAreSilent(long observedNanos) {
        return signs.someAreSilent(size, observedNanos);
    }

    BitSet silent(long observedNanos) {
        return signs.silent(size, observedNanos);
    }

    void dateSigns(long observedNanos) {
        signs.date(observedNanos);
    }

    /** How long ago a member gave its last sign of life, in observed time. */
    Duration silentFor(int seat, long observedNanos) {
        return signs.isHeard(seat)
                ? Duration.ZERO
                : Duration.ofNanos(observedNanos - signs.heardAt(seat, observedNanos));
    }

    Counts counts(int seat) {
        return new Counts(absentRounds.count(seat), missedAttestations.count(seat));
    }

    /** The seats with counts that are not 0. */
    BitSet counted() {
        BitSet counted = (BitSet) absentRounds.running().clone();
        counted.or(missedAttestations.running());
        return counted;
    }

    /** Takes over what is known of a member from before the epoch. */
    void carry(int seat, Counts counts, boolean hasModel) {
        absentRounds.set(seat, counts.absentRounds());
        missedAttestations.set(seat, counts.missedAttestations());
        lackModel.set(seat, !hasModel);
    }

    /** Hands over the sign of life of a member to the members of the next epoch. */
    void carrySignInto(Members next, int seat, int nextSeat) {
        signs.carryInto(next.signs, seat, nextSeat);
    }

    boolean hasModel(int seat) {
        return !lackModel.get(seat);
    }

    /** The seats with the model, in a new set. */
    BitSet haveModel() {
        BitSet seats = (BitSet) lackModel.clone();
        seats.flip(0, size);
        return seats;
    }

    /** Takes over a set that nobody writes to. */
    void setLackModel(BitSet seats) {
        lackModel = seats;
    }

    /** All seats, in a set that nobody writes to. */
    BitSet everyone() {
        if (everyone == null) {
            everyone = new BitSet();
            everyone.set(0, size);
        }
        return everyone;
    }

    BitSet countAbsence(BitSet counting, BitSet held) {
        return absentRounds.count(counting, held);
    }

    BitSet countAttestations(BitSet counting, BitSet missed) {
        return missedAttestations.count(counting, missed);
    }

    /** Removes members; later seats shift down. O(members). */
    void remove(BitSet leaving) {
        leaving.stream().forEach(seat -> count(seat, -1));
        shiftSeats(leaving);
        signs.remove(leaving);
        absentRounds.remove(leaving);
        missedAttestations.remove(leaving);
        gone = Compaction.closeGaps(leaving, gone);
        disconnected = Compaction.closeGaps(leaving, disconnected);
        ejected = Compaction.closeGaps(leaving, ejected);
        ready = Compaction.closeGaps(leaving, ready);
        lackModel = Compaction.closeGaps(leaving, lackModel);
        everyone = null;
        readyCount = ready.cardinality();
        clients = Compaction.withoutGaps(leaving, clients);
        size = clients.length;
    }

    private void shiftSeats(BitSet leaving) {
        int[] seats = seatOfPlace == null ? IntStream.range(0, size).toArray() : seatOfPlace;
        for (int place = 0, seat = 0; place < seats.length; place++) {
            int old = seats[place];
            if (old != NO_SEAT) {
                seats[place] = leaving.get(old) ? NO_SEAT : seat++;
            }
        }
        seatOfPlace = seats;
    }
}
