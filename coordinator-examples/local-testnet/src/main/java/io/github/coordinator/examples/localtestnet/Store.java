package io.github.coordinator.examples.localtestnet;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The files of a durable server, in a directory of its own: inputs and snapshots of one run in an SQLite database, which the
 * owner alone may read, since the secret of the seeds is in it. Belongs to one thread at a time.
 */
final class Store implements AutoCloseable {
    static final String DATABASE = "run.db";

    /** The server's key. A server makes it after the run, so that where it is there was a run. */
    static final String KEY = "server.pem";

    /** What SQLite keeps in the file's header: which program it belongs to, and the version of its tables. */
    private static final int APPLICATION = 0x436f546e;

    private static final int FORMAT = StateFormat.VERSION;

    private static final List<String> TABLES = List.of(
            "CREATE TABLE run (run_id TEXT NOT NULL, format INTEGER NOT NULL, library TEXT NOT NULL,"
                    + " started TEXT NOT NULL, seed_secret BLOB NOT NULL)",
            "CREATE TABLE input (number INTEGER PRIMARY KEY, time TEXT NOT NULL, bytes BLOB NOT NULL)",
            "CREATE TABLE snapshot (number INTEGER PRIMARY KEY, time TEXT NOT NULL, digest TEXT NOT NULL,"
                    + " bytes BLOB NOT NULL)");

    private final Path database;
    private final @Nullable FileChannel lock;
    private final Connection connection;

    /**
     * A state that was saved.
     *
     * @param number the number of the last input that it includes, 0 for none
     * @param digest its digest
     * @param bytes its binary form
     */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
    record Snapshot(long number, String digest, byte[] bytes) {}

    /**
     * What does not change during a run.
     *
     * @param id the run's id
     * @param secret the secret of its seeds
     */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
    record Run(String id, byte[] secret) {}

    /** Something that SQLite does. */
    private interface Work<T> {
        T done() throws SQLException;
    }

    private Store(Path database, @Nullable FileChannel lock, Connection connection) {
        this.database = database;
        this.lock = lock;
        this.connection = connection;
    }

    /**
     * Opens the store of a server, which has no run yet if the directory is new.
     *
     * @throws StoreException if the directory cannot be used, another server uses it, or the store is damaged
     */
    static Store open(Path directory) {
        Path database = directory.resolve(DATABASE);
        FileChannel lock = lock(directory);
        try {
            requireNoLoneWal(database);
            create(database);
            SQLiteConfig config = new SQLiteConfig();
            config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
            Connection connection = connect(database, config);
            Store store = new Store(database, lock, connection);
            store.checkOrClose();
            return store;
        } catch (IOException failed) {
            close(lock);
            throw new StoreException("the file " + database + " cannot be made: " + failed, failed);
        } catch (RuntimeException failed) {
            close(lock);
            throw failed;
        }
    }

    /**
     * Opens the store to read it, also while its server runs.
     *
     * @throws StoreException if there is none, or it is damaged
     */
    static Store openToRead(Path directory) {
        Path database = directory.resolve(DATABASE);
        try {
            requireNoLoneWal(database);
        } catch (IOException failed) {
            throw new StoreException("the store " + database + " cannot be read: " + failed, failed);
        }
        if (Files.notExists(database)) {
            throw new StoreException("there is no store of a run in " + directory);
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        Store store = new Store(database, null, connect(database, config));
        store.checkOrClose();
        return store;
    }

    private static FileChannel lock(Path directory) {
        FileChannel channel = null;
        try {
            Files.createDirectories(directory);
            channel = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException held) {
            // Said below.
        } catch (IOException failed) {
            throw new StoreException("the directory " + directory + " cannot be written: " + failed, failed);
        }
        close(channel);
        throw new StoreException("another server uses the directory " + directory);
    }

    private static void close(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException unimportant) {
            // The end of the process releases it.
        }
    }

