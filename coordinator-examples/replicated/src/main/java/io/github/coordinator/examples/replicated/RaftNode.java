package io.github.coordinator.examples.replicated;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.exceptions.AlreadyClosedException;
import org.apache.ratis.protocol.exceptions.LeaderNotReadyException;
import org.apache.ratis.protocol.exceptions.LeaderSteppingDownException;
import org.apache.ratis.protocol.exceptions.RaftException;
import org.apache.ratis.protocol.exceptions.ServerNotReadyException;
import org.apache.ratis.rpc.CallId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage.StartupOption;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.apache.ratis.util.NetUtils;

/**
 * One replica of a {@link ReplicatedMachine}. A turn that the leader proposes is applied on every replica once a majority has
 * it on disk.
 *
 * @param <R> what a turn results in
 */
final class RaftNode<R> implements AutoCloseable {
    /**
     * Which replica this is.
     *
     * @param group the name of what is replicated; servers with different names do not work together
     * @param self this server
     * @param founders the servers that the group begins with, on each of them the same; none for a server that is added later.
     *     Ignored once the directory has a configuration
     * @param directory where the log and the snapshots are
     */
    record Options(String group, ServerAddress self, List<ServerAddress> founders, Path directory) {
        Options {
            founders = List.copyOf(founders);
        }
    }

    private final RaftServer server;
    private final RaftGroupId group;
    private final ClientId proposer = ClientId.randomId();

    private RaftNode(RaftServer server, RaftGroupId group) {
        this.server = server;
        this.group = group;
    }

    /**
     * Starts a replica.
     *
     * @param options which replica
     * @param settings how it does its work
     * @param machine what is replicated, in the state in which all servers begin
     * @param leadership is told when this server begins and ceases to lead
     * @param failures is told what the machine has thrown, after which this replica stands still
     * @throws IOException if the directory or the address cannot be used
     */
    static <R> RaftNode<R> start(
            Options options,
            RaftSettings settings,
            ReplicatedMachine<R> machine,
            Leadership leadership,
            Consumer<Throwable> failures)
            throws IOException {
        RaftGroupId group = groupId(options.group());
        boolean isNew = isNew(options.directory(), group);
        requireFree(NetUtils.createSocketAddr(options.self().servers()));
        RaftServer server = RaftServer.newBuilder()
                .setServerId(RaftPeerId.valueOf(options.self().clients()))
                .setGroup(RaftGroup.valueOf(
                        group,
                        options.founders().stream().map(ServerAddress::peer).toList()))
                .setStateMachine(new MachineAdapter<>(machine, leadership, failures))
                .setProperties(settings.properties(options.directory(), options.self()))
                .setOption(isNew ? StartupOption.FORMAT : StartupOption.RECOVER)
                .build();
        server.start();
        return new RaftNode<>(server, group);
    }

    /** Ratis ends the process without a word where it cannot listen. */
    private static void requireFree(InetSocketAddress address) throws IOException {
        try (ServerSocket tried = new ServerSocket()) {
            tried.bind(address);
        } catch (IOException taken) {
            throw new IOException(
                    "port " + address.getPort() + " of " + address.getHostString() + " cannot be used", taken);
        }
    }

    /** The id of a group, which is the same wherever its name is. */
    static RaftGroupId groupId(String name) {
        return RaftGroupId.valueOf(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    }

    /** Ratis has one directory for each group, and would also serve another group that it finds. */
    private static boolean isNew(Path directory, RaftGroupId group) throws IOException {
        File[] found = directory.toFile().listFiles(File::isDirectory);
        if (found == null || found.length == 0) {
            return true;
        }
        for (File each : found) {
            if (!each.getName().equals(group.getUuid().toString())) {
                throw new IOException(directory + " has the state of another run, or something else");
            }
        }
        return false;
    }

    /**
     * Proposes a turn, and waits until it has been applied here.
     *
     * @param turn at most {@link RaftSettings#MAX_TURN_BYTES}
     * @return what the machine of this server has made of it
     * @throws NotLeaderException if this server does not lead, or stopped leading before it knew that the turn was taken; another
     *     leader may have applied it
     */
    R propose(byte[] turn) throws NotLeaderException, InterruptedException {
        RaftClientRequest request = RaftClientRequest.newBuilder()
                .setClientId(proposer)
                .setServerId(server.getId())
                .setGroupId(group)
                .setCallId(CallId.getAndIncrement())
                .setMessage(Message.valueOf(UnsafeByteOperations.unsafeWrap(turn)))
                .setType(RaftClientRequest.writeRequestType())
                .build();
        try {
            RaftClientReply reply = server.submitClientRequestAsync(request).get();
            if (reply.isSuccess()) {
                return result(reply.getMessage());
            }
            throw refused(turn, reply.getException());
        } catch (ServerNotReadyException ending) {
            throw new NotLeaderException(String.valueOf(ending.getMessage()));
        } catch (IOException | ExecutionException failed) {
            throw new IllegalStateException("a turn of " + turn.length + " bytes could not be proposed", failed);
        }
    }

    /**
     * The exception for a turn that was refused because this server does not lead.
     *
     * @throws IllegalStateException for any other reason; it ends the server, since a leader that cannot propose would keep the
     *     others from leading
     */
    private static NotLeaderException refused(byte[] turn, RaftException reason) {
        if (reason instanceof org.apache.ratis.protocol.exceptions.NotLeaderException
                || reason instanceof LeaderSteppingDownException
                || reason instanceof LeaderNotReadyException
                || reason instanceof ServerNotReadyException
                || reason instanceof AlreadyClosedException) {
            return new NotLeaderException(String.valueOf(reason.getMessage()));
        }
        throw new IllegalStateException("a turn of " + turn.length + " bytes was not taken", reason);
    }

    @SuppressWarnings("unchecked") // Only the adapter of this node makes these.
    private R result(Message message) {
        return ((MachineAdapter.Applied<R>) message).result();
    }

    /** The address for clients of the server that leads, as far as this one knows. */
    Optional<String> leader() {
        try {
            return Optional.ofNullable(server.getDivision(group).getInfo().getLeaderId())
                    .map(RaftPeerId::toString);
        } catch (IOException closed) {
            return Optional.empty();
        }
    }

    /** The servers of the group, as far as this one knows. */
    List<ServerAddress> servers() {
        try {
            return server.getDivision(group).getGroup().getPeers().stream()
                    .map(ServerAddress::of)
                    .toList();
        } catch (IOException closed) {
            return List.of();
        }
    }

    /** Stops in order: Ratis takes a snapshot, so that the next start has nothing to apply again. */
    @Override
    public void close() throws IOException {
        server.close();
    }
}
