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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The files of a durable server, in a directory of its own: inputs and snapshots of one run in an SQLite database, which the
 * owner alone may read, since the secret of the seeds is in it. Belongs to one thread at a time.
 */
final class Store implements AutoCloseable {
    static final String DATABASE = "run.db";

    /** The server's key. A server makes it after the run, so that where it is there was a run. */
    static final String KEY = "server.pem";

    /** In the header of the file, where SQLite keeps which program it belongs to. */
    private static final int APPLICATION = 0x436f546e;

    /** In the header too: the version of the tables and of what is in them. */
    private static final int FORMAT = StateFormat.VERSION;

    private static final List<String> TABLES = List.of(
            "CREATE TABLE run (run_id TEXT NOT NULL, format INTEGER NOT NULL, library TEXT NOT NULL,"
                    + " started TEXT NOT NULL, seed_secret BLOB NOT NULL)",
            "CREATE TABLE input (number INTEGER PRIMARY KEY, time TEXT NOT NULL, bytes BLOB NOT NULL)",
            "CREATE TABLE snapshot (number INTEGER PRIMARY KEY, time TEXT NOT NULL, digest TEXT NOT NULL,"
                    + " bytes BLOB NOT NULL)");

    private final Path file;
    private final @Nullable FileChannel lock;
    private final Database database;

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

    private Store(Path file, @Nullable FileChannel lock, Database database) {
        this.file = file;
        this.lock = lock;
        this.database = database;
    }

