package io.github.coordinator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The members of an epoch and what is recorded of each, in arrays by seat. Nobody joins an epoch, so the index of ids is
 * made once; when members are removed, the others move up in order, and only the seat at each place of the index changes.
 */
final class Members {
    static final int NO_SEAT = -1;

    private final ClientIndex index;
    private final int[] seatOfPlace;
    private final ClientId[] clients;
    private final Presence[] presence;
    private final BitSet gone = new BitSet();
    private final BitSet ready = new BitSet();
    private final BitSet heard = new BitSet();
    private final Streaks missedHealthChecks;
    private final Streaks absentRounds;
    private final boolean countsMissed;
    private final boolean countsAbsent;
    private int size;
    private int readyCount;

    Members(List<ClientId> distinctClients, boolean countsMissed, boolean countsAbsent) {
        size = distinctClients.size();
        index = new ClientIndex(distinctClients);
        clients = distinctClients.toArray(new ClientId[0]);
        seatOfPlace = new int[size];
        for (int place = 0; place < size; place++) {
            seatOfPlace[place] = place;
        }
        presence = new Presence[size];
        Arrays.fill(presence, Presence.ACTIVE);
        this.countsMissed = countsMissed;
        this.countsAbsent = countsAbsent;
        missedHealthChecks = new Streaks(countsMissed ? size : 0);
        absentRounds = new Streaks(countsAbsent ? size : 0);
    }

    static Members restore(List<RunSnapshot.Member> snapshot, boolean countsMissed, boolean countsAbsent) {
        List<ClientId> clients = new ArrayList<>(snapshot.size());
        snapshot.forEach(member -> clients.add(member.client()));
        Members members = new Members(clients, countsMissed, countsAbsent);
        for (int seat = 0; seat < members.size; seat++) {
            RunSnapshot.Member member = snapshot.get(seat);
            if (member.ready()) {
                members.setReady(seat);
            }
            if (member.presence() != Presence.ACTIVE) {
                members.lose(seat, member.presence());
            }
            members.heard.set(seat, member.heard());
            if (countsMissed) {
                members.missedHealthChecks.restore(seat, member.missedHealthChecks());
            }
            if (countsAbsent) {
                members.absentRounds.restore(seat, member.absentRounds());
            }
        }
        return members;
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

    List<ClientId> clients() {
        return Arrays.asList(clients).subList(0, size);
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
    BitSet missedHealthChecks(int limit) {
        if (!countsMissed) {
            return new BitSet();
        }
        BitSet silent = (BitSet) heard.clone();
        silent.flip(0, size);
        return missedHealthChecks.count(silent, limit);
    }

    /** Counts the round for those absent from it, and returns whose streak has reached the limit. */
    BitSet absentTooLong(BitSet absent, int limit) {
        return countsAbsent ? absentRounds.count(absent, limit) : new BitSet();
    }

    /** Removes members; those behind them move up. O(members), but for the first of them. */
    void remove(BitSet leaving) {
        int kept = leaving.nextSetBit(0);
        for (int seat = kept; seat < size; seat++) {
            if (!leaving.get(seat)) {
                move(seat, kept++);
            }
        }
        for (int place = 0, seat = 0; place < seatOfPlace.length; place++) {
            int old = seatOfPlace[place];
            if (old != NO_SEAT) {
                seatOfPlace[place] = leaving.get(old) ? NO_SEAT : seat++;
            }
        }
        for (BitSet bits : List.of(gone, ready, heard)) {
            bits.clear(kept, size);
        }
        if (countsMissed) {
            missedHealthChecks.truncate(kept);
        }
        if (countsAbsent) {
            absentRounds.truncate(kept);
        }
        size = kept;
        readyCount = ready.cardinality();
    }

    private void move(int from, int to) {
        clients[to] = clients[from];
        presence[to] = presence[from];
        gone.set(to, gone.get(from));
        ready.set(to, ready.get(from));
        heard.set(to, heard.get(from));
        if (countsMissed) {
            missedHealthChecks.move(from, to);
        }
        if (countsAbsent) {
            absentRounds.move(from, to);
        }
    }
}
