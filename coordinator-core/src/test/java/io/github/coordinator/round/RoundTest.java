package io.github.coordinator.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.coordinator.Forged;
import java.util.List;
import java.util.stream.IntStream;
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
        "0, 0, 0, 1, 0, 0, 0, 0, clientCount",
        "0, 0, 0, 1, 0, 1, -1, 0, witnessCount",
        "0, 0, 0, 1, 0, 1, 2, 0, witnessCount",
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
                .isThrownBy(() -> Forged.round(epoch, height, 9, first, batch, version, clients, witnesses, percent))
                .withMessageStartingWith(which + " is ")
                .withMessageContaining(", must be ");
    }

    @Test
    void aRoundMayTrainOnTheLastDatumThereIs() {
        assertThat(Forged.round(0, 0, 9, Long.MAX_VALUE - 8, 8, 0, 1, 0, 0).batchSize())
                .isEqualTo(8);
    }

    @Test
    void aSeatCountsOnlyInTheRosterItBelongsTo() {
        Round round = Forged.round(0, 0, 9, 0, 1, 5, 3, 1, 0);
        assertThat(round.partOf(new Seat(5, 2)).orElseThrow().index()).isEqualTo(2);
        assertThat(round.partOf(new Seat(4, 2))).isEmpty();
        assertThat(round.partOf(new Seat(6, 2))).isEmpty();
        assertThat(round.partOf(new Seat(5, 3))).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new Seat(-1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Seat(0, -1));
    }

    @Test
    void nullArgumentsAreNamed() {
        Round round = Forged.round(0, 0, 9, 0, 1, 5, 3, 1, 0);
        assertThatNullPointerException().isThrownBy(() -> round.partOf(null)).withMessage("seat");
        // Whether the client is elected or not.
        for (int index = 0; index < 3; index++) {
            RoundPart part = round.partOf(new Seat(5, index)).orElseThrow();
            assertThatNullPointerException().isThrownBy(() -> part.proof(null)).withMessage("seen");
            assertThatNullPointerException()
                    .isThrownBy(() -> part.proof(seen -> true, null))
                    .withMessage("idOf");
        }
        assertThatNullPointerException().isThrownBy(() -> Round.builder(null)).withMessage("id");
        assertThatNullPointerException()
                .isThrownBy(() -> round.toBuilder().participation(null))
                .withMessage("kind");
    }

    @Test
    void aBuilderOfARoundBuildsTheSameRound() {
        Round round = Forged.round(1, 2, 9, 3, 4, 5, 6, 2, 10).toBuilder()
                .participation(ParticipationKind.BLOOM)
                .build();
        Round again = round.toBuilder().build();
        assertThat(again).isEqualTo(round).hasSameHashCodeAs(round).hasToString(round.toString());
        assertThat(round.id()).isEqualTo(new RoundId(1, 2));
        assertThat(round.toString()).contains("seed=9", "BLOOM");
        assertThat(again).isNotEqualTo(round.toBuilder().seed(10).build());
    }

    @Test
    void aRoundWithoutSeedOrWitnessesIsRefused() {
        Round.Builder builder = Round.builder(new RoundId(0, 0)).data(0, 1).roster(0, 1);
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessage("seed is not set");
        builder.seed(1);
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessage("witnessCount is not set");
        assertThat(builder.witnessCount(1).build().witnessCount()).isEqualTo(1);
    }

    @Test
    void everyPartOfARoundTogetherIsTheRound() {
        Round round = Forged.round(0, 0, 9, 100, 16, 5, 7, 3, 30);
        List<RoundPart> parts = IntStream.range(0, 7)
                .mapToObj(index -> round.partOf(new Seat(5, index)).orElseThrow())
                .toList();
        assertThat(parts).filteredOn(RoundPart::isWitness).hasSize(3);
        assertThat(parts)
                .filteredOn(part -> part.role() == Role.VERIFIER)
                .hasSize(2)
                .allMatch(part -> part.data().isEmpty());
        long data = parts.stream()
                .flatMap(part -> part.data().stream())
                .mapToLong(DataRange::size)
                .sum();
        assertThat(data).isEqualTo(16);
        assertThat(parts.get(3)).hasToString("seat 3 of epoch 0 round 0");
        assertThat(parts.get(3).round()).isSameAs(round);
    }

    @Test
    void aProofIsOfTheKindThatTheRoundAsksFor() {
        Round bitmaps = Forged.round(0, 0, 9, 100, 16, 5, 1, 1, 0);
        Round filters =
                bitmaps.toBuilder().participation(ParticipationKind.BLOOM).build();
        RoundPart part = filters.partOf(new Seat(5, 0)).orElseThrow();
        byte[] id = {1, 2, 3};
        WitnessProof proof = part.proof(seen -> true, index -> id).orElseThrow();
        assertThat(proof.participation()).isEqualTo(ParticipationFilter.of(filters, index -> id, seen -> true));
        assertThatIllegalStateException()
                .isThrownBy(() -> part.proof(seen -> true))
                .withMessageContaining("BLOOM");
        RoundPart exact = bitmaps.partOf(new Seat(5, 0)).orElseThrow();
        assertThat(exact.proof(seen -> true).orElseThrow().participation())
                .isEqualTo(ParticipationBitmap.of(1, seen -> true));
    }
}
