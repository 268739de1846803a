package io.github.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Gaps are closed wherever they are. */
class CompactionProperties {
    static final int SEATS = 300;

    @Property
    void thoseWhoStayMoveUpInOrder(
            @ForAll @Size(min = 1, max = SEATS) Set<@IntRange(max = SEATS - 1) Integer> leaving,
            @ForAll @Size(max = SEATS) Set<@IntRange(max = SEATS - 1) Integer> marked) {
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

    private static BitSet setOf(Set<Integer> places) {
        BitSet set = new BitSet();
        places.forEach(set::set);
        return set;
    }
}
