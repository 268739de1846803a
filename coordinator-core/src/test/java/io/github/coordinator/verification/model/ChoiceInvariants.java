package io.github.coordinator.verification.model;

import static io.github.coordinator.verification.model.Invariants.require;

import io.github.coordinator.ClientId;
import io.github.coordinator.Counts;
import io.github.coordinator.HostedRunSnapshot;
import io.github.coordinator.PendingClient;
import io.github.coordinator.Removal;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.config.RunConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The invariants of the tick with which a hosted run begins an epoch: which of the pending clients it takes. */
final class ChoiceInvariants {
    private ChoiceInvariants() {}

    static void check(HostedStep step) {
        if (step.beginsEpoch()) {
            checkTaken(step);
            checkCounts(step);
        }
    }

    private static void checkTaken(HostedStep step) {
        HostedRunSnapshot before = step.before();
        RunConfig config = before.run().config();
        List<ClientId> taken = Step.clients(step.after().run());
        List<PendingClient> here = new ArrayList<>(before.pendingClients());
        here.removeIf(pending -> !pending.connected() || step.isFoundSilent(pending));
        List<ClientId> removed =
                before.run().removals().stream().map(Removal::client).toList();
        List<PendingClient> takable = new ArrayList<>(here);
        takable.removeIf(pending -> removed.contains(pending.client()));
        boolean passesOver = takable.size() >= config.initMinClients();
        takable = passesOver ? takable : here;
        boolean takesNone = taken.stream().noneMatch(removed::contains);
        require(27, !passesOver || takesNone, "removed clients are passed over if enough others are here", step);
        boolean areHere = here.stream().map(PendingClient::client).toList().containsAll(taken);
        require(26, areHere, "only clients that are connected and not silent are taken", step);
        int seats = Math.min(config.maxClients(), takable.size());
        require(10, taken.size() == seats, "as many clients are taken as can be", step);

        int share = Math.max(1, config.maxClients() * before.limits().rotatingPercent() / 100);
        List<ClientId> longest = takable.stream()
                .sorted(Comparator.comparing(PendingClient::waitingSince))
                .map(PendingClient::client)
                .limit(share)
                .toList();
        require(10, taken.containsAll(longest), "those that waited longest have their share of the seats", step);
        List<ClientId> byPlace =
                new ArrayList<>(takable.stream().map(PendingClient::client).toList());
        List<ClientId> others = new ArrayList<>(byPlace);
        others.removeAll(longest);
        List<ClientId> expected = new ArrayList<>(longest);
        expected.addAll(others.subList(0, seats - longest.size()));
        byPlace.retainAll(expected);
        require(10, taken.equals(byPlace), "the other seats go by place, and all members are in that order", step);
    }

    /** An epoch begins with what was held against each pending client before it, whether it takes the client or not. */
    private static void checkCounts(HostedStep step) {
        RunSnapshot after = step.after().run();
        for (ClientId client : HostedStep.clients(step.after())) {
            Counts before = CountInvariants.counts(step.before().run(), client);
            boolean isAbsenceOn = after.config().maxAbsentRounds() > 0;
            boolean isAttestingOn = after.config().maxMissedAttestations() > 0;
            Counts kept = new Counts(
                    isAbsenceOn ? before.absentRounds() : 0, isAttestingOn ? before.missedAttestations() : 0);
            boolean isTaken = Step.member(after, client).isPresent();
            Counts expected = isTaken ? kept : before;
            require(11, CountInvariants.counts(after, client).equals(expected), "counts go on across epochs", step);
        }
    }
}
