package io.github.coordinator.examples.springboot;

import io.github.coordinator.HostedRun;
import io.github.coordinator.config.RunConfig;
import io.github.coordinator.examples.embedding.RunTable;
import io.github.coordinator.round.SeedSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Keeps the run in its table. */
@Component
class RunStore {
    private final JdbcTemplate database;
    private final TransactionTemplate transactions;
    private long savedRevision;

    RunStore(JdbcTemplate database, TransactionTemplate transactions) {
        this.database = database;
        this.transactions = transactions;
    }

    /**
     * Reads the run.
     *
     * @param config the settings that the run must have
     * @param seeds the randomness of each round
     * @return the run as it was saved last; empty if it never was
     * @throws IllegalStateException if it was begun with other settings
     */
    Optional<HostedRun> load(RunConfig config, SeedSource seeds) {
        Optional<HostedRun> found = Objects.requireNonNull(database.execute((ConnectionCallback<Optional<HostedRun>>)
                connection -> RunTable.load(connection, config.runId(), seeds)));
        Map<String, Object> given = config.settings();
        found.map(run -> differing(run.config().settings(), given))
                .filter(keys -> !keys.isEmpty())
                .ifPresent(keys -> {
                    throw new IllegalStateException("the run " + config.runId() + " was begun with other values of "
                            + String.join(", ", keys) + "; give it those, or begin a run with another id");
                });
        return found;
    }

    private static Set<String> differing(Map<String, Object> begun, Map<String, Object> given) {
        Set<String> keys = new TreeSet<>(begun.keySet());
        keys.addAll(given.keySet());
        keys.removeIf(key -> Objects.equals(begun.get(key), given.get(key)));
        return keys;
    }

    /** Saves and commits the run, if it has changed. Called by the thread of the run, once in each turn. */
    void save(HostedRun run) {
        long revision = run.revision();
        if (revision != savedRevision) {
            transactions.executeWithoutResult(
                    transaction -> database.execute((ConnectionCallback<Optional<?>>) connection -> {
                        RunTable.save(connection, run);
                        return Optional.empty();
                    }));
            savedRevision = revision;
        }
    }
}
