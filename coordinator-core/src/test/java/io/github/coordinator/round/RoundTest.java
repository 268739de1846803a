package io.github.coordinator.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundTest {
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
    void aSeatCountsOnlyInTheRosterItBelongsTo() {
        Round round = new Round(0, 0, 9, 0, 1, 5, 3, 1, 0);
        assertThat(round.indexOf(new Seat(5, 2))).isEqualTo(2);
        assertThatIllegalArgumentException().isThrownBy(() -> round.indexOf(new Seat(4, 2)));
        assertThatIllegalArgumentException().isThrownBy(() -> round.indexOf(new Seat(5, 3)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Seat(-1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Seat(0, -1));
    }
}
