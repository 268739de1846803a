package io.github.coordinator.examples.localtestnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.coordinator.ClientId;
import io.github.coordinator.round.SeedSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingStateTest {
    private static final Digits DIGITS = Digits.load();
    private static final TestnetConfig FILE = TestnetConfig.load(null);
    private static final SeedSource SEEDS = SeedSource.fixed(3);

    /** Wherever the state was written and read again, and whatever form its inputs had, the rest of the run is the same. */
    @Test
    void theSameInputsMakeTheSameStateAlsoAfterARestore() {
        TrainingState live = start();
        List<byte[]> inputs = new ArrayList<>();
        List<byte[]> snapshots = new ArrayList<>();
        InMemoryRun run = new InMemoryRun(FILE, any -> true, turn -> {
            snapshots.add(live.toBytes());
            turn.forEach(input -> inputs.add(input.toBytes()));
            return live.apply(turn);
        });
        run.join("a");
        run.join("b");
        run.join("c");
        run.runUntil(() -> run.reports(RunReport.RoundOver.class).size() == 3);

        TrainingState replayed = start();
        inputs.forEach(input -> replayed.apply(ServerInput.fromBytes(input)));
        assertThat(replayed.digest()).isEqualTo(live.digest());
        assertThat(snapshots.size()).isGreaterThan(10);
        for (byte[] bytes : snapshots) {
            assertThat(TrainingState.restore(bytes, DIGITS, SEEDS).toBytes()).isEqualTo(bytes);
        }
        assertThat(TrainingState.restore(live.toBytes(), DIGITS, SEEDS).view().modelHash())
                .isEqualTo(live.view().modelHash())
                .isNotEqualTo(start().view().modelHash());
    }

    @Test
    void whatIsDamagedIsNoInputAndNoState() {
        byte[] input = new ServerInput.Name(ClientId.of("ada"), "ada").toBytes();
        for (int bit = 0; bit < input.length * Byte.SIZE; bit++) {
            byte[] flipped = input.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThatIllegalArgumentException().isThrownBy(() -> ServerInput.fromBytes(flipped));
        }
        byte[] state = start().toBytes();
        for (int length = 0; length < state.length; length += 97) {
            byte[] cut = Arrays.copyOf(state, length);
            assertThatIllegalArgumentException().isThrownBy(() -> TrainingState.restore(cut, DIGITS, SEEDS));
        }
    }

    private static TrainingState start() {
        return TrainingState.start(FILE, DIGITS, SEEDS, Instant.EPOCH);
    }
}
