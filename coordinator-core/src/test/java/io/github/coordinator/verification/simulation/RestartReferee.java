package io.github.coordinator.verification.simulation;

import static io.github.coordinator.verification.simulation.Referee.broken;

import io.github.coordinator.Forged;
import io.github.coordinator.PendingClient;
import io.github.coordinator.RunSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Invariant 34: a restart goes on from another time and begins the silence of all clients anew, and does no more. */
final class RestartReferee {
    private RestartReferee() {}

    static void judge(JudgedStep step, Instant now) {
        RunSnapshot before = step.before().run();
        RunSnapshot after = step.after().run();
        boolean same = before.state() == after.state()
                && heardMembers(before).equals(after.members())
                && heardStandings(before).equals(after.standings())
                && before.step() == after.step()
                && before.proofs().equals(after.proofs())
                && heard(step.before().pendingClients()).equals(step.after().pendingClients());
        if (!same || !after.clock().now().equals(now)) {
            throw broken(34, "a restart does more than to go on from another time", step);
        }
    }

    private static List<RunSnapshot.Member> heardMembers(RunSnapshot run) {
        return run.members().stream()
                .map(each -> new RunSnapshot.Member(
                        each.client(),
                        each.presence(),
                        each.ready(),
                        each.hasModel(),
                        each.heard(),
                        Duration.ZERO,
                        each.counts()))
                .toList();
    }

    private static List<RunSnapshot.Standing> heardStandings(RunSnapshot run) {
        return run.standings().stream()
                .map(each -> new RunSnapshot.Standing(
                        each.client(), each.counts(), each.wasMember(), each.hasModel(), each.heard(), Duration.ZERO))
                .toList();
    }

    private static List<PendingClient> heard(List<PendingClient> pending) {
        return pending.stream()
                .map(each -> Forged.pendingClient(
                        each.client(),
                        each.session(),
                        each.connected(),
                        each.waitingSince(),
                        each.heard(),
                        Duration.ZERO))
                .toList();
    }
}
