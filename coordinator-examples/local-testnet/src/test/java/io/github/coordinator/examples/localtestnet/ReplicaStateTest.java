package io.github.coordinator.examples.localtestnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.coordinator.ClientId;
import io.github.coordinator.RunInput;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class ReplicaStateTest {
    private static final byte[] SECRET = "a secret of the seeds".getBytes(StandardCharsets.US_ASCII);
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final ReplicaState state = replica(SECRET);

    private static ReplicaState replica(byte[] secret) {
        return new ReplicaState(TestnetConfig.load(null), secret, report -> {});
    }

    private static List<ServerInput> turnOf(int clients) {
        List<ServerInput> turn = new ArrayList<>();
        turn.add(new ServerInput.OfRun(new RunInput.Restarted(NOW)));
        for (int i = 0; i < clients; i++) {
            turn.add(new ServerInput.OfRun(new RunInput.Join("local-testnet", ClientId.of("client-" + i))));
        }
        turn.add(new ServerInput.OfRun(new RunInput.Tick(NOW)));
        return turn;
    }

    private byte[] turn() {
        return state.turns(turnOf(3)).get(0);
    }

    @Test
    void equalReplicasTakeTheSameTurnToTheSameState() {
        ReplicaState other = replica(SECRET);
        String before = other.digest();

        assertThat(other.apply(turn()).list()).hasSize(5);
        state.apply(turn());

        assertThat(other.digest()).isEqualTo(state.digest()).isNotEqualTo(before);
    }

    @Test
    void aSnapshotMakesANewReplicaEqual() {
        state.apply(turn());
        ReplicaState other = replica(SECRET);

        other.restore(state.snapshot());

        assertThat(other.digest()).isEqualTo(state.digest());
    }

    @Test
    void aLargeTurnIsTakenInPartsWithTheSameResults() {
        List<ServerInput> large = turnOf(30_000);
        List<byte[]> parts = state.turns(large);

        assertThat(parts).hasSizeGreaterThan(1);
        int results = 0;
        for (byte[] part : parts) {
            assertThat(part.length).isLessThan(2 * ReplicaState.TURN_BYTES);
            results += state.apply(part).list().size();
        }
        assertThat(results).isEqualTo(large.size());
    }

    @Test
    void anotherSecretIsRefusedAndChangesNothing() {
        ReplicaState other = replica("another one of the seeds".getBytes(StandardCharsets.US_ASCII));
        String before = other.digest();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> other.apply(turn()))
                .withMessage("a turn comes from a server with another run file or another secret than this one");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> other.restore(state.snapshot()))
                .withMessage("a snapshot comes from a server with another run file or another secret than this one");
        assertThat(other.digest()).isEqualTo(before);
    }

    @Test
    void otherRulesAreRefusedByTheirVersion() {
        byte[] turn = turn();
        turn[3]++;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> state.apply(turn))
                .withMessage("a turn has version 2 of the rules, and this server version 1");
    }

    @Test
    void aTurnThatIsCutIsRefused() {
        byte[] turn = turn();
        for (int length = 0; length < turn.length; length += 7) {
            byte[] cut = Arrays.copyOf(turn, length);
            if (length != 36) { // The header alone is an empty turn.
                assertThatIllegalArgumentException()
                        .as("%d bytes", length)
                        .isThrownBy(() -> replica(SECRET).apply(cut));
            }
        }
    }

    @Test
    void theSecretIsInNothingThatIsWritten() {
        byte[] turn = turn();
        state.apply(turn);

        assertThat(Collections.indexOfSubList(asList(turn), asList(SECRET))).isNegative();
        assertThat(Collections.indexOfSubList(asList(state.snapshot()), asList(SECRET)))
                .isNegative();
    }

    private static List<Byte> asList(byte[] bytes) {
        List<Byte> list = new ArrayList<>(bytes.length);
        for (byte each : bytes) {
            list.add(each);
        }
        return list;
    }
}
