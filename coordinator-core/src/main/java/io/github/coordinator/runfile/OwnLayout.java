package io.github.coordinator.runfile;

import io.github.coordinator.internal.settings.Describe;
import io.github.coordinator.internal.settings.Key;
import io.github.coordinator.internal.settings.Spelling;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Our own layout: {@code run_id}, {@code [config]}, {@code [model]} and {@code [data_server]}, and nothing else. */
final class OwnLayout {
    private static final List<String> TABLES = List.of(Key.CONFIG, Key.DATA_SERVER);

    private OwnLayout() {}

    static void read(Scope top, Findings findings) {
        List<String> topKeys = texts(Key.TOP);
        Key.of(Key.TOP).forEach(key -> findings.read(key, top));
        refuseUnknown(top, Stream.concat(topKeys.stream(), TABLES.stream()).toList(), findings);
        for (String name : TABLES) {
            Scope table = findings.table(top, name);
            Key.of(name).forEach(key -> findings.read(key, table));
            refuseUnknown(table, texts(name), findings);
        }
        refuseWitnessesThatMayBeMissing(findings);
    }

    /**
     * An election makes do with the clients that there are, and Psyche's files count on it. Who asks for more witnesses than
     * a round is sure to have in a file written for us has most likely made a slip.
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

    private static List<String> texts(String table) {
        return Key.of(table).stream().map(Key::text).toList();
    }

    private static void refuseUnknown(Scope scope, List<String> known, Findings findings) {
        for (String key : scope.keys()) {
            if (!known.contains(key)) {
                String shown = Describe.key(key);
                findings.refuse(shown, scope.keyPosition(key), "unknown key " + shown + advice(key, known));
            }
        }
    }

    private static String advice(String key, List<String> known) {
        Optional<Key> elsewhere = Key.named(key);
        if (elsewhere.isPresent()) {
            String table = elsewhere.get().table();
            return table.isEmpty() ? ", it belongs at the top level" : ", it belongs in [" + table + "]";
        }
        return Spelling.hint(key, known);
    }
}
