package io.github.coordinator.round;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each seat gets each place in the batch equally often. Each check is Pearson's chi-square of the places of one seat in many
 * rounds, which a fair order fails with a probability of 1 in a million. The secret was chosen once, so the checks always
 * give the same.
 */
@Tag("slow")
class DataFairnessTest {
    private static final double FALSE_ALARM = 1e-6;
    private static final int ROUNDS_FOR_EACH_PLACE = 20;
    private static final SeedSource SEEDS =
            SeedSource.keyed("chosen once, for all the data".getBytes(StandardCharsets.US_ASCII), "run");

    static Stream<Arguments> sizes() {
        return IntStream.concat(IntStream.rangeClosed(2, 64), IntStream.of(100, 256, 1000))
                .boxed()
                .flatMap(clients -> Stream.of(0, 10, 50).map(verifiers -> Arguments.of(clients, verifiers)));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void everySeatGetsEveryPlaceEquallyOften(int clients, int verificationPercent) {
        for (int seat : new int[] {0, clients / 2, clients - 1}) {
            assertThat(pOfPlaces(DataOrder.UNIFORM, seat, clients, verificationPercent))
                    .as("seat %s", seat)
                    .isGreaterThan(FALSE_ALARM);
        }
    }

    /** The test can fail: in Psyche's order, some seats get some places far too often. */
    @ParameterizedTest
    @CsvSource({"64, 0", "256, 0", "1000, 10"})
    void psychesOrderIsFoundOut(int clients, int verificationPercent) {
        assertThat(pOfPlaces(DataOrder.PSYCHE, 0, clients, verificationPercent)).isLessThan(FALSE_ALARM);
    }

    /** How likely a fair order is at least as far from giving that seat each place equally often. */
    private static double pOfPlaces(DataOrder order, int seat, int clients, int verificationPercent) {
        int trainers = clients - clients * verificationPercent / 100;
        int rounds = ROUNDS_FOR_EACH_PLACE * clients;
        long[] places = new long[trainers];
        for (int height = 0; height < rounds; height++) {
            Round round = Round.builder(new RoundId(clients, height))
                    .seed(SEEDS.seed(clients, height))
                    .data(0, trainers)
                    .roster(0, clients)
                    .witnessCount(1)
                    .verificationPercent(verificationPercent)
                    .dataOrder(order)
                    .build();
            DataAssignment.of(round).rangeOf(seat).ifPresent(range -> places[(int) range.first()]++);
        }
        long idle = rounds - Arrays.stream(places).sum();
        double chiSquare = ElectionTrial.chiSquare(places, ROUNDS_FOR_EACH_PLACE);
        int cells = trainers;
        if (trainers < clients) {
            double expectedIdle = (double) ROUNDS_FOR_EACH_PLACE * (clients - trainers);
            chiSquare += ElectionTrial.chiSquare(new long[] {idle}, expectedIdle);
            cells++;
        }
        return ElectionTrial.pValue(chiSquare, cells - 1);
    }
}
