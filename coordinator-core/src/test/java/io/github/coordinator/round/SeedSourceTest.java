package io.github.coordinator.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SeedSourceTest {
    private static final byte[] SECRET = "sixteen bytes or more".getBytes(StandardCharsets.US_ASCII);

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