    /**
     * Opens the store of a server, which has no run yet if the directory is new.
     *
     * @throws StoreException if the directory cannot be used, another server uses it, or the store is damaged
     */
    static Store open(Path directory) {
        Path file = directory.resolve(DATABASE);
        FileChannel lock = lock(directory);
        try {
            requireNoLoneWal(file);
            create(file);
            Store store = new Store(file, lock, Database.open(file));
            store.checkOrClose();
            return store;
        } catch (IOException failed) {
            close(lock);
            throw new StoreException("the file " + file + " cannot be made: " + failed, failed);
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
        Path file = directory.resolve(DATABASE);
        try {
            requireNoLoneWal(file);
        } catch (IOException failed) {
            throw new StoreException("the store " + file + " cannot be read: " + failed, failed);
        }
        if (Files.notExists(file)) {
            throw new StoreException("there is no store of a run in " + directory);
        }
        Store store = new Store(file, null, Database.openToRead(file));
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
            // By another server in this process. Refused below, like one in another process.
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
    private static void requireNoLoneWal(Path file) throws IOException {
        Path wal = file.resolveSibling(DATABASE + "-wal");
        if (size(file) == 0 && size(wal) > 0) {
            throw Database.damaged(file, "it is empty or missing, and " + wal.getFileName() + " is not");
        }
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private static void create(Path file) throws IOException {
        try {
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                // SQLite gives its other files the same permissions.
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
        } catch (FileAlreadyExistsException there) {
            // It has its permissions.
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

    /** Only reads: a file of another program, or of a later version of this one, stays as it is. */
    private void check() {
        boolean isNew = isNew();
        long application = database.number("PRAGMA application_id");
        if (isNew && application == 0) {
            return;
        }
        if (application != APPLICATION) {
            throw new StoreException("the file " + file + " is no store of a run");
        }
        long format = database.number("PRAGMA user_version");
        if (format != FORMAT) {
            throw new StoreException(
                    "the store " + file + " has format " + format + ", and this program reads format " + FORMAT);
        }
        String problem = database.text("PRAGMA quick_check");
        if (!problem.equals("ok")) {
            throw damaged(problem);
        }
    }

    private boolean isNew() {
        return database.number("SELECT count(*) FROM sqlite_schema") == 0;
    }

    StoreException damaged(String problem) {
        return database.damaged(problem);
    }

    /**
     * The run; empty in a new store.
     *
     * @throws StoreException if the store is damaged, or has lost its run
     */
    Optional<Run> run() {
        if (isNew()) {
            if (Files.exists(file.resolveSibling(KEY))) {
                throw damaged("it has no run, and " + KEY + " is of a server that had one");
            }
            return Optional.empty();
        }
        return database.first("SELECT run_id, seed_secret FROM run", row -> new Run(row.getString(1), row.getBytes(2)));
    }

    /** Begins a run, in one transaction: a server that dies here leaves a new store. */
    void begin(Run begun, String library, Snapshot first, Instant now) {
        database.execute("PRAGMA journal_mode = WAL");
        database.transaction(() -> {
            TABLES.forEach(database::execute);
            database.execute("PRAGMA application_id = " + APPLICATION);
            database.execute("PRAGMA user_version = " + FORMAT);
            database.update(
                    "INSERT INTO run VALUES (?, ?, ?, ?, ?)",
                    begun.id(),
                    FORMAT,
                    library,
                    now.toString(),
                    begun.secret());
            insert(first, now);
        });
    }

    /**
     * Writes the inputs of a turn. When it returns, they are on the disk.
     *
     * @param number the number of the first input; the others follow
     * @param inputs their binary forms
     * @param now the time
     */
    void append(long number, List<byte[]> inputs, Instant now) {
        database.transaction(() -> {
            for (int i = 0; i < inputs.size(); i++) {
                database.update("INSERT INTO input VALUES (?, ?, ?)", number + i, now.toString(), inputs.get(i));
            }
        });
    }

    /**
     * Saves a snapshot. Of the older snapshots only the last is kept, with the inputs after it.
     *
     * @param snapshot the state
     * @param keepsAll whether the others are kept too
     * @param now the time
     */
    void save(Snapshot snapshot, boolean keepsAll, Instant now) {
        database.transaction(() -> {
            insert(snapshot, now);
            HaltPoint.reached("snapshot");
            if (!keepsAll) {
                String kept = "(SELECT max(number) FROM snapshot WHERE number < " + snapshot.number() + ")";
                database.execute("DELETE FROM input WHERE number <= " + kept);
                HaltPoint.reached("cut");
                database.execute("DELETE FROM snapshot WHERE number < " + kept);
            }
        });
    }

    private void insert(Snapshot snapshot, Instant now) {
        database.update(
                "INSERT OR REPLACE INTO snapshot VALUES (?, ?, ?, ?)",
                snapshot.number(),
                now.toString(),
                snapshot.digest(),
                snapshot.bytes());
    }

    /** All snapshots of a run, the oldest first: at least one. */
    List<Snapshot> snapshots() {
        List<Snapshot> found = new ArrayList<>();
        database.forEach(
                "SELECT number, digest, bytes FROM snapshot ORDER BY number",
                row -> found.add(new Snapshot(row.getLong(1), row.getString(2), row.getBytes(3))));
        if (found.isEmpty()) {
            throw damaged("it has no snapshot");
        }
        return found;
    }

    /**
     * Reads inputs in order.
     *
     * @param after the number of the last input that is not read, 0 to read from the first on
     * @param last the number of the last input that is read, if there are as many
     * @param reader takes each input's number and binary form
     * @throws StoreException if an input between two others is missing
     */
    void readInputs(long after, long last, BiConsumer<Long, byte[]> reader) {
        long[] number = {after};
        String range = "number > " + after + " AND number <= " + last;
        database.forEach("SELECT number, bytes FROM input WHERE " + range + " ORDER BY number", row -> {
            number[0]++;
            if (row.getLong(1) != number[0]) {
                throw damaged("input " + number[0] + " is missing");
            }
            reader.accept(number[0], row.getBytes(2));
        });
    }

    /** The number that a query finds. */
    long number(String query) {
        return database.number(query);
    }

    /** The text that a query finds. */
    String text(String query) {
        return database.text(query);
    }

    @Override
    public void close() {
        try {
            database.close();
        } finally {
            close(lock);
        }
    }
}
