package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.ClientId;
import io.github.coordinator.HostedRun;
import io.github.coordinator.HostedRunSnapshot;
import io.github.coordinator.RunStatus;
import io.github.coordinator.round.SeedSource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state of a run as it was between two turns, for people and scripts. To make one costs the thread of the run a copy of
 * what changes; all else is done by the threads that read it.
 */
final class Look {
    private final Instant now;
    private final long revision;
    private final RunStatus status;
    private final HostedRunSnapshot snapshot;
    private final int pendingCount;
    private final String modelHash;
    private final Set<Integer> updated;
    private final Names names;
    private final List<HistoryEntry> history;
    private @Nullable HostedRun run;

    private Look(TrainingState state, Instant now) {
        this.now = now;
        revision = state.revision();
        status = state.run().status();
        snapshot = state.run().snapshot();
        pendingCount = state.run().pendingCount();
        modelHash = state.model().hash();
        updated = state.model().openIndices();
        names = state.names().copy();
        history = List.copyOf(state.history().entries());
    }

    /**
     * Takes a look. Belongs to the thread of the state.
     *
     * @param state the state
     * @param now the time by the clock of the server
     */
    static Look at(TrainingState state, Instant now) {
        return new Look(state, now);
    }

    Instant now() {
        return now;
    }

    long revision() {
        return revision;
    }

    RunStatus status() {
        return status;
    }

    HostedRunSnapshot snapshot() {
        return snapshot;
    }

    /** How many clients are pending and connected, members among them. */
    int pendingCount() {
        return pendingCount;
    }

    String modelHash() {
        return modelHash;
    }

    /** The indices of the clients whose updates of the open round have come. */
    Set<Integer> updated() {
        return updated;
    }

    Names names() {
        return names;
    }

    /** What has happened, oldest first. */
    List<HistoryEntry> history() {
        return history;
    }

    /** Why nothing moves, in sentences. */
    synchronized List<String> explain() {
        return run().explain(now).sentences();
    }

    /** Where a client stands, in sentences; empty if nothing is known of it. */
    synchronized Optional<List<String>> explain(ClientId client) {
        return run().explain(client, now).map(explanation -> explanation.sentences());
    }

    /** A run at the same point. It makes no ticks and so needs no seeds. */
    private HostedRun run() {
        HostedRun made = run;
        if (made == null) {
            run = made = HostedRun.restore(snapshot, SeedSource.fixed(0));
        }
        return made;
    }
}
