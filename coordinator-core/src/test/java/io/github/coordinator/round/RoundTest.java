package io.github.coordinator.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIndexOutOfBoundsException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundTest {
    private static final byte[] SECRET = "sixteen bytes or more".getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @CsvSource({
        "-1, 0, 0, 1, 0, 1, 0, 0, epoch",
        "0, -1, 0, 1, 0, 1, 0, 0, height",
        "0, 0, -1, 1, 0, 1, 0, 0, firstDataIndex",
        "0, 0, 0, 0, 0, 1, 0, 0, batchSize",
        "0, 0, 9223372036854775800, 8, 0, 1, 0, 0, firstDataIndex",
        "0, 0, 0, 1, -1, 1, 0, 0, rosterVersion",
        "0, 0, 0, 1, 0, 0, 0, 0, clients",
        "0, 0, 0, 1, 0, 1, -1, 0, witnesses",
        "0, 0, 0, 1, 0, 1, 2, 0, witnesses",
        "0, 0, 0, 1, 0, 1, 0, -1, verificationPercent",
        "0, 0, 0, 1, 0, 1, 0, 101, verificationPercent",
    })
    void aRoundKeepsItsBounds(
            long epoch,
            long height,
            long first,
            int batch,
            long version,
            int clients,
            int witnesses,
            int percent,
            String which) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Round(epoch, height, 9, first, batch, version, clients, witnesses, percent))
                .withMessageStartingWith(which + " is out of bounds");
    }

    @Test
    void aRoundMayTrainOnTheLastDatumThereIs() {
        assertThat(new Round(0, 0, 9, Long.MAX_VALUE - 8, 8, 0, 1, 0, 0).batchSize())
                .isEqualTo(8);
    }

    @Test
    void aRangeHasBothItsEnds() {
        assertThat(new DataRange(3, 5).size()).isEqualTo(3);
        assertThat(new DataRange(3, 3).size()).isEqualTo(1);
    }

    @Test
    void aBatchIsOfItsLastSizeOnceItsTokensPassEveryNumber() {
        BatchSchedule schedule = new BatchSchedule(1, 9, -2L, 1L << 32);
        assertThat(schedule.sizeAt((1L << 32) - 1)).isEqualTo(9);
        assertThat(schedule.sizeAt(1L << 31)).isEqualTo(5);
        assertThat(schedule.sizeAt(1L << 32)).isEqualTo(9);
    }

    @Test
    void theFirstOfAnOrderAreThoseOfTheWhole() {
        SwapOrNotShuffle shuffle = new SwapOrNotShuffle(new byte[32], 5);
        assertThat(shuffle.firstIndices(0)).isEmpty();
        assertThat(shuffle.firstIndices(5)).isEqualTo(shuffle.order());
        SwapOrNotShuffle largest = new SwapOrNotShuffle(new byte[32], Integer.MAX_VALUE);
        assertThat(largest.firstIndices(1)).containsExactly((int) largest.indexAt(0));
    }

    @Test
    void aSeatCountsOnlyInTheRosterItBelongsTo() {
        Round round = new Round(0, 0, 9, 0, 1, 5, 3, 1, 0);
        assertThat(round.indexOf(new Seat(5, 2))).isEqualTo(2);
        assertThatIllegalArgumentException().isThrownBy(() -> round.indexOf(new Seat(4, 2)));
        assertThatIllegalArgumentException().isThrownBy(() -> round.indexOf(new Seat(5, 3)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Seat(-1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Seat(0, -1));
    }

    @Test
    void whatIsOutOfBoundsIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new DataRange(-1, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> new DataRange(3, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> new DataRange(0, Long.MAX_VALUE));
        assertThat(new DataRange(0, Long.MAX_VALUE - 1).size()).isEqualTo(Long.MAX_VALUE);
        assertThatIllegalArgumentException().isThrownBy(() -> new BatchSchedule(0, 1, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new BatchSchedule(1, 0, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new BatchSchedule(1, 1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Committee.of(1, 3, -1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Committee.of(1, 3, 1, -1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Committee.of(1, 3, 1, 4, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Committee.of(1, 3, 1, 0, -1));
        Committee committee = Committee.of(1, 3, 1, 0, 0);
        assertThatIndexOutOfBoundsException().isThrownBy(() -> committee.role(3));
        assertThatIndexOutOfBoundsException().isThrownBy(() -> committee.witnessPosition(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new SwapOrNotShuffle(new byte[31], 5));
        SwapOrNotShuffle shuffle = new SwapOrNotShuffle(new byte[32], 5);
        assertThatIndexOutOfBoundsException().isThrownBy(() -> shuffle.positionOf(5));
        assertThatIndexOutOfBoundsException().isThrownBy(() -> shuffle.indexAt(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> shuffle.firstIndices(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> shuffle.firstIndices(6));
        SwapOrNotShuffle huge = new SwapOrNotShuffle(new byte[32], 1L << 40);
        assertThatIllegalArgumentException().isThrownBy(() -> huge.firstIndices(1));
        assertThatIllegalArgumentException().isThrownBy(huge::order);
    }

    @Test
    void whereNobodyTrainsNobodyGetsData() {
        DataAssignment assignment = DataAssignment.of(new Round(0, 0, 9, 0, 7, 0, 3, 0, 100));
        assertThat(assignment.shares()).isEmpty();
        assertThat(assignment.rangeOf(0)).isEmpty();
    }

    @Test
    void keyedSeedsDependOnSecretEpochAndHeightAlone() {
        SeedSource seeds = SeedSource.keyed(SECRET);
        assertThat(SeedSource.keyed(SECRET).seed(1, 2)).isEqualTo(seeds.seed(1, 2));
        assertThat(seeds.seed(2, 1)).isNotEqualTo(seeds.seed(1, 2));
        assertThat(SeedSource.keyed(new byte[16]).seed(1, 2)).isNotEqualTo(seeds.seed(1, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> SeedSource.keyed(new byte[15]));
    }

    /** Worked out with another implementation of HMAC-SHA-256, so that a run can be replayed in any language. */
    @Test
    void keyedSeedsAreThoseThatTheDocumentationPromises() {
        assertThat(SeedSource.keyed(SECRET).seed(1, 2)).isEqualTo(KEYED_1_2);
    }

    private static final long KEYED_1_2 = -6006343583260454607L;

    @Test
    void fixedSeedsFollowOneAnother() {
        SeedSource seeds = SeedSource.fixed(7, 8);
        assertThat(seeds.seed(5, 0)).isEqualTo(7);
        assertThat(seeds.seed(5, 1)).isEqualTo(8);
        assertThat(seeds.seed(6, 2)).isEqualTo(7);
        assertThatIllegalArgumentException().isThrownBy(SeedSource::fixed);
    }
}
