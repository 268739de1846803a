package io.github.coordinator.examples.localtestnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.coordinator.ClientId;
import io.github.coordinator.round.SeedSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class DurableLogTest {
    private static final Digits DIGITS = Digits.load();
    private static final TestnetConfig FILE = TestnetConfig.load(null);

    @TempDir
    Path folder;

    private Path directory() {
        return folder.resolve("state");
    }

    private DurableLog open(boolean keepsInputs) {
        return open(directory(), keepsInputs, null);
    }

    private static DurableLog open(Path directory, boolean keepsInputs, @Nullable Path config) {
        return DurableLog.open(
                new DurableLog.Options(directory, keepsInputs, 30), config, DIGITS, InstantSource.system());
    }

    /** Lets three clients take part in a run until a few rounds are over. */
    private static InMemoryRun train(TurnLog log) {
        InMemoryRun run = new InMemoryRun(FILE, any -> true, log);
        run.join("a");
        run.join("b");
        run.join("c");
        run.runUntil(() -> run.reports(RunReport.RoundOver.class).size() == 3);
        return run;
    }

    // What is on disk

    @Test
    void aTurnIsOnDiskBeforeAnythingOfItIsSent() {
        List<InMemoryRun> run = new ArrayList<>();
        List<Long> sentDuringCommit = new ArrayList<>();
        List<Long> unwritten = new ArrayList<>();
        try (DurableLog log = open(true)) {
            InMemoryRun made = new InMemoryRun(FILE, any -> true, turn -> {
                long before = run.isEmpty() ? 0 : run.get(0).sentCount();
                List<ServerResult> results = log.commit(turn);
                sentDuringCommit.add((run.isEmpty() ? 0 : run.get(0).sentCount()) - before);
                try (Store reader = Store.openToRead(directory())) {
                    unwritten.add(log.inputCount() - reader.number("SELECT max(number) FROM input"));
                }
                return results;
            });
            run.add(made);
            made.join("a");
            made.join("b");
            made.join("c");
            made.runUntil(() -> !made.reports(RunReport.RoundOver.class).isEmpty());
            assertThat(made.sentCount()).isGreaterThan(20);
        }
        assertThat(sentDuringCommit).hasSizeGreaterThan(5).containsOnly(0L);
        assertThat(unwritten).hasSizeGreaterThan(5).containsOnly(0L);
    }

    @Test
    void nothingIsSentOfATurnThatCannotBeCommitted() {
        TrainingState state = TrainingState.start(FILE, DIGITS, SeedSource.fixed(1), Instant.EPOCH);
        boolean[] isFull = {false};
        InMemoryRun run = new InMemoryRun(FILE, any -> true, turn -> {
            if (isFull[0]) {
                throw new StoreException("the disk is full");
            }
            return state.apply(turn);
        });
        InMemoryRun.Link a = run.connect("a");
        isFull[0] = true;
        long before = run.sentCount();
        a.say(new ToServer.Join(
                ToClient.PROTOCOL,
                FILE.config().runId(),
                HexFormat.of().formatHex(InMemoryRun.keyOf("a").publicKey()),
                "a",
                HexFormat.of()
                        .formatHex(InMemoryRun.keyOf("a").sign(a.greeting().proof()))));
        assertThat(run.sentCount()).isEqualTo(before);
        assertThat(run.failures()).singleElement().isInstanceOf(StoreException.class);
        assertThat(run.isAtItsEnd()).isTrue();
    }

    @Test
    void eachTransactionIsSyncedAlsoAfterARestart() {
        for (int start = 0; start < 2; start++) {
            open(false).close();
            try (Store store = Store.open(directory())) {
                assertThat(store.number("PRAGMA synchronous")).isEqualTo(2); // FULL
                assertThat(store.text("PRAGMA journal_mode")).isEqualTo("wal");
            }
        }
    }

    @Test
    void whoIsNotTheOwnerCannotReadTheSecret() throws IOException {
        assumeThat(folder.getFileSystem().supportedFileAttributeViews()).contains("posix");
        open(false).close();
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(directory().resolve(Store.DATABASE))))
                .isEqualTo("rw-------");
    }

    // Restart and replay

    @Test
    void aServerThatWasKilledGoesOnFromTheSameState() throws IOException {
        Path copy = folder.resolve("copy");
        String digest;
        try (DurableLog log = open(false)) {
            train(log);
            copy(directory(), copy); // What a kill would leave.
            digest = log.state().digest();
        }
        try (DurableLog restarted = open(copy, false, null)) {
            assertThat(restarted.state().digest()).isEqualTo(digest);
        }
    }

    @Test
    void aReplayHasTheDigestOfTheLiveRun() {
        List<String> lines = new ArrayList<>();
        try (DurableLog log = open(true)) {
            train(log);
            try (Store store = Store.openToRead(directory())) {
                TrainingState end = new Replay(store, DIGITS, lines::add).until(Long.MAX_VALUE);
                assertThat(end.digest()).isEqualTo(log.state().digest());
                assertThat(StateJson.write(end)).contains("\"runId\" : \"local-testnet\"", end.digest());
            }
            assertThat(lines.get(lines.size() - 1))
                    .isEqualTo("the state after input " + log.inputCount() + " has the digest "
                            + log.state().digest());
            assertThat(lines).anyMatch(line -> line.startsWith("1  Restarted["));
        }
        lines.clear();
        try (Store store = Store.openToRead(directory())) {
            new Replay(store, DIGITS, lines::add).until(2);
        }
        assertThat(lines).anyMatch(line -> line.contains("clients")).anyMatch(line -> line.startsWith("2  Tick["));
        assertThat(lines).noneMatch(line -> line.startsWith("3  "));
    }

    @Test
    void inputsOfShortLivesAreSavedTogether() throws IOException {
        for (int life = 0; life < 20; life++) {
            Path next = folder.resolve("life" + life);
            try (DurableLog log = open(false)) {
                new InMemoryRun(FILE, any -> true, log);
                copy(directory(), next);
            }
            try (Stream<Path> files = Files.list(directory())) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(directory());
            Files.move(next, directory());
        }
        try (Store store = Store.openToRead(directory())) {
            assertThat(store.number("SELECT max(number) FROM input")).isEqualTo(40);
            assertThat(store.number("SELECT max(number) FROM snapshot")).isEqualTo(30);
        }
    }

    @Test
    void oldInputsAreCutAndTheRestIsReplayed() {
        String digest;
        try (DurableLog log = open(false)) {
            train(log);
            digest = log.state().digest();
        }
        try (Store store = Store.openToRead(directory())) {
            assertThat(store.number("SELECT min(number) FROM input")).isGreaterThan(1);
            assertThat(store.snapshots()).hasSize(2);
            assertThat(new Replay(store, DIGITS, line -> {})
                            .until(Long.MAX_VALUE)
                            .digest())
                    .isEqualTo(digest);
            assertRefused(
                    () -> new Replay(store, DIGITS, line -> {}).until(1), "are cut: --until must be at least that");
        }
    }

    @Test
    void aLiveStoreIsBackedUpByOneCommand() throws Exception {
        Path copy = Files.createDirectory(folder.resolve("copy"));
        try (DurableLog log = open(false)) {
            train(log);
            sql(directory(), "VACUUM INTO '" + copy.resolve(Store.DATABASE) + "'");
            try (DurableLog restored = open(copy, false, null)) {
                assertThat(restored.state().digest()).isEqualTo(log.state().digest());
            }
        }
    }

    // What is refused, in a sentence, and without a change

    @Test
    void aSecondServerIsRefused() {
        try (DurableLog log = open(false)) {
            assertRefused(() -> open(false), "Another server uses the directory " + directory() + ".");
            assertThat(log.inputCount()).isZero();
        }
    }

    @Test
    void anotherRunIsRefusedAndSoIsAnotherConfiguration() throws IOException {
        open(false).close();
        Path other = Files.writeString(
                folder.resolve("other.toml"), TestnetConfig.bundled().replace("\"local-testnet\"", "\"other\""));
        Path longer = Files.writeString(
                folder.resolve("longer.toml"), TestnetConfig.bundled().replace("total_steps = 24", "total_steps = 25"));
        Path same = Files.writeString(folder.resolve("same.toml"), TestnetConfig.bundled());
        assertRefusedUnchanged(() -> open(directory(), false, other), "has the run local-testnet, and --config is of");
        assertRefusedUnchanged(() -> open(directory(), false, longer), "total_steps is 24, not 25.");
        open(directory(), false, same).close();
    }

    @Test
    void aNewerFormatIsRefusedByItsNumber() throws Exception {
        open(false).close();
        sql(directory(), "PRAGMA user_version = 2");
        assertRefusedUnchanged(() -> open(false), "has format 2, and this program reads format 1.");
    }

    @Test
    void theDatabaseOfAnotherProgramIsRefused() throws Exception {
        Files.createDirectory(directory());
        sql(directory(), "CREATE TABLE tree (height INTEGER)");
        assertRefusedUnchanged(() -> open(false), "is no store of a run.");
    }

    @Test
    void whatIsNoDatabaseIsRefused() throws Exception {
        Files.createDirectory(directory());
        Files.writeString(directory().resolve(Store.DATABASE), "no database, but a text of some length".repeat(99));
        assertRefusedUnchanged(() -> open(false), "is damaged (");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE snapshot SET bytes = zeroblob(length(bytes))",
                "UPDATE snapshot SET digest = 'other'",
                "DELETE FROM snapshot",
                "UPDATE input SET bytes = zeroblob(9) WHERE number = (SELECT max(number) FROM input)",
                "DELETE FROM input WHERE number = (SELECT max(number) FROM input) - 1"
            })
    void aDamagedStoreIsRefused(String damage) throws Exception {
        Path copy = folder.resolve("copy");
        try (DurableLog log = open(false)) {
            train(log);
            copy(directory(), copy);
        }
        sql(copy, damage);
        assertRefused(() -> open(copy, false, null), "is damaged (");
    }

    @Test
    void aDamagedPageIsRefused() throws IOException {
        try (DurableLog log = open(true)) {
            train(log);
        }
        byte[] bytes = Files.readAllBytes(directory().resolve(Store.DATABASE));
        Arrays.fill(bytes, 4_096, 3 * 4_096, (byte) 0x5a);
        Files.write(directory().resolve(Store.DATABASE), bytes);
        assertRefusedUnchanged(() -> open(false), "is damaged (");
    }

    @Test
    void aWriteAheadLogWithoutItsDatabaseIsRefusedAndKept() throws IOException {
        Path copy = folder.resolve("copy");
        try (DurableLog log = open(false)) {
            train(log);
            copy(directory(), copy);
        }
        byte[] wal = Files.readAllBytes(copy.resolve("run.db-wal"));
        assertThat(wal).isNotEmpty();
        Files.write(copy.resolve(Store.DATABASE), new byte[0]);
        String sentence = "is damaged (it is empty or missing, and run.db-wal is not)";
        assertRefused(() -> open(copy, false, null), sentence);
        assertRefused(() -> Store.openToRead(copy).close(), sentence);
        Files.delete(copy.resolve(Store.DATABASE));
        assertRefused(() -> open(copy, false, null), sentence);
        assertThat(Files.readAllBytes(copy.resolve("run.db-wal"))).isEqualTo(wal);
    }

    @Test
    void noRunIsBegunWhereAServerHadOne() throws IOException {
        Path copy = folder.resolve("copy");
        try (DurableLog log = open(false)) {
            assertThat(log.inputCount()).isZero();
            copy(directory(), copy);
        }
        Files.writeString(copy.resolve(Store.KEY), "a key");
        Files.delete(copy.resolve("run.db-wal")); // The database has no table yet without it.
        String sentence = "is damaged (it has no run, and server.pem is of a server that had one)";
        assertRefused(() -> open(copy, false, null), sentence);
        Files.delete(copy.resolve(Store.DATABASE));
        assertRefused(() -> open(copy, false, null), sentence);
    }

    @Test
    void aStoreThatIsCutIsDamaged() throws IOException {
        try (DurableLog log = open(true)) {
            train(log);
        }
        Path database = directory().resolve(Store.DATABASE);
        byte[] bytes = Files.readAllBytes(database);
        Files.write(database, Arrays.copyOf(bytes, bytes.length - 100));
        assertRefused(
                () -> {
                    try (Store store = Store.openToRead(directory())) {
                        new Replay(store, DIGITS, line -> {}).until(Long.MAX_VALUE);
                    }
                },
                "is damaged (");
    }

    @Test
    @Tag("slow")
    void aFullDiskIsSaidAndWhatWasWrittenStays() {
        byte[] input = new ServerInput.Name(ClientId.of("ada"), "ada").toBytes();
        open(true).close();
        long written;
        try (Store store = Store.open(directory())) {
            store.number("PRAGMA max_page_count = 40"); // As if the disk had no more room.
            assertRefused(
                    () -> {
                        for (long number = 1; number < 10_000; number++) {
                            store.append(number, List.of(input), Instant.EPOCH);
                        }
                    },
                    "The disk is full: the store " + directory().resolve(Store.DATABASE) + " cannot grow.");
            written = store.number("SELECT max(number) FROM input");
        }
        assertThat(written).isGreaterThan(100);
        try (DurableLog log = open(true)) {
            assertThat(log.inputCount()).isEqualTo(written);
            log.commit(List.of(ServerInput.fromBytes(input)));
            assertThat(log.inputCount()).isEqualTo(written + 1);
        }
    }

    @Test
    void aDirectoryThatMayNotBeWrittenIsRefused() throws IOException {
        Files.createDirectory(directory());
        assumeThat(directory().toFile().setWritable(false)).isTrue();
        assumeThat(Files.isWritable(directory())).as("root may always write").isFalse();
        assertRefused(() -> open(false), "The directory " + directory() + " cannot be written");
    }

    @Test
    void aDirectoryThatCannotBeMadeIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no directory");
        assertRefused(() -> open(file.resolve("state"), false, null), "cannot be written");
    }

    @Test
    void aReplayWithoutAStoreIsRefused() {
        assertRefused(() -> Store.openToRead(directory()).close(), "There is no store of a run in " + directory());
    }

    private void assertRefusedUnchanged(Runnable opening, String sentence) throws IOException {
        byte[] before = Files.readAllBytes(directory().resolve(Store.DATABASE));
        assertRefused(opening, sentence);
        assertThat(Files.readAllBytes(directory().resolve(Store.DATABASE))).isEqualTo(before);
    }

    private static void assertRefused(Runnable opening, String sentence) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(opening::run)
                .withMessageContaining(sentence)
                .withMessageEndingWith(".");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static void sql(Path directory, String command) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve(Store.DATABASE));
                Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }
}
