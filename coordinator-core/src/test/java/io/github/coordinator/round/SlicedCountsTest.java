package io.github.coordinator.round;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same counts one bit at a time, for every number of bitmaps up to one that takes all levels of the pairing. */
class SlicedCountsTest {
    private static final int WORDS = 2;

    static IntStream numbers() {
        return IntStream.rangeClosed(1, 40);
    }

    @ParameterizedTest(name = "{0} bitmaps")
    @MethodSource("numbers")
    void areThoseByHand(int bitmaps) {
        long[][] all = new long[bitmaps][WORDS];
        for (int bitmap = 0; bitmap < bitmaps; bitmap++) {
            for (int word = 0; word < WORDS; word++) {
                all[bitmap][word] = scattered(bitmap * WORDS + word);
            }
        }
        SlicedCounts counts = SlicedCounts.of(all, WORDS);
        for (int threshold = 0; threshold <= bitmaps; threshold++) {
            assertThat(counts.atLeast(threshold)).isEqualTo(atLeastByHand(all, threshold));
        }
    }

    /** Bits that follow no order, the same each time: the finalizer of SplitMix64, over its golden ratio. */
    private static long scattered(int which) {
        long bits = (which + 1) * 0x9e3779b97f4a7c15L;
        bits = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
        bits = (bits ^ bits >>> 27) * 0x94d049bb133111ebL;
        return bits ^ bits >>> 31;
    }

    private static long[] atLeastByHand(long[][] bitmaps, int threshold) {
        long[] found = new long[WORDS];
        for (int position = 0; position < WORDS * Long.SIZE; position++) {
            int word = position / Long.SIZE;
            long bit = 1L << position;
            int count = 0;
            for (long[] bitmap : bitmaps) {
                count += (bitmap[word] & bit) != 0 ? 1 : 0;
            }
            found[word] |= count >= threshold ? bit : 0;
        }
        return found;
    }
}
