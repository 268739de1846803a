package io.github.coordinator.verification.exhaustive;

import io.github.coordinator.ClientId;
import io.github.coordinator.RunSnapshot;
import io.github.coordinator.round.Committee;
import io.github.coordinator.round.ParticipationBitmap;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundId;
import io.github.coordinator.round.WitnessProof;
import io.github.coordinator.verification.model.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The operations that are tried in every state:
 *
 * <ul>
 *   <li>ticks: at once, after half of a state's time, after all of it, and with a clock that went back;
 *   <li>of each client: join, ready, health check, disconnect, leave, eject, reinstate, and in or after a round a proof that everyone
 *       took part, and one that the last did not;
 *   <li>of one client: a join of another run, and proofs that lie about their epoch, round, seat, position or size, or take
 *       another's seat and position;
 *   <li>pause, resume and stop.
 * </ul>
 */
final class Alphabet {
    /** How long each state lasts in the runs that are searched, where it has a limit at all. */
    static final Duration STATE_TIME = Duration.ofSeconds(2);

    private Alphabet() {}

    static List<Call> calls(RunSnapshot run, List<ClientId> clients) {
        List<Call> calls = new ArrayList<>();
        Instant now = run.clock().now();
        calls.add(new Call.Tick(now));
        calls.add(new Call.Tick(now.plus(STATE_TIME.dividedBy(2))));
        calls.add(new Call.Tick(now.plus(STATE_TIME)));
        calls.add(new Call.Tick(now.minus(STATE_TIME)));
        for (ClientId client : clients) {
            calls.add(new Call.Join(run.config().runId(), client));
            calls.add(new Call.Ready(client, run.epoch()));
            calls.add(new Call.HealthCheck(client));
            calls.add(new Call.Disconnect(client));
            calls.add(new Call.Leave(client));
            calls.add(new Call.Eject(client));
            calls.add(new Call.Reinstate(client));
        }
        calls.add(new Call.Join("another run", clients.get(0)));
        calls.add(new Call.Pause());
        calls.add(new Call.Resume());
        calls.add(new Call.Stop());
        Round round = run.round().orElse(null);
        if (round != null) {
            addProofs(round, run, clients, calls);
        }
        return calls;
    }

    private static void addProofs(Round round, RunSnapshot run, List<ClientId> clients, List<Call> calls) {
        int last = round.clientCount() - 1;
        ParticipationBitmap everyone = ParticipationBitmap.of(round.clientCount(), seat -> true);
        ParticipationBitmap allButTheLast = ParticipationBitmap.of(round.clientCount(), seat -> seat != last);
        ParticipationBitmap tooMany = ParticipationBitmap.of(round.clientCount() + 1, seat -> true);
        Committee committee = Committee.of(round);
        List<ClientId> seats =
                run.members().stream().map(RunSnapshot.Member::client).toList();
        for (ClientId client : clients) {
            // A client without a seat claims the first one.
            int seat = Math.max(0, seats.indexOf(client));
            int position = committee.witnessPosition(seat);
            calls.add(witness(client, round.epoch(), round.height(), seat, position, everyone));
            calls.add(witness(client, round.epoch(), round.height(), seat, position, allButTheLast));
            if (client.equals(clients.get(0))) {
                calls.add(witness(client, round.epoch() + 1, round.height(), seat, position, everyone));
                calls.add(witness(client, round.epoch(), round.height() + 1, seat, position, everyone));
                calls.add(witness(client, round.epoch(), round.height(), seat + 1, position, everyone));
                int next = (seat + 1) % round.clientCount();
                calls.add(witness(
                        client, round.epoch(), round.height(), next, committee.witnessPosition(next), everyone));
                calls.add(witness(client, round.epoch(), round.height(), seat, position + 1, everyone));
                calls.add(witness(client, round.epoch(), round.height(), seat, position, tooMany));
            }
        }
    }

    private static Call witness(
            ClientId client, long epoch, long height, int seat, int position, ParticipationBitmap seen) {
        return new Call.Witness(client, new WitnessProof(new RoundId(epoch, height), seat, position, seen));
    }
}
