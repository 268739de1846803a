package io.github.coordinator;

import io.github.coordinator.config.RunConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of clients that are not members: the members of the last epoch while the roster is empty, and the counts of
 * clients that were removed or passed over.
 */
final class Standings {
    /** The members of the last epoch that it ended with; null in an epoch. */
    private @Nullable Members lastMembers;

    /** The counts of clients that are neither members nor in {@link #lastMembers}; none that are 0. */
    private final Map<ClientId, Counts> counts = new LinkedHashMap<>();

    /** Keeps the counts of a member that is removed. */
    void keep(ClientId client, Counts kept) {
        if (kept.equals(Counts.NONE)) {
            counts.remove(client);
        } else {
            counts.put(client, kept);
        }
    }

    /** Keeps the members with which an epoch ended. */
    void keepMembers(Members members) {
        lastMembers = members;
    }

    /** Hears a member of the last epoch while there is no epoch, and says whether it is one. */
    boolean hear(ClientId client) {
        Members last = lastMembers;
        int seat = last == null ? Members.NO_SEAT : last.seatOf(client);
        if (last == null || seat == Members.NO_SEAT) {
            return false;
        }
        last.hear(seat);
        return true;
    }

    /** What is held against a client that is not a member; nothing if it is not known. */
    Optional<Counts> countsOf(ClientId client) {
        Members last = lastMembers;
        int seat = last == null ? Members.NO_SEAT : last.seatOf(client);
        return last == null || seat == Members.NO_SEAT
                ? Optional.ofNullable(counts.get(client))
                : Optional.of(last.counts(seat));
    }

    /**
     * Hands over to a new epoch what is known of its members, and forgets clients that are neither members nor pending. If the
     * set throws, nothing has changed here.
     */
    void carryInto(Members taken, Set<ClientId> pending) {
        Members last = lastMembers;
        if (last != null) {
            carry(last, taken);
        }
        Map<ClientId, Counts> others = new LinkedHashMap<>();
        counts.forEach((client, known) -> {
            int seat = taken.seatOf(client);
            if (seat != Members.NO_SEAT) {
                taken.carry(seat, known, false);
            } else {
                others.put(client, known);
            }
        });
        if (last != null) {
            last.counted().stream()
                    .filter(seat -> taken.seatOf(last.client(seat)) == Members.NO_SEAT)
                    .forEach(seat -> others.put(last.client(seat), last.counts(seat)));
        }
        others.keySet().removeIf(client -> !pending.contains(client));
        counts.clear();
        counts.putAll(others);
        lastMembers = null;
    }

    private static void carry(Members last, Members taken) {
        for (int seat = 0; seat < last.size(); seat++) {
            int next = taken.seatOf(last.client(seat));
            if (next != Members.NO_SEAT) {
                taken.carry(next, last.counts(seat), last.hasModel(seat));
                last.carrySignInto(taken, seat, next);
            }
        }
    }

    void dateSigns(long observedNanos) {
        if (lastMembers != null) {
            lastMembers.dateSigns(observedNanos);
        }
    }

    void beginSilenceAnew(long observedNanos) {
        if (lastMembers != null) {
            lastMembers.beginSilenceAnew(observedNanos);
        }
    }

    /** Takes up another configuration between two epochs. */
    void configure(RunConfig config, long observedNanos) {
        List<RunSnapshot.Standing> known = snapshot(observedNanos);
        lastMembers = null;
        counts.clear();
        restore(known, config, observedNanos);
        beginSilenceAnew(observedNanos);
    }

    List<RunSnapshot.Standing> snapshot(long observedNanos) {
        List<RunSnapshot.Standing> standings = new ArrayList<>();
        if (lastMembers != null) {
            for (RunSnapshot.Member member : lastMembers.snapshot(observedNanos)) {
                standings.add(new RunSnapshot.Standing(
                        member.client(), member.counts(), true, member.hasModel(), member.heard(), member.silentFor()));
            }
        }
        counts.forEach((client, known) ->
                standings.add(new RunSnapshot.Standing(client, known, false, false, false, Duration.ZERO)));
        return Collections.unmodifiableList(standings);
    }

    /** Goes on from a snapshot. */
    void restore(List<RunSnapshot.Standing> standings, RunConfig config, long observedNanos) {
        List<RunSnapshot.Member> members = new ArrayList<>();
        for (RunSnapshot.Standing standing : standings) {
            if (standing.wasMember()) {
                members.add(new RunSnapshot.Member(
                        standing.client(),
                        Presence.ACTIVE,
                        false,
                        standing.hasModel(),
                        standing.heard(),
                        standing.silentFor(),
                        standing.counts()));
            } else {
                counts.put(standing.client(), standing.counts());
            }
        }
        if (!members.isEmpty()) {
            List<ClientId> clients =
                    members.stream().map(RunSnapshot.Member::client).toList();
            lastMembers = new Members(clients, config, observedNanos);
            lastMembers.restore(members, observedNanos);
        }
    }
}
