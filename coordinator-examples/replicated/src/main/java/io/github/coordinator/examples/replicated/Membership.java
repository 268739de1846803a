package io.github.coordinator.examples.replicated;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.client.RaftClient;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.GroupInfoReply;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.SetConfigurationRequest.Mode;
import org.apache.ratis.retry.RetryPolicies;
import org.apache.ratis.util.TimeDuration;

/**
 * Which servers belong to a group, and how that changes while it works: first one is added, which returns when the new one
 * has caught up, and then another removed. So there is always a majority that has everything.
 */
final class Membership implements AutoCloseable {
    private static final int TRIES = 100;
    private static final TimeDuration BETWEEN_TRIES = TimeDuration.valueOf(300, TimeUnit.MILLISECONDS);

    private final RaftClient client;
    private final RaftGroup known;

    /**
     * Connects to a group.
     *
     * @param group the name of what is replicated
     * @param known some of its servers
     */
    Membership(String group, List<ServerAddress> known) {
        this.known = RaftGroup.valueOf(
                RaftNode.groupId(group), known.stream().map(ServerAddress::peer).toList());
        client = RaftClient.newBuilder()
                .setProperties(new RaftProperties())
                .setRaftGroup(this.known)
                .setRetryPolicy(RetryPolicies.retryUpToMaximumCountWithFixedSleep(TRIES, BETWEEN_TRIES))
                .build();
    }

    /** Adds a server, which runs already, and returns when it has caught up. */
    void add(ServerAddress server) throws IOException {
        set(SetConfigurationRequest.Arguments.newBuilder()
                .setMode(Mode.ADD)
                .setServersInNewConf(List.of(server.peer()))
                .build());
    }

    /**
     * Removes a server, whether it runs or not.
     *
     * @param clients its address for clients
     */
    void remove(String clients) throws IOException {
        List<RaftPeer> before = List.copyOf(current());
        List<RaftPeer> after = before.stream()
                .filter(each -> !each.getId().toString().equals(clients))
                .toList();
        if (after.size() == before.size()) {
            throw new IOException("no server of the group is " + clients + "; the servers are " + before);
        }
        // Compared, so that two operators who remove a server at once do not undo what the other did.
        set(SetConfigurationRequest.Arguments.newBuilder()
                .setMode(Mode.COMPARE_AND_SET)
                .setServersInCurrentConf(before)
                .setServersInNewConf(after)
                .build());
    }

    private void set(SetConfigurationRequest.Arguments change) throws IOException {
        RaftClientReply reply = client.admin().setConfiguration(change);
        if (!reply.isSuccess()) {
            throw new IOException("the servers could not be changed", reply.getException());
        }
    }

    /**
     * The servers of the group, by the leader, or by one that hears of it. What the latter says may be old, and is then not what
     * the leader compares.
     */
    private Collection<RaftPeer> current() throws IOException {
        IOException unknown = new IOException("no server of the group answers");
        for (RaftPeer each : known.getPeers()) {
            try {
                GroupInfoReply reply =
                        client.getGroupManagementApi(each.getId()).info(known.getGroupId());
                if (reply.isSuccess() && hasLeader(reply.getRoleInfoProto())) {
                    return reply.getGroup().getPeers();
                }
            } catch (IOException notThere) {
                unknown.addSuppressed(notThere);
            }
        }
        throw unknown;
    }

    private static boolean hasLeader(RoleInfoProto server) {
        return server.hasLeaderInfo() || server.getFollowerInfo().hasLeaderInfo();
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
