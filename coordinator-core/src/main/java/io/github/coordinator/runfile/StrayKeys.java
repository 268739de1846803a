package io.github.coordinator.runfile;

import io.github.coordinator.internal.settings.Describe;
import io.github.coordinator.internal.settings.Key;
import io.github.coordinator.internal.settings.Spelling;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Looks for keys that a layout does not have, and for what was meant by them. A key that is meant for one of ours is
 * refused wherever it stands: passed over, it would leave a setting at its default unnoticed. What was meant is not
 * called missing, so that one slip is one problem.
 */
final class StrayKeys {
    /** The tables of our own layout that have keys of ours. */
    private static final List<String> TABLES = List.of(Key.CONFIG, Key.DATA_SERVER);

    private final Findings findings;

    /** Keys that files of this layout may have and that may resemble ours. */
    private final Collection<String> harmless;

    /** Keys of this layout that are not ours, but are read. */
    private final Collection<String> aliases;

    private final boolean refusesAll;

    /** Whether the keys of {@code [config]} stand at the top level. */
    private final boolean isFlat;

    private StrayKeys(
            Findings findings,
            Collection<String> harmless,
            Collection<String> aliases,
            boolean refusesAll,
            boolean isFlat) {
        this.findings = findings;
        this.harmless = harmless;
        this.aliases = aliases;
        this.refusesAll = refusesAll;
        this.isFlat = isFlat;
    }

    /** Of our own layout, which has no keys but ours. */
    static StrayKeys ofOurs(Findings findings) {
        return new StrayKeys(findings, List.of(), List.of(), true, false);
    }

    /** Of a layout of Psyche's, which may have any keys that none of ours can be meant by. */
    static StrayKeys ofPsyche(
            Findings findings, Collection<String> harmless, Collection<String> aliases, boolean isFlat) {
        return new StrayKeys(findings, harmless, aliases, false, isFlat);
    }

    /** Refuses the stray keys of the top level and of the tables that have keys of ours. */
    void refuse(Scope top) {
        refuse(top, Key.TOP);
        TABLES.forEach(table -> refuse(top.child(table), table));
    }

    private void refuse(Scope scope, String table) {
        for (String key : scope.keys()) {
            if (!belongs(key, table) && !harmless.contains(key)) {
                Optional<String> meant = meantBy(key);
                if (refusesAll || meant.isPresent()) {
                    String shown = Describe.key(key);
                    String hint = meant.map(word -> hint(key, word, table)).orElse("");
                    findings.refuse(shown, scope.keyPosition(key), "unknown key " + shown + hint);
                    meant.ifPresent(this::doNotMiss);
                }
            }
        }
    }

    private boolean belongs(String key, String table) {
        boolean isConfig = isFlat ? table.equals(Key.TOP) : table.equals(Key.CONFIG);
        return (isConfig && aliases.contains(key))
                || (table.equals(Key.TOP) && TABLES.contains(key))
                || Key.named(key).filter(known -> placeOf(known).equals(table)).isPresent();
    }

    private Optional<String> meantBy(String key) {
        List<String> words = Stream.of(Arrays.stream(Key.values()).map(Key::text), TABLES.stream(), aliases.stream())
                .flatMap(stream -> stream)
                .toList();
        return Key.replacing(key).map(Key::text).or(() -> Spelling.nearest(key, words));
    }

    private String hint(String key, String meant, String table) {
        String place = Key.named(meant).map(this::placeOf).orElse(aliases.contains(meant) ? configPlace() : Key.TOP);
        if (Key.replacing(key).isPresent()) {
            return Key.hint(key);
        }
        String where = place.equals(Key.TOP) ? "at the top level" : "in [" + place + "]";
        if (key.equals(meant)) {
            return ", it belongs " + where;
        }
        return ", did you mean " + meant + (place.equals(table) ? "?" : " " + where + "?");
    }

    private void doNotMiss(String meant) {
        Key.named(meant).ifPresent(findings.draft()::leaveOpenIfMissing);
        Key.of(meant).forEach(findings.draft()::leaveOpenIfMissing);
    }

    private String placeOf(Key key) {
        return key.table().equals(Key.CONFIG) ? configPlace() : key.table();
    }

    private String configPlace() {
        return isFlat ? Key.TOP : Key.CONFIG;
    }
}
