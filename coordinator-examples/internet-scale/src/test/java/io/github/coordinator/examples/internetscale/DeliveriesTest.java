package io.github.coordinator.examples.internetscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Deliveries come when Pareto says. */
class DeliveriesTest {
    private static final int CLIENTS = 20_000;

    private final Fleet fleet = new Fleet(CLIENTS, new SplittableRandom(2));
    private final Seating seating = new Seating(fleet);
    private final Deliveries deliveries = new Deliveries(new SplittableRandom(3));

    private void begin(int online) {
        IntStream.range(0, online).forEach(client -> fleet.becomes(client, Fleet.Condition.ONLINE));
        seating.fill(IntStream.range(0, CLIENTS).mapToObj(fleet::id).toList());
        deliveries.begin(seating, fleet);
    }

    private BitSet seenAfter(double timesPatience) {
        return BitSet.valueOf(deliveries.seenAfter((long) (timesPatience * Deliveries.PATIENCE)));
    }

    @Test
    void twiceTheTimeLeavesAQuarterOfThoseWhoAreLate() {
        begin(CLIENTS);
        double late = CLIENTS - seenAfter(1).cardinality();
        double stillLate = CLIENTS - seenAfter(2).cardinality();
        // Between 5 and 15 s out of 40, squared, make 7 % late on average. Some machines are slower, and are a bit
        // later.
        assertThat(late / CLIENTS).isCloseTo(0.07, within(0.01));
        assertThat(stillLate / late).isCloseTo(0.25, within(0.05));
        assertThat(seenAfter(1e9).cardinality()).isEqualTo(CLIENTS);
    }

    @Test
    void whoIsNotOnlineNeverDelivers() {
        begin(CLIENTS / 2);
        assertThat(seenAfter(1e9).cardinality()).isEqualTo(CLIENTS / 2);
        assertThat(seenAfter(1e9).length()).isEqualTo(CLIENTS / 2);
    }

    @Test
    void aWitnessIsDoneWhenItIsSeen() {
        begin(CLIENTS);
        int[] seats = {7, 3, 19_999, 4_000, 1};
        int late = seenAfter(1).nextClearBit(0);
        seats[0] = late;
        long[] times = deliveries.timesOf(seats);
        assertThat(times[0]).isGreaterThan(Deliveries.PATIENCE);
        for (int i = 0; i < seats.length; i++) {
            assertThat(times[i]).isGreaterThanOrEqualTo(Deliveries.PATIENCE);
        }
        assertThat(BitSet.valueOf(deliveries.seenAfter(times[0] - 1)).get(late)).isFalse();
        assertThat(BitSet.valueOf(deliveries.seenAfter(times[0])).get(late)).isTrue();
    }
}
