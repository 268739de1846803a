package io.github.coordinator.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SeedSourceTest {
    private static final byte[] SECRET = "sixteen bytes or more".getBytes(StandardCharsets.US_ASCII);

    @Test
    void keyedSeedsDependOnSecretRunEpochAndHeightAlone() {
        SeedSource seeds = SeedSource.keyed(SECRET, "run");
        assertThat(SeedSource.keyed(SECRET, "run").seed(1, 2)).isEqualTo(seeds.seed(1, 2));
        assertThat(SeedSource.keyed(SECRET, "another").seed(1, 2)).isNotEqualTo(seeds.seed(1, 2));
        assertThat(seeds.seed(2, 1)).isNotEqualTo(seeds.seed(1, 2));
        assertThat(SeedSource.keyed(new byte[16], "run").seed(1, 2)).isNotEqualTo(seeds.seed(1, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> SeedSource.keyed(new byte[15], "run"));
    }

    /** Worked out with another implementation of HMAC-SHA-256, so that a run can be replayed in any language. */
    @Test
    void keyedSeedsAreThoseThatTheDocumentationPromises() {
        assertThat(SeedSource.keyed(SECRET, "run").seed(1, 2)).isEqualTo(KEYED_1_2);
    }

    private static final long KEYED_1_2 = -1357945004060374462L;

    @Test
    void fixedSeedsFollowOneAnother() {
        SeedSource seeds = SeedSource.fixed(7, 8);
        assertThat(seeds.seed(5, 0)).isEqualTo(7);
        assertThat(seeds.seed(5, 1)).isEqualTo(8);
        assertThat(seeds.seed(6, 2)).isEqualTo(7);
        assertThatIllegalArgumentException().isThrownBy(SeedSource::fixed);
    }

    @Test
    void keyedSeedsMayBeSharedByThreads() throws Exception {
        SeedSource seeds = SeedSource.keyed(SECRET, "run");
        long[] expected =
                LongStream.range(0, 2_000).map(height -> seeds.seed(0, height)).toArray();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<long[]>> results = threads.invokeAll(Collections.nCopies(
                    4,
                    () -> LongStream.range(0, 2_000)
                            .map(height -> seeds.seed(0, height))
                            .toArray()));
            for (Future<long[]> result : results) {
                assertThat(result.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
