package io.github.coordinator.verification.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A seed is all that a run depends on; otherwise a failure could not be repeated. */
@Tag("slow")
class SimulationTraceTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, -1, Long.MAX_VALUE, Long.MIN_VALUE})
    void theSameSeedGivesTheSameTrace(long seed) {
        String trace = trace(seed);
        assertEquals(trace, trace(seed));
        assertNotEquals(trace, trace(seed + 1));
    }

    private static String trace(long seed) {
        RunLog trace = new RunLog(true);
        Simulation.run(Plan.draw(seed), Sabotage.NONE, trace, new Tally());
        return trace.toString();
    }
}
