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
 * The settings that differ from Ratis's defaults. The defaults that matter here: an entry counts once a majority has flushed it
 * to the disk, a candidate asks first whether it could win, and a server that ends in order takes a snapshot.
 *
 * @param snapshotEvery after how many entries a snapshot is taken and the log before it is cut
 * @param segment how large a file of the log becomes; the log is cut by whole files
 * @param keepsLog whether the log is kept whole instead of cut
 */
record RaftSettings(long snapshotEvery, SizeInBytes segment, boolean keepsLog) {
    /** An entry is one turn: a tick, often with a few messages. The distance of snapshots bounds how long a restart takes. */
    static final RaftSettings DEFAULT = new RaftSettings(1_000, SizeInBytes.valueOf("1MB"), false);

    /** The largest turn. */
    static final int MAX_TURN_BYTES = 2 << 20;

    /**
     * After how long a silent leader may be replaced. If this is as short as Ratis's defaults of 150 and 300 ms, a busy machine
     * or a long garbage collection causes an election.
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
        // Otherwise a server that is away for long keeps all others from cutting their logs.
        RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(properties, true);
        return properties;
    }
}
