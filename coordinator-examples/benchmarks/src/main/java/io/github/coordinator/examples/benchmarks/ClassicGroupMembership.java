package io.github.coordinator.examples.benchmarks;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocolCollection;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.coordinator.group.classic.ClassicGroup;
import org.apache.kafka.coordinator.group.classic.ClassicGroupMember;
import org.apache.kafka.coordinator.group.classic.ClassicGroupState;

/**
 * The members of a group of Kafka's group coordinator, without what the broker does around the group: each is pending until
 * it joins, and is answered when the group's next generation begins with all of them. In each doubt the cheaper way is
 * taken: all members share the texts and the protocols that each brings in its own request, all get the same answer, and no
 * session timer runs.
 */
final class ClassicGroupMembership implements Membership<String> {
    private static final int SESSION_TIMEOUT_MS = 45_000;
    private static final int REBALANCE_TIMEOUT_MS = 300_000;

    /** Not that of consumers, whose subscriptions the group would read as well. */
    private static final String PROTOCOL_TYPE = "training";

    private static final JoinGroupRequestProtocolCollection PROTOCOLS = new JoinGroupRequestProtocolCollection(
            List.of(new JoinGroupRequestProtocol().setName("range").setMetadata(new byte[0]))
                    .iterator());

    private static final JoinGroupResponseData ANSWER = new JoinGroupResponseData();

    private final ClassicGroup group =
            new ClassicGroup(new LogContext(), "benchmark", ClassicGroupState.EMPTY, Time.SYSTEM);

    @Override
    public void admit(List<String> clients) {
        group.transitionTo(ClassicGroupState.PREPARING_REBALANCE);
        for (String client : clients) {
            group.addPendingMember(client);
            ClassicGroupMember member = new ClassicGroupMember(
                    client,
                    Optional.empty(),
                    "client",
                    "host",
                    REBALANCE_TIMEOUT_MS,
                    SESSION_TIMEOUT_MS,
                    PROTOCOL_TYPE,
                    PROTOCOLS);
            group.add(member, new CompletableFuture<>());
        }
        group.initNextGeneration();
        for (ClassicGroupMember member : group.allMembers()) {
            group.completeJoinFuture(member, ANSWER);
        }
        if (group.numMembers() != clients.size()) {
            throw new IllegalStateException("not all clients are members");
        }
    }

    /** As a heartbeat: the member is checked and then looked up, since its session timer is to be set anew. */
    @Override
    public int hear(List<String> clients) {
        int heard = 0;
        for (String client : clients) {
            group.validateMember(client, null, "heartbeat");
            heard += group.member(client).sessionTimeoutMs() > 0 ? 1 : 0;
        }
        return heard;
    }

    @Override
    public void tick() {}
}
