package io.github.coordinator.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIndexOutOfBoundsException;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.github.coordinator.Forged;
import io.github.coordinator.internal.BloomFilter;
import io.github.coordinator.internal.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Bitmaps are exact; filters are no evidence when they are too full. */
class ParticipationTest {
    private static final Round ROUND = Forged.round(1, 2, 3, 0, 1, 0, 70, 5, 0);

    @Test
    void aBitmapHasTheBytesThatTheDocumentationPromises() {
        ParticipationBitmap bitmap = ParticipationBitmap.of(70, index -> index == 1 || index == 8 || index == 69);

        assertThat(bitmap.toBytes()).containsExactly(2, 1, 0, 0, 0, 0, 0, 0, 32);
        assertThat(ParticipationBitmap.fromBytes(70, bitmap.toBytes()))
                .isEqualTo(bitmap)
                .isNotEqualTo(ParticipationBitmap.of(71, index -> index < 70 && bitmap.includes(index)))
                .isNotEqualTo(ParticipationBitmap.of(70, index -> index == 1))
                .isNotEqualTo("a bitmap");
    }

    @Test
    void whereThereAreFewerBitmapsThanTheQuorumNobodyIsLeftOut() {
        ParticipationBitmap nobody = ParticipationBitmap.of(3, index -> false);

        assertThat(ParticipationBitmap.omittedByAtLeast(2, 3, List.of(nobody)).isEmpty())
                .isTrue();
        assertThat(ParticipationBitmap.omittedByAtLeast(1, 3, List.of(nobody)).stream())
                .containsExactly(0, 1, 2);
    }

    @Test
    void bytesThatAreNoBitmapAreRefused() {
        assertThat(ParticipationBitmap.fromBytes(9, new byte[] {0, 1}).includes(8))
                .isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> ParticipationBitmap.fromBytes(9, new byte[] {0, 2}));
        assertThatIllegalArgumentException().isThrownBy(() -> ParticipationBitmap.fromBytes(9, new byte[1]));
        assertThatIllegalArgumentException().isThrownBy(() -> ParticipationBitmap.fromBytes(0, new byte[0]));
        ParticipationBitmap bitmap = ParticipationBitmap.of(9, index -> true);
        assertThat(bitmap.clientCount()).isEqualTo(9);
        assertThatIndexOutOfBoundsException().isThrownBy(() -> bitmap.includes(9));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ParticipationBitmap.omittedByAtLeast(0, 9, List.of(bitmap)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ParticipationBitmap.omittedByAtLeast(1, 8, List.of(bitmap)));
    }

    @Test
    void hashesTellBitmapsAndFiltersApart() {
        Set<Integer> bitmaps = new HashSet<>();
        Set<Integer> filters = new HashSet<>();
        for (int only = 0; only < 70; only++) {
            int seen = only;
            bitmaps.add(ParticipationBitmap.of(70, index -> index == seen).hashCode());
            filters.add(ParticipationFilter.of(ROUND, ParticipationTest::id, index -> index == seen)
                    .hashCode());
        }
        assertThat(bitmaps).hasSizeGreaterThan(30);
        assertThat(filters).hasSizeGreaterThan(30);
    }

    /** Worked out with another implementation of SHA-256, so that a witness can be written in any language. */
    @Test
    void theKeysOfAFilterAreThoseThatTheDocumentationPromises() {
        assertThat(BloomFilter.keys(ROUND.seed())).startsWith(KEY_0, KEY_1).hasSize(ParticipationFilter.KEYS);
    }

    private static final long KEY_0 = -4558390076655275894L;
    private static final long KEY_1 = -7005489213312864382L;

    /** A claim of two billion clients costs 256 MiB to believe. */
    @Test
    void aBitmapThatClaimsManyClientsCostsNothingUntilItHasTheirBytes() {
        assertTimeout(Duration.ofSeconds(5), () -> {
            for (int i = 0; i < 1000; i++) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> ParticipationBitmap.fromBytes(Integer.MAX_VALUE, new byte[4]));
            }
        });
    }

    private static byte[] id(int index) {
        return ("client-" + index).getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void aFilterHoldsTheClientsThatWereAdded() {
        ParticipationFilter filter = ParticipationFilter.of(ROUND, ParticipationTest::id, index -> index % 2 == 0);
        assertThat(filter.keys()).isEqualTo(BloomFilter.keys(ROUND.seed()));
        assertThat(isSaturated(filter)).isFalse();
        for (int index = 0; index < 70; index++) {
            assertThat(mayInclude(filter, index)).isEqualTo(index % 2 == 0);
        }
        ParticipationFilter read = ParticipationFilter.fromWords(filter.keys(), filter.toWords());
        assertThat(read).isEqualTo(filter).hasSameHashCodeAs(filter).hasToString(filter.toString());
        assertThat(read.toString()).matches("filter [0-9a-f]+");
        assertThat(read).isNotEqualTo(ParticipationFilter.of(ROUND, ParticipationTest::id, index -> true));
        assertThat(read).isNotEqualTo(ParticipationFilter.fromWords(new long[8], filter.toWords()));
        assertThat(read).isNotEqualTo("a filter");
        assertThatIllegalArgumentException().isThrownBy(() -> ParticipationFilter.fromWords(new long[7], new long[16]));
        assertThatIllegalArgumentException().isThrownBy(() -> ParticipationFilter.fromWords(new long[8], new long[15]));
    }

    private static boolean mayInclude(ParticipationFilter filter, int index) {
        return BloomFilter.contains(
                filter.keys(), filter.toWords(), Sha256.digest().digest(id(index)));
    }

    private static boolean isSaturated(ParticipationFilter filter) {
        return BloomFilter.bitsSet(filter.toWords()) > ParticipationFilter.MAX_BITS_SET;
    }

    /** The largest round that may use filters: of the absent no more than promised pass, and no honest filter is full. */
    @Test
    void theLargestRoundOfFiltersKeepsItsPromise() {
        int passed = 0;
        for (long seed = 0; seed < 500; seed++) {
            Round round = Forged.round(1, 2, seed, 0, 1, 0, ParticipationFilter.MAX_CLIENTS, 5, 0);
            ParticipationFilter filter = ParticipationFilter.of(round, ParticipationTest::id, index -> true);
            assertThat(isSaturated(filter)).isFalse();
            for (int stranger = 1000; stranger < 1100; stranger++) {
                passed += mayInclude(filter, stranger) ? 1 : 0;
            }
        }
        // The expectation is 0.38 % of 50,000; this leaves it more than ten standard deviations.
        assertThat(passed).isLessThan(350);
    }

    @Test
    void onlyAWitnessHasAProofToGive() {
        int witnesses = 0;
        for (int index = 0; index < 70; index++) {
            var proof = ROUND.partOf(new Seat(0, index)).orElseThrow().proof(seen -> true);
            if (proof.isPresent()) {
                assertThat(proof.get().round()).isEqualTo(new RoundId(1, 2));
                assertThat(proof.get().index()).isEqualTo(index);
                assertThat(proof.get().position()).isBetween(0, 4);
                witnesses++;
            }
        }
        assertThat(witnesses).isEqualTo(5);
    }
}
