package io.github.coordinator.examples.localtestnet;

import java.util.List;

/** The results of a turn, which only the {@link StandbyServer} that proposed it can read; others pass them on. */
public final class TurnResults {
    private final List<ServerResult> results;

    TurnResults(List<ServerResult> results) {
        this.results = List.copyOf(results);
    }

    List<ServerResult> list() {
        return results;
    }
}
