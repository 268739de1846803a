package io.github.coordinator.examples.replicated;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.NetUtils;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/**
 * Where we depart from Ratis's defaults. What we keep: each entry is flushed to the disk by a majority before it counts, a
 * candidate asks first whether it could win, and a server that ends in order takes a snapshot.
 *
 * @param snapshotEvery after how many entries a snapshot is taken and the log before it is cut
 * @param segment how large a file of the log becomes; the log is cut by whole files
 * @param keepsLog whether the log is kept whole instead of cut
 */
record RaftSettings(long snapshotEvery, SizeInBytes segment, boolean keepsLog) {
    /** A tick or a few messages make an entry. A server restarts from the last snapshot, so this bounds how long that takes. */
    static final RaftSettings DEFAULT = new RaftSettings(1_000, SizeInBytes.valueOf("1MB"), false);

    /** The largest turn. */
    static final int MAX_TURN_BYTES = 2 << 20;

    /**
     * A leader that is not heard for the shorter time may be replaced. Much less, and a busy machine or a long collection of
     * garbage costs an election; the defaults of 150 and 300 ms do.
     */
    private static final TimeDuration ELECTION_AFTER = TimeDuration.valueOf(700, TimeUnit.MILLISECONDS);

    private static final TimeDuration ELECTION_AT_THE_LATEST = TimeDuration.valueOf(1_400, TimeUnit.MILLISECONDS);

    RaftProperties properties(Path directory, ServerAddress self) {
        RaftProperties properties = new RaftProperties();
        RaftServerConfigKeys.setStorageDir(properties, List.of(directory.toFile()));
        GrpcConfigKeys.Server.setHost(
                properties, NetUtils.createSocketAddr(self.servers()).getHostString());
        GrpcConfigKeys.Server.setPort(
                properties, NetUtils.createSocketAddr(self.servers()).getPort());
        RaftServerConfigKeys.Rpc.setTimeoutMin(properties, ELECTION_AFTER);
        RaftServerConfigKeys.Rpc.setTimeoutMax(properties, ELECTION_AT_THE_LATEST);
        RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(properties, true);
        RaftServerConfigKeys.Snapshot.setAutoTriggerThreshold(properties, snapshotEvery);
        RaftServerConfigKeys.Snapshot.setRetentionFileNum(properties, 2);
        RaftServerConfigKeys.Log.setSegmentSizeMax(properties, segment);
        RaftServerConfigKeys.Log.setPreallocatedSize(properties, segment);
        RaftServerConfigKeys.Log.setPurgeGap(properties, keepsLog ? Integer.MAX_VALUE : 1);
        // Or a server that is away for long keeps all others from cutting their logs.
        RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(properties, true);
        return properties;
    }
}
