package io.github.coordinator.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.round.ElectionTrial.Election;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The election is fair: it favours no seat, no pair of seats and no position, and being a witness says nothing of the role.
 *
 * <p>Each of the 13 checks of the real election is a chi-square test that a fair one fails with a probability of 1 in
 * {@value #RARE}. The secret was chosen once, and so the checks always give the same; with a fresh secret for every build,
 * about one build in 770 would fail by chance. That the tests can fail, and how small a bias they find, is shown with
 * elections that are not fair.
 */
@Tag("full")
class ElectionFairnessTest {
    private static final int RARE = 10_000;
    private static final double FALSE_ALARM = 1.0 / RARE;

    private static final Election REAL = (seed, clients, witnesses) ->
            Committee.of(seed, clients, witnesses, 0, 0).witnessSeats();

    private static ElectionTrial trial(Election election, long epoch, int elections) {
        byte[] secret = "chosen once, for all the seeds".getBytes(StandardCharsets.US_ASCII);
        return new ElectionTrial(election, SeedSource.keyed(secret, "run"), epoch, elections);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 5, 2, 5, 2000",
        "2, 12, 4, 12, 4000",
        "3, 100, 32, 100, 2000",
        "4, 1000, 32, 1000, 3000",
        "5, 1000, 32, 10, 2000",
        "6, 1000000, 32, 50, 500",
    })
    void everySeatIsElectedEquallyOften(long epoch, int clients, int witnesses, int groups, int elections) {
        assertThat(trial(REAL, epoch, elections).pOfSeats(clients, witnesses, groups))
                .isGreaterThan(FALSE_ALARM);
    }

    @ParameterizedTest
    @CsvSource({
        "11, 12, 4, 12, 0, 1, 10000",
        "12, 12, 4, 12, 1, 3, 10000",
        "13, 1000, 32, 10, 0, 31, 6000",
        "14, 1000000, 2, 8, 0, 1, 4000",
    })
    void everyPairOfSeatsHoldsTwoPositionsEquallyOften(
            long epoch, int clients, int witnesses, int groups, int position, int otherPosition, int elections) {
        assertThat(trial(REAL, epoch, elections).pOfPairs(clients, witnesses, groups, position, otherPosition))
                .isGreaterThan(FALSE_ALARM);
    }

    /** A number that is a power of two and one that is odd, since the shuffle mirrors places about a pivot. */
    @ParameterizedTest
    @ValueSource(ints = {16, 13})
    void everySeatComesToEveryPositionEquallyOften(int clients) {
        assertThat(trial(REAL, 20 + clients, 3000).pOfOrders(clients)).isGreaterThan(FALSE_ALARM);
    }

    @Test
    void whoWitnessesFirstSaysNothingOfWhoVerifies() {
        int clients = 12;
        int elections = 10_000;
        SeedSource seeds = SeedSource.keyed("witnesses and verifiers".getBytes(StandardCharsets.US_ASCII), "run");
        long[] observed = new long[clients * clients];
        for (int height = 0; height < elections; height++) {
            Committee committee = Committee.of(seeds.seed(0, height), clients, 1, 0, 9);
            int[] trainers = committee.trainerSeats();
            int onlyVerifier =
                    clients * (clients - 1) / 2 - Arrays.stream(trainers).sum();
            observed[committee.witnessSeats()[0] * clients + onlyVerifier]++;
        }
        double chiSquare = ElectionTrial.chiSquare(observed, (double) elections / observed.length);
        assertThat(ElectionTrial.pValue(chiSquare, observed.length - 1)).isGreaterThan(FALSE_ALARM);
    }

    /**
     * The tests have the false-alarm probability that they say: of 200 small trials of the real election, 10 should have a
     * p-value below 5 %. Fewer than 1 or more than 24 have a probability of about 1 in 16,000.
     */
    @Test
    void pValuesAreWhatTheySay() {
        assertThat(IntStream.range(0, 200)
                        .filter(i -> trial(REAL, 1000 + i, 150).pOfSeats(10, 3, 10) < 0.05)
                        .count())
                .isBetween(1L, 24L);
    }

    /** A byte modulo 100 is less than 56 three times in 256 for each seat, and twice for the others. */
    @Test
    void theRemainderOfAByteIsFoundOut() {
        Election remainders = (seed, clients, witnesses) -> new SplittableRandom(seed)
                .ints(0, 256)
                .map(unsignedByte -> unsignedByte % clients)
                .distinct()
                .limit(witnesses)
                .toArray();
        assertThat(trial(remainders, 1, 2000).pOfSeats(100, 32, 100)).isLessThan(FALSE_ALARM);
    }

    /** An election of neighbouring seats: each seat has its chance, but pairs of neighbours are elected together. */
    @Test
    void neighboursAreFoundOutByTheirPairs() {
        Election neighbours = (seed, clients, witnesses) -> {
            int first = new SplittableRandom(seed).nextInt(clients);
            return IntStream.range(0, witnesses).map(i -> (first + i) % clients).toArray();
        };
        assertThat(trial(neighbours, 1, 10_000).pOfSeats(12, 1, 12)).isGreaterThan(FALSE_ALARM);
        assertThat(trial(neighbours, 1, 10_000).pOfPairs(12, 4, 12, 0, 1)).isLessThan(FALSE_ALARM);
    }

    /** Witnesses that are given positions in the order of their seats: fair to each seat, and not to the positions. */
    @Test
    void sortedWitnessesAreFoundOutByTheirPositions() {
        Election sorted = (seed, clients, witnesses) -> {
            int[] seats = REAL.witnesses(seed, clients, witnesses);
            Arrays.sort(seats);
            return seats;
        };
        assertThat(trial(sorted, 2, 4000).pOfSeats(12, 4, 12)).isGreaterThan(FALSE_ALARM);
        assertThat(trial(sorted, 11, 10_000).pOfPairs(12, 4, 12, 0, 1)).isLessThan(FALSE_ALARM);
    }

    /**
     * The power of the test: an election that makes a tenth of the seats ten percent likelier than the others is found out
     * by 2,000 elections of 32 among 1000 in 99 of 100 trials: chi-square is then noncentral by 58 at 9 degrees of
     * freedom. That fewer than 94 of 100 find it has a probability below 1 in {@value #RARE}.
     */
    @Test
    void aSlightFavourIsFoundOutAlmostAlways() {
        Election favours = (seed, clients, witnesses) -> {
            SplittableRandom random = new SplittableRandom(seed);
            return random.ints(0, clients)
                    .filter(seat -> seat < clients / 10 || random.nextDouble() < 1 / 1.1)
                    .distinct()
                    .limit(witnesses)
                    .toArray();
        };
        assertThat(IntStream.range(0, 100)
                        .filter(i -> trial(favours, i, 2000).pOfSeats(1000, 32, 10) < FALSE_ALARM)
                        .count())
                .isGreaterThanOrEqualTo(94);
    }
}
