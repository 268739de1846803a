package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.SeedSource;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A {@link TurnLog} on disk: the inputs of a turn are one transaction of the {@link Store}, and are applied when that is
 * committed. From time to time the state is saved, and older inputs are deleted. Belongs to one thread at a time.
 */
final class DurableLog implements TurnLog, AutoCloseable {
    private static final int SECRET_BYTES = 32;

    private final Store store;
    private final Options options;
    private final InstantSource clock;
    private final TrainingState state;

    /** How many inputs the run has had, which is also the number of the last one. */
    private long inputCount;

    /** {@link #inputCount} when the state was saved last. */
    private long savedInputCount;

    private long bytesSinceSave;

    /** False during a commit, and after one that failed: the state may then lack inputs that are on disk. */
    private boolean isIntact = true;

    /**
     * How a run is kept.
     *
     * @param directory where
     * @param keepsInputs whether inputs before the snapshots are kept too, to replay the whole run
     * @param inputsBetween after how many inputs the state is saved again
     * @param bytesBetween after how many bytes of inputs it is saved again, even if they are fewer inputs than that
     */
    record Options(Path directory, boolean keepsInputs, long inputsBetween, long bytesBetween) {
        /** Bounds how many bytes of inputs a restart has to read. */
        private static final long BYTES_BETWEEN = 16 << 20;

        Options(Path directory, boolean keepsInputs, long inputsBetween) {
            this(directory, keepsInputs, inputsBetween, BYTES_BETWEEN);
        }
    }

    private DurableLog(Store store, Options options, InstantSource clock, TrainingState state, long savedInputCount) {
        this.store = store;
        this.options = options;
        this.clock = clock;
        this.state = state;
        this.savedInputCount = savedInputCount;
        inputCount = savedInputCount;
    }

    /**
     * Goes on with the run of the directory, or begins one there.
     *
     * @param options how the run is kept
     * @param path the run file; null for the configuration of the run that is there, or for a new run, the run file that comes
     *     with the example
     * @throws StoreException if the directory or its store cannot be used, or has another run
     * @throws WrongUsageException if the run file is wrong
     */
    static DurableLog open(Options options, @Nullable Path path, Digits digits, InstantSource clock) {
        Store store = Store.open(options.directory());
        try {
            Store.Run run = store.run().orElse(null);
            if (run == null) {
                return begin(store, options, TestnetConfig.load(path), digits, clock);
            }
            DurableLog log = restore(store, run, options, digits, clock);
            if (path != null) {
                requireSame(log.state.run().config(), TestnetConfig.load(path).config(), options.directory());
            }
            return log;
        } catch (RuntimeException failed) {
            store.close();
            throw failed;
        }
    }

    private static DurableLog begin(
            Store store, Options options, TestnetConfig file, Digits digits, InstantSource clock) {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        String runId = file.config().runId();
        TrainingState state = TrainingState.start(file, digits, SeedSource.keyed(secret, runId), clock.instant());
        DurableLog log = new DurableLog(store, options, clock, state, 0);
        store.begin(new Store.Run(runId, secret), libraryVersion(), log.snapshot(), clock.instant());
        return log;
    }

    private static DurableLog restore(Store store, Store.Run run, Options options, Digits digits, InstantSource clock) {
        List<Store.Snapshot> snapshots = store.snapshots();
        Store.Snapshot last = snapshots.get(snapshots.size() - 1);
        TrainingState state = stateOf(store, run, last, digits);
        DurableLog log = new DurableLog(store, options, clock, state, last.number());
        store.readInputs(last.number(), Long.MAX_VALUE, (number, bytes) -> {
            state.apply(input(store, number, bytes));
            log.inputCount = number;
            log.bytesSinceSave += bytes.length;
        });
        return log;
    }

    /**
     * Makes the state of a snapshot.
     *
     * @throws StoreException if the snapshot is damaged
     */
    static TrainingState stateOf(Store store, Store.Run run, Store.Snapshot snapshot, Digits digits) {
        try {
            TrainingState state =
                    TrainingState.restore(snapshot.bytes(), digits, SeedSource.keyed(run.secret(), run.id()));
            if (state.digest().equals(snapshot.digest())) {
                return state;
            }
        } catch (IllegalArgumentException damaged) {
            throw store.damaged("snapshot " + snapshot.number() + ": " + damaged.getMessage());
        }
        throw store.damaged("snapshot " + snapshot.number() + " does not have its digest");
    }

    /**
     * Reads an input.
     *
     * @throws StoreException if the input is damaged
     */
    static ServerInput input(Store store, long number, byte[] bytes) {
        try {
            return ServerInput.fromBytes(bytes);
        } catch (IllegalArgumentException damaged) {
            throw store.damaged("input " + number + ": " + damaged.getMessage());
        }
    }

    private static void requireSame(RunConfig stored, RunConfig given, Path directory) {
        if (!stored.runId().equals(given.runId())) {
            throw new StoreException("the directory " + directory + " has the run " + stored.runId()
                    + ", and --config is of the run " + given.runId());
        }
        if (!stored.equals(given)) {
            String key = stored.settings().keySet().stream()
                    .filter(each -> !Objects.equals(
                            stored.settings().get(each), given.settings().get(each)))
                    .findFirst()
                    .orElse("model");
            throw new StoreException("the run in " + directory + " has another configuration than --config: " + key
                    + " is " + stored.settings().get(key) + ", not "
                    + given.settings().get(key));
        }
    }

    private static String libraryVersion() {
        return Objects.requireNonNullElse(DurableLog.class.getPackage().getImplementationVersion(), "unknown");
    }

    @Override
    public List<ServerResult> commit(List<ServerInput> turn) {
        isIntact = false;
        List<byte[]> inputs = turn.stream().map(ServerInput::toBytes).toList();
        store.append(inputCount + 1, inputs, clock.instant());
        inputCount += inputs.size();
        HaltPoint.reached("commit");
        List<ServerResult> results = state.apply(turn);
        bytesSinceSave += inputs.stream().mapToLong(bytes -> bytes.length).sum();
        if (inputCount - savedInputCount >= options.inputsBetween() || bytesSinceSave >= options.bytesBetween()) {
            save();
        }
        isIntact = true;
        return results;
    }

    private void save() {
        store.save(snapshot(), options.keepsInputs(), clock.instant());
        savedInputCount = inputCount;
        bytesSinceSave = 0;
    }

    private Store.Snapshot snapshot() {
        return new Store.Snapshot(inputCount, state.digest(), state.toBytes());
    }

    TrainingState state() {
        return state;
    }

    /** How many inputs the run has had. */
    long inputCount() {
        return inputCount;
    }

    /** Saves the state, unless a turn failed, and closes the store. */
    @Override
    public void close() {
        try {
            if (isIntact) {
                save();
            }
        } finally {
            store.close();
        }
    }
}
