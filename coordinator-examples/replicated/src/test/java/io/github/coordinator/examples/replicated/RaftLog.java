package io.github.coordinator.examples.replicated;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.server.RaftServerConfigKeys.Log.CorruptionPolicy;
import org.apache.ratis.server.raftlog.segmented.LogSegment;
import org.apache.ratis.server.raftlog.segmented.LogSegmentPath;
import org.apache.ratis.util.SizeInBytes;

/** The log of a server that has ended and has kept all of it. */
final class RaftLog {
    private final Consumer<byte[]> turns;
    private long read;

    private RaftLog(Consumer<byte[]> turns) {
        this.turns = turns;
    }

    /** Reads the turns in a log, which must have its first entry. */
    static void forEachTurn(Path directory, Consumer<byte[]> turns) throws IOException {
        List<LogSegmentPath> segments;
        try (Stream<Path> files = Files.walk(directory)) {
            segments = files.map(LogSegmentPath::matchLogSegment)
                    .filter(Objects::nonNull)
                    .sorted(Comparator.comparing(LogSegmentPath::getStartEnd))
                    .toList();
        }
        RaftLog log = new RaftLog(turns);
        for (LogSegmentPath segment : segments) {
            LogSegment.readSegmentFile(
                    segment.getPath().toFile(),
                    segment.getStartEnd(),
                    SizeInBytes.valueOf(2L * RaftSettings.MAX_TURN_BYTES),
                    CorruptionPolicy.EXCEPTION,
                    null,
                    log::read);
        }
    }

    /** Passes over the entries of Ratis itself, about the configuration and about new leaders. */
    private void read(LogEntryProto entry) {
        if (entry.getIndex() != read) {
            throw new IllegalStateException("entry " + read + " is not in the log, but " + entry.getIndex() + " is");
        }
        read++;
        if (entry.hasStateMachineLogEntry()) {
            turns.accept(entry.getStateMachineLogEntry().getLogData().toByteArray());
        }
    }
}
