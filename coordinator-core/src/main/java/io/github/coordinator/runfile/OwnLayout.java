package io.github.coordinator.runfile;

import io.github.coordinator.internal.settings.Key;
import java.util.List;

/** Our own layout: {@code run_id}, {@code [config]}, {@code [model]} and {@code [data_server]}, and nothing else. */
final class OwnLayout {
    private OwnLayout() {}

    static void read(Scope top, Findings findings) {
        Key.of(Key.TOP).forEach(key -> findings.read(key, top));
        for (String name : List.of(Key.CONFIG, Key.DATA_SERVER)) {
            Scope table = findings.table(top, name);
            Key.of(name).forEach(key -> findings.read(key, table));
        }
        StrayKeys.ofOurs(findings).refuse(top);
        refuseWitnessesThatMayBeMissing(findings);
    }

    /**
     * An election makes do with the clients that there are, and Psyche's files count on it. In a file that is written for
     * us, more witnesses than a round is sure to have are most likely a slip.
     */
    private static void refuseWitnessesThatMayBeMissing(Findings findings) {
        if (!findings.isWithinBounds(Key.MIN_CLIENTS) || !findings.isWithinBounds(Key.WITNESS_NODES)) {
            return;
        }
        long clients = findings.draft().count(Key.MIN_CLIENTS);
        long witnesses = findings.draft().count(Key.WITNESS_NODES);
        if (witnesses > clients) {
            findings.refuse(
                    Key.WITNESS_NODES, "witness_nodes is " + witnesses + ", more than min_clients (" + clients + ")");
        }
    }
}
