package io.github.coordinator.examples.localtestnet;

import java.util.List;

/** What a turn resulted in: values for the {@link StandbyServer} that proposed it, and for nobody else. */
public final class TurnResults {
    private final List<ServerResult> results;

    TurnResults(List<ServerResult> results) {
        this.results = List.copyOf(results);
    }

    List<ServerResult> list() {
        return results;
    }
}
