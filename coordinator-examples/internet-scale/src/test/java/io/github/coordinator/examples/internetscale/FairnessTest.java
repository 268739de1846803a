package io.github.coordinator.examples.internetscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The comparison of elections with fair ones finds those that are not, and rarely blames those that are. */
@Tag("slow")
class FairnessTest {
    private static final int CLIENTS = 1000;
    private static final int ROUNDS = 200;
    private static final int WITNESSES = 32;

    /** What is said of rounds in which half of the clients had a seat only half of the time. */
    private static Fairness fairness(long seed, IntUnaryOperator crook) {
        SplittableRandom random = new SplittableRandom(seed);
        Fleet fleet = new Fleet(CLIENTS, random);
        Seating everyone = new Seating(fleet);
        everyone.fill(IntStream.range(0, CLIENTS).mapToObj(fleet::id).toList());
        Seating half = new Seating(fleet);
        half.fill(IntStream.range(0, CLIENTS / 2).mapToObj(fleet::id).toList());
        Fairness fairness = new Fairness(CLIENTS);
        IntStream.range(0, CLIENTS).forEach(fairness::seated);
        for (int round = 0; round < ROUNDS; round++) {
            if (round == ROUNDS / 2) {
                IntStream.range(CLIENTS / 2, CLIENTS).forEach(fairness::unseated);
            }
            Seating seating = round < ROUNDS / 2 ? everyone : half;
            int[] seats = random.ints(0, seating.size())
                    .map(crook)
                    .distinct()
                    .limit(WITNESSES)
                    .toArray();
            fairness.elected(seating, seats);
        }
        IntStream.range(0, CLIENTS / 2).forEach(fairness::unseated);
        return fairness;
    }

    /** Of 200 fair runs, 10 should have a p-value below 5 %; fewer than 1 or more than 24 have a probability of 1 in 16,000. */
    @Test
    void pValuesAreWhatTheySay() {
        assertThat(IntStream.range(0, 200)
                        .filter(seed -> fairness(seed, seat -> seat).byCount().pValue() < 0.05)
                        .count())
                .isBetween(1L, 24L);
        assertThat(IntStream.range(0, 200)
                        .filter(seed -> fairness(seed, seat -> seat).byPlace().pValue() < 0.05)
                        .count())
                .isBetween(1L, 24L);
    }

    @Test
    void favouritesAreFoundOut() {
        SplittableRandom random = new SplittableRandom(9);
        Fairness unfair = fairness(1, seat -> seat >= 450 && random.nextInt(3) == 0 ? seat - 450 : seat);
        assertThat(unfair.byCount().pValue()).isLessThan(1e-6);
        assertThat(unfair.byPlace().pValue()).isLessThan(1e-6);
    }

    @Test
    void allThatIsObservedIsExpectedOnAverage() {
        Fairness fairness = fairness(1, seat -> seat);
        for (Fairness.Comparison comparison : new Fairness.Comparison[] {fairness.byCount(), fairness.byPlace()}) {
            double observed = comparison.cells().stream()
                    .mapToLong(Fairness.Cell::observed)
                    .sum();
            double expected = comparison.cells().stream()
                    .mapToDouble(Fairness.Cell::expected)
                    .sum();
            assertThat(expected).isCloseTo(observed, within(1e-6));
        }
    }

    @Test
    void tooLittleSaysNothing() {
        Fairness fairness = new Fairness(CLIENTS);
        Fleet fleet = new Fleet(CLIENTS, new SplittableRandom(1));
        Seating seating = new Seating(fleet);
        seating.fill(IntStream.range(0, CLIENTS).mapToObj(fleet::id).toList());
        fairness.elected(seating, new int[] {1, 2, 3});
        assertThat(fairness.byPlace().pValue()).isNaN();
        assertThat(fairness.byCount().pValue()).isNaN();
    }
}
