package io.github.coordinator.examples.localtestnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.ClientId;
import io.github.coordinator.round.ParticipationBitmap;
import io.github.coordinator.round.Round;
import io.github.coordinator.round.RoundId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoundLedgerTest {
    private static final Weights CHANGE = Weights.of(1);

    private final RoundLedger ledger = new RoundLedger(
            round(100, 4),
            IntStream.range(0, 4).mapToObj(i -> ClientId.of("client-" + i)).toList());

    @Test
    void anUpdateCountsOnceAQuorumHasSeenIt() {
        for (int index : List.of(2, 0, 1)) {
            assertThat(ledger.offer(index, CHANGE)).isTrue();
        }
        ledger.attest(0, seen(0, 1, 3));
        ledger.attest(1, seen(0, 1));
        ledger.attest(3, seen(0, 2, 3));

        assertThat(ledger.contributors(3)).containsExactly(0);
        assertThat(ledger.contributors(2)).containsExactly(0, 1);
        // The witnesses may say what they like of client 3: nothing came from it.
        assertThat(ledger.contributors(1)).containsExactly(0, 1, 2);
        assertThat(ledger.contributors(0)).containsExactly(0, 1, 2);
        assertThat(ledger.names(List.of(0, 2))).containsExactly("client-0", "client-2");
        assertThat(ledger.witnesses(true)).containsExactlyInAnyOrder("client-0", "client-1", "client-3");
        assertThat(ledger.witnesses(false)).containsExactly("client-2");
    }

    @Test
    void onlyTheFirstUpdateOfAClientWithDataIsTaken() {
        assertThat(ledger.offer(1, CHANGE)).isTrue();
        assertThat(ledger.offer(1, Weights.of(9))).isFalse();
        assertThat(ledger.changesOf(List.of(1))).containsExactly(CHANGE);

        RoundLedger scarce = new RoundLedger(round(1, 2), List.of());
        assertThat(List.of(scarce.offer(0, CHANGE), scarce.offer(1, CHANGE))).containsExactlyInAnyOrder(true, false);
    }

    private static Round round(int batchSize, int clients) {
        return Round.builder(new RoundId(0, 0))
                .seed(42)
                .data(0, batchSize)
                .roster(1, clients)
                .witnessCount(clients)
                .build();
    }

    private static ParticipationBitmap seen(Integer... indices) {
        return ParticipationBitmap.of(4, List.of(indices)::contains);
    }
}
