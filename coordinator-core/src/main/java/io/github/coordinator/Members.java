package io.github.coordinator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/**
 * The members of an epoch and what is recorded of each, in arrays by seat. Nobody joins in the middle of an epoch, so the
 * index of ids is made once; when members are removed, later seats shift down, and only the seat at each place of the index
 * changes.
 */
final class Members {
    static final int NO_SEAT = -1;

    private final ClientIndex index;
    private final int[] seatOfPlace;

    /** Replaced and never written to, since rosters share it. */
    private ClientId[] clients;

    private final Presence[] presence;
    private final BitSet gone = new BitSet();
    private BitSet ready = new BitSet();
    private BitSet heard = new BitSet();
    private final Streaks missedHealthChecks;
    private final Streaks absentRounds;
    private int size;
    private int readyCount;

    /** {@code given} may contain duplicates: check {@link #haveDuplicates} first. A limit of 0 switches its rule off. */
    Members(Collection<ClientId> given, int maxMissedHealthChecks, int maxAbsentRounds) {
        clients = given.toArray(new ClientId[0]);
        size = clients.length;
        index = new ClientIndex(clients);
        seatOfPlace = new int[size];
        for (int place = 0; place < size; place++) {
            seatOfPlace[place] = place;
        }
        presence = new Presence[size];
        Arrays.fill(presence, Presence.ACTIVE);
        missedHealthChecks = new Streaks(size, maxMissedHealthChecks);
        absentRounds = new Streaks(size, maxAbsentRounds);
    }

    /** Takes over what is known of each member. */
    void restore(List<RunSnapshot.Member> snapshot) {
        for (int seat = 0; seat < size; seat++) {
            RunSnapshot.Member member = snapshot.get(seat);
            if (member.ready()) {
                setReady(seat);
            }
            if (member.presence() != Presence.ACTIVE) {
                lose(seat, member.presence());
            }
            heard.set(seat, member.heard());
            missedHealthChecks.restore(seat, member.missedHealthChecks());
            absentRounds.restore(seat, member.absentRounds());
        }
    }

    List<RunSnapshot.Member> snapshot() {
        List<RunSnapshot.Member> members = new ArrayList<>(size);
        for (int seat = 0; seat < size; seat++) {
            members.add(new RunSnapshot.Member(
                    clients[seat],
                    presence(seat),
                    ready.get(seat),
                    heard.get(seat),
                    missedHealthChecks.count(seat),
                    absentRounds.count(seat)));
        }
        return members;
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
        return place < 0 ? NO_SEAT : seatOfPlace[place];
    }

    Presence presence(int seat) {
        return presence[seat];
    }

    boolean isActive(int seat) {
        return presence[seat] == Presence.ACTIVE;
    }

    /** The seats of members that are gone and not yet removed. */
    BitSet gone() {
        return (BitSet) gone.clone();
    }

    boolean someAreGone() {
        return !gone.isEmpty();
    }

    void lose(int seat, Presence how) {
        presence[seat] = how;
        gone.set(seat);
        if (ready.get(seat)) {
            ready.clear(seat);
            readyCount--;
        }
    }

    void regain(int seat) {
        presence[seat] = Presence.ACTIVE;
        gone.clear(seat);
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

    boolean allAreReady() {
        return readyCount == size;
    }

    void hear(int seat) {
        heard.set(seat);
    }

    /** From here on, signs of life count for a new round; readiness was for the warm-up. */
    void beginRound() {
        heard.clear();
        ready.clear();
        readyCount = 0;
    }

    /** Counts the round for those not heard in it, and returns whose streak has reached the limit. */
    BitSet missedHealthChecks() {
        BitSet silent = (BitSet) heard.clone();
        silent.flip(0, size);
        return missedHealthChecks.count(silent);
    }

    /** Counts the round for those absent from it, and returns whose streak has reached the limit. */
    BitSet absentTooLong(BitSet absent) {
        return absentRounds.count(absent);
    }

    boolean haveDuplicates() {
        return index.hasDuplicates();
    }

    /** Removes members, all that are gone among them; later seats shift down. O(members). */
    void remove(BitSet leaving) {
        for (int place = 0, seat = 0; place < seatOfPlace.length; place++) {
            int old = seatOfPlace[place];
            if (old != NO_SEAT) {
                seatOfPlace[place] = leaving.get(old) ? NO_SEAT : seat++;
            }
        }
        Compaction.closeGaps(leaving, presence, size);
        missedHealthChecks.remove(leaving);
        absentRounds.remove(leaving);
        gone.clear();
        ready = Compaction.closeGaps(leaving, ready);
        heard = Compaction.closeGaps(leaving, heard);
        readyCount = ready.cardinality();
        clients = Compaction.withoutGaps(leaving, clients);
        size = clients.length;
    }
}
