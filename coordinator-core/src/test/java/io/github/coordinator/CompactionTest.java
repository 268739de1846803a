package io.github.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CompactionTest {
    static final int SEATS = 300;

    /** Single seats and runs of them leave, at both ends and on either side of where a word of 64 bits ends. */
    @Test
    void thoseWhoStayMoveUpInOrder() {
        assertMoveUp(Set.of(0), Set.of(0, 1, 64, 128, 299));
        assertMoveUp(Set.of(299), Set.of(298, 299));
        assertMoveUp(Set.of(299), Set.of(0, 63, 65));
        assertMoveUp(Set.of(1, 2, 3, 62, 63, 64, 127, 130), Set.of(0, 4, 61, 65, 66, 128, 129, 131, 192, 256, 298));
    }

    static void assertMoveUp(Set<Integer> leaving, Set<Integer> marked) {
        int[] seats = IntStream.range(0, SEATS).toArray();
        List<Integer> expected =
                new ArrayList<>(IntStream.range(0, SEATS).boxed().toList());
        expected.removeAll(leaving);

        int kept = Compaction.closeGaps(setOf(leaving), seats, SEATS);

        assertThat(kept).isEqualTo(expected.size());
        assertThat(IntStream.of(seats).limit(kept)).containsExactlyElementsOf(expected);
        BitSet expectedMarks = new BitSet();
        for (int seat = 0; seat < kept; seat++) {
            expectedMarks.set(seat, marked.contains(expected.get(seat)));
        }
        assertThat(Compaction.closeGaps(setOf(leaving), setOf(marked))).isEqualTo(expectedMarks);
    }

    @Test
    void aCopyWithoutGapsLeavesTheGivenArrayAsItIs() {
        ClientId[] clients =
                Stream.of("ada", "bob", "cyd", "dan").map(ClientId::of).toArray(ClientId[]::new);
        ClientId[] given = clients.clone();

        assertThat(Compaction.withoutGaps(setOf(Set.of(1, 3)), given)).containsExactly(clients[0], clients[2]);
        assertThat(Compaction.withoutGaps(setOf(Set.of(0)), given)).containsExactly(clients[1], clients[2], clients[3]);
        assertThat(Compaction.withoutGaps(setOf(Set.of(0, 1, 2, 3)), given)).isEmpty();
        assertThat(given).containsExactly(clients);
    }

    private static BitSet setOf(Set<Integer> places) {
        BitSet set = new BitSet();
        places.forEach(set::set);
        return set;
    }
}
