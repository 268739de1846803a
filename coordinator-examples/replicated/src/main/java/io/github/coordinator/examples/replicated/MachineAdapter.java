package io.github.coordinator.examples.replicated;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.util.AtomicFileOutputStream;
import org.apache.ratis.util.LifeCycle;
import org.apache.ratis.util.MD5FileUtil;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ReplicatedMachine} as Ratis wants it, with its snapshots in files. Ratis applies entries, takes snapshots and
 * installs those of others on one thread.
 */
final class MachineAdapter<R> extends BaseStateMachine {
    private final ReplicatedMachine<R> machine;
    private final Leadership leadership;
    private final Consumer<Throwable> failures;
    private final SimpleStateMachineStorage storage = new SimpleStateMachineStorage();

    /**
     * The result of a turn. Ratis hands it from here to the thread that waits for it in {@link RaftNode#propose}, which is in
     * the same process; it is never written.
     */
    record Applied<R>(R result) implements Message {
        @Override
        public ByteString getContent() {
            return ByteString.EMPTY;
        }
    }

    MachineAdapter(ReplicatedMachine<R> machine, Leadership leadership, Consumer<Throwable> failures) {
        this.machine = machine;
        this.leadership = leadership;
        this.failures = failures;
    }

    @Override
    public void initialize(RaftServer server, RaftGroupId group, RaftStorage raftStorage) throws IOException {
        super.initialize(server, group, raftStorage);
        storage.init(raftStorage);
        getLifeCycle().startAndTransition(() -> load(storage.getLatestSnapshot()));
    }

    /** Ratis pauses before it puts the snapshot of another server into the directory. */
    @Override
    public void pause() {
        getLifeCycle().transition(LifeCycle.State.PAUSING);
        getLifeCycle().transition(LifeCycle.State.PAUSED);
    }

    @Override
    public void reinitialize() throws IOException {
        getLifeCycle().startAndTransition(() -> load(storage.loadLatestSnapshot()));
    }

    @Override
    public SimpleStateMachineStorage getStateMachineStorage() {
        return storage;
    }

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
        LogEntryProto entry = transaction.getLogEntry();
        R result;
        try {
            result = machine.apply(entry.getStateMachineLogEntry().getLogData().toByteArray());
        } catch (RuntimeException | Error fault) {
            // Without this entry, the state would differ from that of the other servers. Ratis stops on what is thrown
            // here.
            failures.accept(fault);
            throw fault;
        }
        updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
        return CompletableFuture.completedFuture(new Applied<>(result));
    }

    @Override
    public long takeSnapshot() throws IOException {
        TermIndex last = getLastAppliedTermIndex();
        File file = storage.getSnapshotFile(last.getTerm(), last.getIndex());
        try (OutputStream out = new AtomicFileOutputStream(file)) {
            out.write(machine.snapshot());
        }
        FileInfo info = new FileInfo(file.toPath(), MD5FileUtil.computeAndSaveMd5ForFile(file));
        storage.updateLatestSnapshot(new SingleFileSnapshotInfo(info, last));
        return last.getIndex();
    }

    private void load(@Nullable SingleFileSnapshotInfo snapshot) throws IOException {
        if (snapshot == null) {
            return; // A new server: the log has everything.
        }
        File file = snapshot.getFile().getPath().toFile();
        MD5FileUtil.verifySavedMD5(file, snapshot.getFile().getFileDigest());
        try {
            machine.restore(Files.readAllBytes(file.toPath()));
        } catch (RuntimeException | Error fault) {
            IllegalStateException unusable =
                    new IllegalStateException("the snapshot " + file + " cannot be used", fault);
            failures.accept(unusable);
            throw unusable;
        }
        setLastAppliedTermIndex(snapshot.getTermIndex());
    }

    @Override
    public void notifyLeaderReady() {
        leadership.began();
    }

    @Override
    public void notifyNotLeader(Collection<TransactionContext> pending) {
        leadership.ended();
    }
}
