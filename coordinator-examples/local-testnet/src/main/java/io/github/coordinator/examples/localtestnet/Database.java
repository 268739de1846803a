package io.github.coordinator.examples.localtestnet;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * A file of SQLite. What goes wrong with it becomes a {@link StoreException}, which says what the operator can do. Belongs to
 * one thread at a time.
 */
final class Database implements AutoCloseable {
    private final Path file;
    private final Connection connection;

    /** Reads one row. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Reads one row after the other. */
    interface Rows {
        void read(ResultSet row) throws SQLException;
    }

    private Database(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /** Opens a file, so that what is committed is on the disk. */
    static Database open(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        return open(file, config);
    }

    static Database openToRead(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        return open(file, config);
    }

    private static Database open(Path file, SQLiteConfig config) {
        try {
            return new Database(file, DriverManager.getConnection("jdbc:sqlite:" + file, config.toProperties()));
        } catch (SQLException failed) {
            throw failure(file, failed);
        }
    }

    /** Makes all of the changes, or none if one of them fails. */
    void transaction(Runnable changes) {
        execute("BEGIN IMMEDIATE");
        try {
            changes.run();
            execute("COMMIT");
        } catch (RuntimeException failed) {
            try {
                execute("ROLLBACK");
            } catch (StoreException alreadyDone) {
                // A full disk, for instance, has ended the transaction.
                failed.addSuppressed(alreadyDone);
            }
            throw failed;
        }
    }

    void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw failure(file, failed);
        }
    }

    /** Executes a statement that has a question mark for each of the values. */
    void update(String sql, Object... values) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        } catch (SQLException failed) {
            throw failure(file, failed);
        }
    }

    /** The first row that a query finds. */
    <T> Optional<T> first(String query, Row<T> reader) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
        } catch (SQLException failed) {
            throw failure(file, failed);
        }
    }

    /** The number that a query finds; 0 if it finds none. */
    long number(String query) {
        return first(query, row -> row.getLong(1)).orElse(0L);
    }

    /** The text that a query finds; empty if it finds none. */
    String text(String query) {
        return first(query, row -> row.getString(1)).orElse("");
    }

    void forEach(String query, Rows reader) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                reader.read(rows);
            }
        } catch (SQLException failed) {
            throw failure(file, failed);
        }
    }

    StoreException damaged(String problem) {
        return damaged(file, problem);
    }

    static StoreException damaged(Path file, String problem) {
        return new StoreException(damage(file, problem));
    }

    private static String damage(Path file, String problem) {
        return "the store " + file + " is damaged (" + problem + "); put a back-up in its place";
    }

    private static StoreException failure(Path file, SQLException failed) {
        String problem = Objects.requireNonNullElse(failed.getMessage(), "no reason is given");
        SQLiteErrorCode code =
                failed instanceof SQLiteException known ? known.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
        if (code == SQLiteErrorCode.SQLITE_IOERR_SHORT_READ) {
            return damaged(file, problem);
        }
        int primaryCode = code.code & 0xff;
        return new StoreException(
                switch (SQLiteErrorCode.getErrorCode(primaryCode)) {
                    case SQLITE_FULL ->
                        "the disk is full: the store " + file + " cannot grow. Nothing that was answered is lost;"
                                + " make room and start the server again";
                    case SQLITE_CORRUPT, SQLITE_NOTADB -> damage(file, problem);
                    case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM ->
                        "the store " + file + " cannot be opened or written (" + problem + ")";
                    default -> "the store " + file + " cannot be read or written (" + problem + ")";
                },
                failed);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException failed) {
            throw failure(file, failed);
        }
    }
}
