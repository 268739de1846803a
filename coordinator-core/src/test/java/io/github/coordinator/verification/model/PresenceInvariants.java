package io.github.coordinator.verification.model;

import static io.github.coordinator.verification.model.Invariants.require;

import io.github.coordinator.ClientId;
import io.github.coordinator.JoinOutcome;
import io.github.coordinator.MemberOutcome;
import io.github.coordinator.Presence;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.RunState;
import io.github.coordinator.config.WarmupDrop;

/** Invariants 13 and 31: whether members are there and ready, and how long those that are gone keep their seats. */
final class PresenceInvariants {
    private PresenceInvariants() {}

    static void check(Step step) {
        for (RunSnapshot.Member after : step.after().members()) {
            RunSnapshot.Member before =
                    Step.member(step.before(), after.client()).orElse(null);
            if (before != null) {
                Presence presence = presence(step, before);
                require(31, after.presence() == presence, "presence is what was last said of a client", step);
                boolean isReady = !step.beginsRound()
                        && presence == Presence.ACTIVE
                        && (before.ready() || saysReady(step, before.client()));
                require(31, after.ready() == isReady, "readiness is the word of a client that is there", step);
                require(13, !mustLeave(step, before), "members that are gone lose their seats in time", step);
            }
        }
    }

    private static Presence presence(Step step, RunSnapshot.Member member) {
        if (Call.isRefusal(step.answer())) {
            return member.presence();
        }
        ClientId client = member.client();
        if (step.call() instanceof Call.Join join && join.client().equals(client)) {
            return step.answer() == JoinOutcome.SEAT_KEPT ? Presence.ACTIVE : member.presence();
        } else if (step.call() instanceof Call.Disconnect gone && gone.client().equals(client)) {
            return Presence.DISCONNECTED;
        } else if (step.call() instanceof Call.Leave gone && gone.client().equals(client)) {
            return Presence.LEFT;
        } else if (step.call() instanceof Call.Eject gone && gone.client().equals(client)) {
            return Presence.EJECTED;
        }
        return member.presence();
    }

    private static boolean saysReady(Step step, ClientId client) {
        return step.call() instanceof Call.Ready ready
                && ready.client().equals(client)
                && step.answer() == MemberOutcome.RECORDED;
    }

    /** Whether a tick removes a member that is gone: each tick in warm-up, unless the seat is kept, and the end of a round. */
    private static boolean mustLeave(Step step, RunSnapshot.Member member) {
        if (!(step.call() instanceof Call.Tick) || member.presence() == Presence.ACTIVE) {
            return false;
        }
        boolean keeps = member.presence() == Presence.DISCONNECTED
                && step.config().onWarmupDrop() == WarmupDrop.KEEP
                && !step.beginsRound();
        RunState state = step.before().state();
        return state == RunState.WARMUP && !keeps || state == RunState.ROUND_WITNESS && step.leaves();
    }
}
