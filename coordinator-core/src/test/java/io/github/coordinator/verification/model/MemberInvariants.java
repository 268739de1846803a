package io.github.coordinator.verification.model;

import static io.github.coordinator.verification.model.Invariants.require;

import io.github.coordinator.ClientId;
import io.github.coordinator.Forged;
import io.github.coordinator.Presence;
import io.github.coordinator.Removal;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.RunState;
import io.github.coordinator.config.WarmupDrop;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Invariants 9 to 13, and that those who are barred stay out: who is in, where they sit, and how they go. */
final class MemberInvariants {
    private MemberInvariants() {}

    static void check(Step step) {
        checkDistinct(step);
        if (step.beginsEpoch()) {
            checkNewMembers(step);
        } else {
            checkOldMembers(step);
            checkExits(step);
        }
        checkSeats(step);
        checkEjected(step);
    }

    private static void checkDistinct(Step step) {
        Set<ClientId> seen = new HashSet<>();
        for (RunSnapshot.Member member : step.after().members()) {
            require(9, seen.add(member.client()), "members are distinct", step);
        }
        for (Removal exit : step.after().removals()) {
            require(9, seen.add(exit.client()), "nobody who left is a member, or left twice", step);
        }
        require(11, step.after().members().size() <= step.config().maxClients(), "there is room for all", step);
    }

    private static void checkNewMembers(Step step) {
        List<ClientId> welcome = new ArrayList<>();
        for (ClientId client : step.pending()) {
            if (!step.before().ejected().contains(client) && !welcome.contains(client)) {
                welcome.add(client);
            }
        }
        List<ClientId> room =
                welcome.subList(0, Math.min(welcome.size(), step.config().maxClients()));
        require(10, Step.clients(step.after()).equals(room), "an epoch takes those pending, in their order", step);
        for (RunSnapshot.Member member : step.after().members()) {
            boolean isFresh = member.presence() == Presence.ACTIVE && !member.ready();
            require(10, isFresh, "a new member is there, and not ready", step);
        }
        require(11, step.after().removals().isEmpty(), "exits are kept for one epoch", step);
    }

    private static void checkOldMembers(Step step) {
        List<ClientId> stayed = Step.clients(step.before());
        stayed.retainAll(Step.clients(step.after()));
        require(10, stayed.equals(Step.clients(step.after())), "nobody joins in mid-epoch, and none overtakes", step);
    }

    private static void checkExits(Step step) {
        RunSnapshot before = step.before();
        RunSnapshot after = step.after();
        List<Removal> expected = new ArrayList<>(before.removals());
        expected.addAll(step.drops());
        require(13, after.removals().equals(expected), "each exit is recorded, and none is forgotten", step);
        RoundId round = before.round().map(Round::id).orElse(null);
        for (Removal exit : step.drops()) {
            Removal placed = Forged.removal(
                    exit.client(),
                    exit.cause(),
                    before.state(),
                    before.epoch(),
                    round,
                    after.clock().now());
            require(13, exit.equals(placed), "an exit has its round and time", step);
            RunSnapshot.Member was = Step.member(before, exit.client()).orElse(null);
            require(13, was != null && isCause(exit.cause(), was, step), "an exit has its cause", step);
        }
        Set<ClientId> gone = new HashSet<>(Step.clients(before));
        Step.clients(after).forEach(gone::remove);
        step.drops().forEach(exit -> gone.remove(exit.client()));
        boolean disbands = step.leaves()
                && (after.state() == RunState.WAITING_FOR_MEMBERS
                        || after.state() == RunState.PAUSED
                        || after.state() == RunState.FINISHED);
        for (ClientId client : gone) {
            boolean stayed = Step.member(before, client)
                    .filter(member -> member.presence() == Presence.ACTIVE || keepsDisconnected(step, member))
                    .isPresent();
            require(13, disbands && stayed, "nobody goes without an exit", step);
        }
        require(13, !disbands || after.members().isEmpty(), "waiting and pausing empty the roster", step);
    }

    /** A warm-up that keeps the seats of disconnected members may end with a stop or a pause. */
    private static boolean keepsDisconnected(Step step, RunSnapshot.Member member) {
        return step.before().state() == RunState.WARMUP
                && step.config().onWarmupDrop() == WarmupDrop.KEEP
                && member.presence() == Presence.DISCONNECTED;
    }

    private static boolean isCause(Removal.Cause cause, RunSnapshot.Member was, Step step) {
        boolean isRoundOver = step.before().state() == RunState.ROUND_WITNESS;
        return switch (cause) {
            case EJECTED -> was.presence() == Presence.EJECTED;
            case LEFT -> was.presence() == Presence.LEFT;
            case DISCONNECTED -> was.presence() == Presence.DISCONNECTED;
            case SILENT -> !step.config().healthCheckTimeout().isZero();
            case ABSENT, NOT_ATTESTING -> isRoundOver && was.presence() == Presence.ACTIVE;
        };
    }

    private static void checkSeats(Step step) {
        RunSnapshot before = step.before();
        RunSnapshot after = step.after();
        boolean sameMembers = Step.clients(before).equals(Step.clients(after));
        boolean sameVersion = before.rosterVersion() == after.rosterVersion();
        boolean numbers = before.state() == RunState.WARMUP && step.beginsRound();
        require(12, sameVersion == (sameMembers && !numbers), "a new roster is a new version, and only that", step);
        require(12, before.rosterVersion() <= after.rosterVersion(), "versions grow", step);
        boolean seated = before.state().isRound() && after.state().isRound() && !step.beginsRound();
        require(12, sameMembers || !seated, "seats are those of the round", step);
        Round round = after.round().orElse(null);
        if (round != null && after.state().isRound()) {
            require(12, round.clientCount() == after.members().size(), "a round knows how many take part", step);
            require(12, round.rosterVersion() == after.rosterVersion(), "a round knows its roster", step);
        }
    }

    private static void checkEjected(Step step) {
        List<ClientId> expected = new ArrayList<>(step.before().ejected());
        if (step.call() instanceof Call.Eject eject && !Call.isRefusal(step.answer())) {
            expected.add(eject.client());
        } else if (step.call() instanceof Call.Reinstate reinstate) {
            expected.remove(reinstate.client());
        }
        require(13, step.after().ejected().equals(expected), "clients are ejected until they are reinstated", step);
        for (RunSnapshot.Member member : step.after().members()) {
            boolean isEjected = step.after().ejected().contains(member.client());
            require(13, !isEjected || member.presence() == Presence.EJECTED, "an ejected member is not there", step);
        }
    }
}
