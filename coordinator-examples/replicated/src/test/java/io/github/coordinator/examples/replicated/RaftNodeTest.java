package io.github.coordinator.examples.replicated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class RaftNodeTest {
    private @TempDir Path directory;
    private Group group;

    @BeforeEach
    void startThreeServers() throws IOException {
        group = new Group(directory, 3);
    }

    @AfterEach
    void stop() {
        group.close();
    }

    private static byte[] turn(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void theLeaderLearnsWhatATurnResultedInAndAllServersTakeIt() throws Exception {
        int leader = group.leader();

        assertThat(group.node(leader).propose(turn("first"))).isEqualTo(1);
        assertThat(group.node(leader).propose(turn("second"))).isEqualTo(2);

        group.awaitEqualStates();
        assertThat(group.chain((leader + 1) % 3).length()).isEqualTo(2);
    }

    @Test
    void aServerThatDoesNotLeadTakesNoTurnAndKnowsWhoLeads() throws Exception {
        int leader = group.leader();
        group.propose(1);
        group.awaitEqualStates();
        int other = (leader + 1) % 3;

        assertThatExceptionOfType(NotLeaderException.class)
                .isThrownBy(() -> group.node(other).propose(turn("lost")));

        assertThat(group.node(other).leader()).contains(group.address(leader).clients());
        group.propose(1);
        group.awaitEqualStates();
        assertThat(group.chain(other).length()).isEqualTo(2);
    }

    @Test
    void theOthersElectANewLeaderThatHasAllTurnsAndTheOldOneCatchesUp() throws Exception {
        int old = group.leader();
        group.propose(5);
        group.stop(old);

        int leader = group.leader();
        assertThat(leader).isNotEqualTo(old);
        assertThat(group.node(leader).propose(turn("next"))).isEqualTo(6);

        group.restart(old);
        group.awaitEqualStates();
        assertThat(group.chain(old).length()).isEqualTo(6);
    }

    @Test
    void withoutAMajorityNothingIsAnsweredAndTheLeaderStepsDown() throws Exception {
        int leader = group.leader();
        group.propose(1);
        group.stop((leader + 1) % 3);
        group.stop((leader + 2) % 3);

        assertThatExceptionOfType(NotLeaderException.class)
                .isThrownBy(() -> group.node(leader).propose(turn("to nobody")));
        assertThat(group.chain(leader).length()).isEqualTo(1);
    }

    @Test
    @Tag("full")
    void aNewServerStartsFromASnapshotBecauseTheLogIsCutAndAnOldOneLeaves() throws Exception {
        group.propose(200);
        int added = group.startAnother();
        int removed = group.leader();
        int follower = (removed + 1) % 3;

        try (Membership membership = group.membership(follower)) {
            membership.add(group.address(added));
            group.propose(1);
            group.awaitEqualStates();
            assertThat(group.chain(added).restored()).isPositive();
            assertThat(group.chain(added).length()).isEqualTo(201);

            membership.remove(group.address(removed).clients());
        }
        group.stop(removed);
        group.propose(30);
        group.awaitEqualStates();
        assertThat(group.chain(added).length()).isEqualTo(231);
        List<String> servers =
                group.node(added).servers().stream().map(ServerAddress::clients).toList();
        assertThat(servers)
                .hasSize(3)
                .contains(group.address(added).clients())
                .doesNotContain(group.address(removed).clients());
    }

    /** The leader fails on the turn, and so does the next one. The third server then has no majority. */
    @Test
    void aTurnThatCannotBeAppliedStopsServersAndIsNotPassedOver() throws Exception {
        int leader = group.leader();
        group.propose(1);

        assertThatExceptionOfType(NotLeaderException.class)
                .isThrownBy(() -> group.node(leader).propose(turn("poison")));

        Group.await(() -> group.failures.size() >= 2);
        assertThat(group.failures).allMatch(each -> "this turn cannot be applied".equals(each.getMessage()));
        assertThat(group.chain(leader).length()).isEqualTo(1);
    }

    @Test
    void theDirectoryOfAnotherRunIsRefused() throws Exception {
        group.leader();
        group.stop(0);
        RaftNode.Options other = new RaftNode.Options(
                "another run", group.address(0), List.of(group.address(0)), directory.resolve("server-0"));

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() ->
                        RaftNode.start(other, Group.SETTINGS, new Chain(), new SilentLeadership(), group.failures::add))
                .withMessage(directory.resolve("server-0") + " has the state of another run, or something else");
    }

    private static final class SilentLeadership implements Leadership {
        @Override
        public void began() {}

        @Override
        public void ended() {}
    }
}
