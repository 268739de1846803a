package io.github.coordinator;

import static io.github.coordinator.CompactionTest.SEATS;
import static io.github.coordinator.CompactionTest.assertShiftDown;

import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Gaps are closed wherever they are. */
class CompactionProperties {
    @Property
    void laterSeatsShiftDownInOrder(
            @ForAll @Size(min = 1, max = SEATS) Set<@IntRange(max = SEATS - 1) Integer> leaving,
            @ForAll @Size(max = SEATS) Set<@IntRange(max = SEATS - 1) Integer> marked) {
        assertShiftDown(leaving, marked);
    }
}
