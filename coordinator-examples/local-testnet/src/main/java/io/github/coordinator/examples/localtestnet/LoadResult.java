package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.Removal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a server did under a load.
 *
 * @param scenario the load
 * @param exitStatus how the server's process ended, 0 if in order
 * @param steps how many steps the run made
 * @param totalSteps how many it should have made
 * @param rounds how many rounds that took
 * @param honestRemovals how often honest clients were removed, by cause
 * @param errors how often honest clients were sent an error, by code
 * @param server what the server says of itself; all 0 if it ended before it could
 * @param nanosToAll for each status, the nanoseconds from the first client that had it to the last; ascending
 * @param residentKiB how much memory the server's process had at most, 0 if the system does not say
 */
record LoadResult(
        LoadScenario scenario,
        int exitStatus,
        long steps,
        long totalSteps,
        int rounds,
        Map<Removal.Cause, Integer> honestRemovals,
        Map<String, Integer> errors,
        RunReport.Load server,
        List<Long> nanosToAll,
        long residentKiB) {
    static final String HEADER = """
            | load | steps of rounds | turns | turn p50 | p99 | max | a status to all p50 | max | queued at most | memory of the server |
            |---|---|---|---|---|---|---|---|---|---|""";

    LoadResult {
        honestRemovals = Map.copyOf(honestRemovals);
        errors = Map.copyOf(errors);
        nanosToAll = List.copyOf(nanosToAll);
    }

    /** A row of a table. */
    String row() {
        return String.format(
                Locale.ROOT,
                "| %s | %d of %d | %,d | %s | %s | %s | %s | %s | %,d KiB | %,d MiB |",
                scenario,
                steps,
                rounds,
                server.turns(),
                millis(server.medianNanos()),
                millis(server.slowNanos()),
                millis(server.longestNanos()),
                nanosToAll.isEmpty() ? "none" : millis(nanosToAll.get(nanosToAll.size() / 2)),
                nanosToAll.isEmpty() ? "none" : millis(nanosToAll.get(nanosToAll.size() - 1)),
                server.mostQueuedBytes() >> 10,
                residentKiB >> 10);
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }

    /** What should not have happened. A client whose connection is gone may be removed for that. */
    List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        if (exitStatus != 0) {
            complaints.add(scenario + ": the server ended with status " + exitStatus);
        }
        if (steps < totalSteps) {
            complaints.add(scenario + ": the run made " + steps + " of " + totalSteps + " steps");
        }
        honestRemovals.forEach((cause, count) -> {
            if (scenario != LoadScenario.RECONNECTIONS || cause != Removal.Cause.DISCONNECTED) {
                complaints.add(scenario + ": " + count + " times, an honest client was removed as " + cause);
            }
        });
        return complaints;
    }
}
