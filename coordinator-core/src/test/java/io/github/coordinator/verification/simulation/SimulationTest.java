package io.github.coordinator.verification.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Thousands of simulated runs, each of them from a seed of its own. {@code -Dsimulation.seed} gives the seed of them all,
 * a fresh one unless set; {@code -Dsimulation.runs} their number; {@code -Dsimulation.run} makes one run alone, and prints
 * what happens in it.
 */
class SimulationTest {
    private static final int RUNS = 20_000;

    /** How often each thing must have happened in that many runs, for them to be worth something. */
    private static final int HAPPENED_OFTEN = 100;

    /** How much of a failed run is told; the rest is for whoever repeats it. */
    private static final int LINES_TOLD = 30;

    @Test
    @DisabledIfSystemProperty(named = "simulation.run", matches = ".+")
    void allInvariantsHoldInAllRuns() {
        long base = Long.getLong("simulation.seed", new Chance(System.nanoTime()).any());
        int runs = Integer.getInteger("simulation.runs", RUNS);
        System.out.println("simulation: " + runs + " runs, -Dsimulation.seed=" + base);
        Chance seeds = new Chance(base);
        Tally tally = new Tally();
        long began = System.nanoTime();
        for (int i = 0; i < runs; i++) {
            run(seeds.any(), "run " + (i + 1) + " of " + runs, tally);
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf(Locale.ROOT, "simulation: %.1f seconds%n%s", seconds, tally);
        if (runs >= RUNS) {
            assertEquals(List.of(), tally.below(HAPPENED_OFTEN), "too rare to be tested");
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "simulation.run", matches = ".+")
    void oneRun() {
        RunLog trace = new RunLog(true);
        try {
            Simulation.run(Plan.draw(Long.getLong("simulation.run")), Sabotage.NONE, trace, new Tally());
        } finally {
            System.out.println(trace);
        }
    }

    private static void run(long seed, String which, Tally tally) {
        try {
            Simulation.run(Plan.draw(seed), Sabotage.NONE, new RunLog(false), tally);
        } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError(
                    failure.getMessage() + "\nThat was " + which
                            + ". This repeats it and tells what happens in it:\n  mvn -pl"
                            + " coordinator-core test -Dtest=SimulationTest -Dsimulation.run=" + seed
                            + "\nIt ends so:\n" + lastLines(seed),
                    failure);
        }
    }

    private static String lastLines(long seed) {
        RunLog trace = new RunLog(true);
        try {
            Simulation.run(Plan.draw(seed), Sabotage.NONE, trace, new Tally());
        } catch (AssertionError | RuntimeException again) {
            // That it fails is known; how it came to that is in the trace.
        }
        return trace.lastLines(LINES_TOLD);
    }
}
