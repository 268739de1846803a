package io.github.coordinator.examples.embedding;

import io.github.coordinator.HostedRun;
import io.github.coordinator.HostedRunSnapshot;
import io.github.coordinator.round.SeedSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Keeps runs in a table of the host's own database. Copy it. Transactions are the host's: it commits after each turn of its
 * loop, and sends the answers of the turn then.
 */
public final class RunTable {
    /** One row for each run. */
    public static final String TABLE = "create table run (id varchar(255) primary key, state blob not null)";

    private RunTable() {}

    /**
     * Writes a run, in the transaction that is open. To be called when its revision has changed.
     *
     * @param database the connection
     * @param run the run
     */
    public static void save(Connection database, HostedRun run) throws SQLException {
        try (PreparedStatement delete = database.prepareStatement("delete from run where id = ?");
                PreparedStatement insert = database.prepareStatement("insert into run values (?, ?)")) {
            delete.setString(1, run.config().runId());
            delete.executeUpdate();
            insert.setString(1, run.config().runId());
            insert.setBytes(2, run.snapshot().toBytes());
            insert.executeUpdate();
        }
    }

    /**
     * Reads a run. The host calls {@link HostedRun#restarted} next, or gives the run to a {@link TrainingHost}, which does.
     *
     * @param database the connection
     * @param runId the id of the run
     * @param seeds the randomness of each round, with the secret of before
     * @return the run as it was saved last; empty if it never was
     * @throws IllegalArgumentException if what the table has is not a run
     */
    public static Optional<HostedRun> load(Connection database, String runId, SeedSource seeds) throws SQLException {
        try (PreparedStatement select = database.prepareStatement("select state from run where id = ?")) {
            select.setString(1, runId);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(HostedRun.restore(HostedRunSnapshot.fromBytes(row.getBytes(1)), seeds))
                        : Optional.empty();
            }
        }
    }
}
