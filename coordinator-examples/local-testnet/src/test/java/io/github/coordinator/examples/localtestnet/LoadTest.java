package io.github.coordinator.examples.localtestnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A small form of the command {@code load}: a tenth of the clients, and a server with half of the memory. */
@Tag("full")
@Timeout(300)
class LoadTest {
    private static final long MIB = 1 << 20;

    @ParameterizedTest
    @EnumSource
    void theServerMakesItsStepsAndRemovesNobodyHonest(LoadScenario scenario) throws Exception {
        LoadResult result = new LoadRun(scenario, 200, "128m", Duration.ofMinutes(4), System.err).run();

        assertThat(result.complaints()).isEmpty();
        assertThat(result.steps()).isEqualTo(8);
        assertThat(result.nanosToAll()).isNotEmpty();
        assertThat(result.server().turns()).isGreaterThan(200);
        // A quarter of the heap is the bound of what may wait for all clients; what waits here stays far from it.
        assertThat(result.server().mostQueuedBytes()).isPositive().isLessThan(8 * MIB);
        assertThat(result.residentKiB() << 10).isLessThan(300 * MIB);
    }
}
