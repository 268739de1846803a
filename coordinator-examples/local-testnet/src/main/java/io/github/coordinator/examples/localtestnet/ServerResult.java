package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.ClientId;
import io.github.coordinator.JoinResult;
import io.github.coordinator.PendingClient;
import io.github.coordinator.RunAnswer;
import io.github.coordinator.TickResult;
import io.github.coordinator.round.Seat;
import java.util.List;
import java.util.Optional;

/** What became of a {@link ServerInput}: all that has to be sent, as a value that lives on without the state. */
sealed interface ServerResult {
    /**
     * Of a tick.
     *
     * @param result what the run did
     * @param ended what clients have to hear of a round that is over
     * @param reports what people have to hear
     * @param view what is to be seen of the state after it
     */
    record Ticked(TickResult result, Optional<ToClient.RoundResult> ended, List<RunReport> reports, RunView view)
            implements ServerResult {
        public Ticked {
            reports = List.copyOf(reports);
        }
    }

    /**
     * Of a join.
     *
     * @param result whether it is accepted
     * @param name what people call the client
     * @param seat the client's seat, if it has one
     * @param missed the updates of the open round, for a witness of it that comes back
     */
    record Joined(JoinResult result, String name, Optional<Seat> seat, List<ToClient.PeerUpdate> missed)
            implements ServerResult {
        public Joined {
            missed = List.copyOf(missed);
        }
    }

    /**
     * Of a restart.
     *
     * @param before the clients that were connected to the server before, and may come back
     */
    record Restarted(List<PendingClient> before) implements ServerResult {
        public Restarted {
            before = List.copyOf(before);
        }
    }

    /**
     * Of any other input of the run.
     *
     * @param answer the run's answer
     */
    record Answered(RunAnswer answer) implements ServerResult {}

    /**
     * Of an update.
     *
     * @param outcome whether it is recorded
     * @param relayed what the witnesses of the round have to hear, if it is
     * @param witnesses the witnesses of the round; empty if nothing is relayed
     */
    record Updated(UpdateOutcome outcome, Optional<ToClient.PeerUpdate> relayed, List<ClientId> witnesses)
            implements ServerResult {
        public Updated {
            witnesses = List.copyOf(witnesses);
        }
    }

    /** Of a name. */
    record Named() implements ServerResult {}
}
