package io.github.coordinator.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.Forged;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Invariant 33: each seat gets each place in the batch equally often. Each check is a chi-square test that a fair order fails
 * with a probability of one in a million. The secret was chosen once, and so the checks always give the same. That they can
 * fail is shown with Psyche's order, which they find unfair.
 */
class DataFairnessTest {
    private static final double FALSE_ALARM = 1e-6;

    /** How often each seat is expected at each place. */
    private static final int OFTEN = 20;

    /** The same, where there are a million pairs of a seat and a place. */
    private static final int OFTEN_ENOUGH = 5;

    private static final SeedSource SEEDS =
            SeedSource.keyed("chosen once, for all the places".getBytes(StandardCharsets.US_ASCII), "run");

    static Stream<Arguments> everyNumber() {
        int[] clients = IntStream.concat(IntStream.rangeClosed(2, 64), IntStream.of(100, 256, 1_000))
                .toArray();
        return Stream.of(0, 10, 50)
                .flatMap(percent -> Arrays.stream(clients).mapToObj(count -> Arguments.of(count, percent)));
    }

    @ParameterizedTest
    @Tag("full")
    @MethodSource("everyNumber")
    void everySeatGetsEveryPlaceEquallyOften(int clients, int verificationPercent) {
        assertThat(pOfPlaces(DataOrder.UNIFORM, clients, verificationPercent, OFTEN))
                .isGreaterThan(FALSE_ALARM);
    }

    @ParameterizedTest
    @CsvSource({"2, 0", "5, 50", "64, 0", "64, 10"})
    @Tag("slow")
    void inSomeNumbersEverySeatGetsEveryPlaceEquallyOften(int clients, int verificationPercent) {
        assertThat(pOfPlaces(DataOrder.UNIFORM, clients, verificationPercent, OFTEN_ENOUGH))
                .isGreaterThan(FALSE_ALARM);
    }

    @Test
    void aSingleClientGetsTheOnlyPlace() {
        assertThat(DataAssignment.of(round(DataOrder.UNIFORM, 1, 3, 0, 0)).rangeOf(0))
                .contains(new DataRange(0, 2));
    }

    /** Where there are fewer data than trainers, each trains equally often. */
    @Test
    void everySeatGetsFewDataEquallyOften() {
        assertThat(pOfWork(DataOrder.UNIFORM, 1_000, 512)).isGreaterThan(FALSE_ALARM);
    }

    @ParameterizedTest
    @CsvSource({"64, 0", "64, 10", "1000, 0"})
    @Tag("slow")
    void psychesOrderIsFoundOut(int clients, int verificationPercent) {
        assertThat(pOfPlaces(DataOrder.PSYCHE, clients, verificationPercent, OFTEN_ENOUGH))
                .isLessThan(FALSE_ALARM);
    }

    @Test
    void psychesOrderOfFewDataIsFoundOut() {
        assertThat(pOfWork(DataOrder.PSYCHE, 1_000, 512)).isLessThan(FALSE_ALARM);
    }

    private static Round round(DataOrder order, int clients, int batch, int verificationPercent, int height) {
        // Each check has seeds of its own.
        long seed = SEEDS.seed(1_000L * clients + verificationPercent, height);
        return Forged.round(0, height, seed, 0, batch, 0, clients, 0, verificationPercent).toBuilder()
                .dataOrder(order)
                .build();
    }

    /**
     * How likely a fair order is to be as far off. A seat that trains gets a place, and the others verify. The cells of one
     * round fix one another in both directions, which leaves n − 1 degrees of freedom for each column but one, and makes the
     * counts scatter n / (n − 1) times as much.
     */
    private static double pOfPlaces(DataOrder order, int clients, int verificationPercent, int expected) {
        int rounds = expected * clients;
        int trainers = clients - clients * verificationPercent / 100;
        long[][] timesAt = new long[trainers][clients];
        long[] timesTraining = new long[clients];
        for (int height = 0; height < rounds; height++) {
            int place = 0;
            for (DataAssignment.Share share : DataAssignment.of(
                            round(order, clients, trainers, verificationPercent, height))
                    .shares()) {
                timesAt[place++][share.index()]++;
                timesTraining[share.index()]++;
            }
        }
        double chiSquare = 0;
        for (long[] times : timesAt) {
            chiSquare += ElectionTrial.chiSquare(times, expected);
        }
        int columns = trainers;
        if (trainers < clients) {
            long[] timesVerifying =
                    Arrays.stream(timesTraining).map(times -> rounds - times).toArray();
            chiSquare += ElectionTrial.chiSquare(timesVerifying, (double) expected * (clients - trainers));
            columns++;
        }
        double scatter = (double) clients / (clients - 1);
        return ElectionTrial.pValue(chiSquare / scatter, (columns - 1) * (clients - 1));
    }

    /** How likely a fair order is to be as far off in how often it gives each seat any data at all. */
    private static double pOfWork(DataOrder order, int clients, int batch) {
        int rounds = 1_000;
        long[] timesTraining = new long[clients];
        for (int height = 0; height < rounds; height++) {
            DataAssignment.of(round(order, clients, batch, 0, height))
                    .shares()
                    .forEach(share -> timesTraining[share.index()]++);
        }
        double expected = (double) rounds * batch / clients;
        double spread = (double) (clients - batch) / (clients - 1);
        return ElectionTrial.pValue(ElectionTrial.chiSquare(timesTraining, expected) / spread, clients - 1);
    }
}
