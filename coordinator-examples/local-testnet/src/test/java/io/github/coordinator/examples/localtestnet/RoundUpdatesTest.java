package io.github.coordinator.examples.localtestnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundId;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundUpdatesTest {
    private static final Weights CHANGE = Weights.of(1);

    private final RoundUpdates updates = new RoundUpdates(round(100, 4));

    @Test
    void onlyTheFirstUpdateOfAClientWithDataIsTaken() {
        assertThat(updates.offer(1, CHANGE)).isTrue();
        assertThat(updates.offer(1, Weights.of(9))).isFalse();
        assertThat(updates.changesOf(List.of(1))).containsExactly(CHANGE);

        RoundUpdates scarce = new RoundUpdates(round(1, 2));
        assertThat(List.of(scarce.offer(0, CHANGE), scarce.offer(1, CHANGE))).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void theyAreCompleteWithOneFromEachClientWithData() {
        for (int index : List.of(2, 0, 3)) {
            assertThat(updates.offer(index, Weights.of(index))).isTrue();
        }
        assertThat(updates.areComplete()).isFalse();
        assertThat(updates.changesOf(List.of(0, 1, 3))).containsExactly(Weights.of(0), Weights.of(3));
        updates.offer(1, CHANGE);
        assertThat(updates.areComplete()).isTrue();
    }

    private static Round round(int batchSize, int clients) {
        return Round.builder(new RoundId(0, 0))
                .seed(42)
                .data(0, batchSize)
                .roster(1, clients)
                .witnessCount(clients)
                .build();
    }
}
