package io.github.coordinator.verification.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Thousands of simulated runs, each of them from a seed of its own. {@code -Dsimulation.seed} gives the seed of them all,
 * a fresh one unless set; {@code -Dsimulation.runs} the number of the many; {@code oneRun} makes the run that {@code
 * -Dsimulation.run} names, and prints what happens in it.
 */
class SimulationTest {
    private static final int SOME = 50;
    private static final int MANY = 3_000;
    private static final int EVEN_MORE = 20_000;

    /** In how many runs each thing must have happened once, for many runs to be worth something. */
    private static final int RUNS_TO_HAPPEN = 80;

    /** How much of a failed run is told; the rest is for whoever repeats it. */
    private static final int LINES_TOLD = 30;

    @Test
    void someRunsKeepAllInvariants() {
        make(SOME);
    }

    @Test
    @Tag("slow")
    void manyRunsKeepAllInvariants() {
        make(Integer.getInteger("simulation.runs", MANY));
    }

    @Test
    @Tag("full")
    void evenMoreRunsKeepAllInvariants() {
        make(EVEN_MORE);
    }

    @Test
    @EnabledIfSystemProperty(named = "simulation.run", matches = ".+")
    void oneRun() {
        RunLog log = new RunLog(true);
        try {
            Simulation.run(Plan.draw(Long.getLong("simulation.run")), Sabotage.NONE, log, new Tally());
        } finally {
            System.out.println(log);
        }
    }

    private static void make(int runs) {
        long base = Long.getLong("simulation.seed", new Chance(System.nanoTime()).any());
        System.out.println("simulation: " + runs + " runs, -Dsimulation.seed=" + base);
        Chance seeds = new Chance(base);
        Tally tally = new Tally();
        long began = System.nanoTime();
        for (int i = 0; i < runs; i++) {
            run(seeds.any(), "run " + (i + 1) + " of " + runs, tally);
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf(Locale.ROOT, "simulation: %.1f seconds%n%s", seconds, tally);
        if (runs >= MANY) {
            assertEquals(List.of(), tally.below(runs / RUNS_TO_HAPPEN), "too rare to be tested");
        }
    }

    private static void run(long seed, String which, Tally tally) {
        try {
            Simulation.run(Plan.draw(seed), Sabotage.NONE, new RunLog(false), tally);
        } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError(
                    failure.getMessage() + "\nThat was " + which
                            + ". This repeats it and tells what happens in it:\n  mvn -pl"
                            + " coordinator-core test -Dtest=SimulationTest#oneRun -Dsimulation.run=" + seed
                            + "\nIt ends so:\n" + lastLines(seed),
                    failure);
        }
    }

    private static String lastLines(long seed) {
        RunLog log = new RunLog(true);
        try {
            Simulation.run(Plan.draw(seed), Sabotage.NONE, log, new Tally());
        } catch (AssertionError | RuntimeException again) {
            // That it fails is known; how it came to that is in the log.
        }
        return log.lastLines(LINES_TOLD);
    }
}