    /** Commits may be in the write-ahead log alone. SQLite would delete it, since it does not belong to an empty database. */
    private static void requireNoLoneWal(Path database) throws IOException {
        Path wal = database.resolveSibling(DATABASE + "-wal");
        if (size(database) == 0 && size(wal) > 0) {
            throw damaged(database, "it is empty or missing, and " + wal.getFileName() + " is not");
        }
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private static void create(Path database) throws IOException {
        try {
            if (database.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                // SQLite gives its other files the same permissions.
                Files.createFile(
                        database, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
        } catch (FileAlreadyExistsException there) {
            // It has its permissions.
        }
    }

    private static Connection connect(Path database, SQLiteConfig config) {
        try {
            return DriverManager.getConnection("jdbc:sqlite:" + database, config.toProperties());
        } catch (SQLException failed) {
            throw failure(database, failed);
        }
    }

    private void checkOrClose() {
        try {
            check();
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /** Reads before anything is written: what is not ours or of a later version stays as it is. */
    private void check() {
        int tables = (int) number("SELECT count(*) FROM sqlite_schema");
        int application = (int) number("PRAGMA application_id");
        int format = (int) number("PRAGMA user_version");
        if (tables == 0 && application == 0) {
            return;
        }
        if (application != APPLICATION) {
            throw new StoreException("the file " + database + " is no store of a run");
        }
        if (format != FORMAT) {
            throw new StoreException(
                    "the store " + database + " has format " + format + ", and this program reads format " + FORMAT);
        }
        String problem =
                run(() -> first("PRAGMA quick_check", row -> row.getString(1))).orElse("");
        if (!problem.equals("ok")) {
            throw damaged(problem);
        }
    }

    StoreException damaged(String problem) {
        return damaged(database, problem);
    }

    private static StoreException damaged(Path database, String problem) {
        return new StoreException(
                "the store " + database + " is damaged (" + problem + "); put a back-up in its place");
    }

    /**
     * The run; empty in a new store.
     *
     * @throws StoreException if the store is damaged, or has lost its run
     */
    Optional<Run> run() {
        if (number("SELECT count(*) FROM sqlite_schema") == 0) {
            if (Files.exists(database.resolveSibling(KEY))) {
                throw damaged("it has no run, and " + KEY + " is of a server that had one");
            }
            return Optional.empty();
        }
        return run(
                () -> first("SELECT run_id, seed_secret FROM run", row -> new Run(row.getString(1), row.getBytes(2))));
    }

    /** Begins a run. All of it comes into the file together, so that a server that dies here leaves a new store. */
    void begin(Run begun, String library, Snapshot first, Instant now) {
        run(() -> {
            execute("PRAGMA journal_mode = WAL");
            return transaction(() -> {
                for (String table : TABLES) {
                    execute(table);
                }
                execute("PRAGMA application_id = " + APPLICATION);
                execute("PRAGMA user_version = " + FORMAT);
                update(
                        "INSERT INTO run VALUES (?, ?, ?, ?, ?)",
                        begun.id(),
                        FORMAT,
                        library,
                        now.toString(),
                        begun.secret());
                insert(first, now);
                return true;
            });
        });
    }

    /** Writes the inputs of a turn, numbered from that on. When it returns, they are on the disk. */
    void append(long number, List<byte[]> inputs, Instant now) {
        run(() -> transaction(() -> {
            for (int i = 0; i < inputs.size(); i++) {
                update("INSERT INTO input VALUES (?, ?, ?)", number + i, now.toString(), inputs.get(i));
            }
            return true;
        }));
    }

    /**
     * Saves a snapshot. Of the older ones one is kept, with the inputs since.
     *
     * @param snapshot the state
     * @param keepsInputs whether all inputs are kept, with the first snapshot
     * @param now the time
     */
    void save(Snapshot snapshot, boolean keepsInputs, Instant now) {
        run(() -> transaction(() -> {
            insert(snapshot, now);
            HaltPoint.reached("snapshot");
            if (!keepsInputs) {
                String kept = "(SELECT max(number) FROM snapshot WHERE number < " + snapshot.number() + ")";
                execute("DELETE FROM input WHERE number <= " + kept);
                HaltPoint.reached("cut");
                execute("DELETE FROM snapshot WHERE number < " + kept);
            }
            return true;
        }));
    }

    private void insert(Snapshot snapshot, Instant now) throws SQLException {
        update(
                "INSERT OR REPLACE INTO snapshot VALUES (?, ?, ?, ?)",
                snapshot.number(),
                now.toString(),
                snapshot.digest(),
                snapshot.bytes());
    }

    /** All snapshots of a run, the oldest first: at least one. */
    List<Snapshot> snapshots() {
        return run(() -> {
            List<Snapshot> found = new ArrayList<>();
            each(
                    "SELECT number, digest, bytes FROM snapshot ORDER BY number",
                    row -> found.add(new Snapshot(row.getLong(1), row.getString(2), row.getBytes(3))));
            if (found.isEmpty()) {
                throw damaged("it has no snapshot");
            }
            return found;
        });
    }

    /** Reads the inputs after one number and up to another, in order. One that is missing means that the store is damaged. */
    void readBetween(long after, long last, BiConsumer<Long, byte[]> reader) {
        run(() -> {
            long[] number = {after};
            String range = "number > " + after + " AND number <= " + last;
            each("SELECT number, bytes FROM input WHERE " + range + " ORDER BY number", row -> {
                number[0]++;
                if (row.getLong(1) != number[0]) {
                    throw damaged("input " + number[0] + " is missing");
                }
                reader.accept(number[0], row.getBytes(2));
            });
            return true;
        });
    }

    /** The value of a query with one number. */
    long number(String query) {
        return run(() -> first(query, row -> row.getLong(1))).orElse(0L);
    }

    /** The value of a query with one text. */
    String text(String query) {
        return run(() -> first(query, row -> row.getString(1))).orElse("");
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException failed) {
            throw failure(database, failed);
        } finally {
            close(lock);
        }
    }

    // SQLite

    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private interface EachRow {
        void read(ResultSet row) throws SQLException;
    }

    private <T> T transaction(Work<T> work) throws SQLException {
        execute("BEGIN IMMEDIATE");
        try {
            T result = work.done();
            execute("COMMIT");
            return result;
        } catch (SQLException | RuntimeException failed) {
            try {
                execute("ROLLBACK");
            } catch (SQLException alreadyDone) {
                // A full disk, for instance, has ended the transaction.
                failed.addSuppressed(alreadyDone);
            }
            throw failed;
        }
    }

    private <T> T run(Work<T> work) {
        try {
            return work.done();
        } catch (SQLException failed) {
            throw failure(database, failed);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void update(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    private <T> Optional<T> first(String query, Row<T> reader) throws SQLException {
        List<T> rows = new ArrayList<>();
        each(query, row -> rows.add(reader.read(row)));
        return rows.stream().findFirst();
    }

    private void each(String query, EachRow reader) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }

    private static StoreException failure(Path database, SQLException failed) {
        String problem = Objects.requireNonNullElse(failed.getMessage(), "no reason is given");
        SQLiteErrorCode code =
                failed instanceof SQLiteException known ? known.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
        if (code == SQLiteErrorCode.SQLITE_IOERR_SHORT_READ) {
            return damaged(database, problem);
        }
        return new StoreException(
                switch (SQLiteErrorCode.getErrorCode(code.code & 0xff)) {
                    case SQLITE_FULL ->
                        "the disk is full: the store " + database + " cannot grow. Nothing that was answered is lost;"
                                + " make room and start the server again";
                    case SQLITE_CORRUPT, SQLITE_NOTADB ->
                        "the store " + database + " is damaged (" + problem + "); put a back-up in its place";
                    case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM ->
                        "the store " + database + " cannot be opened or written (" + problem + ")";
                    default -> "the store " + database + " cannot be read or written (" + problem + ")";
                },
                failed);
    }
}
