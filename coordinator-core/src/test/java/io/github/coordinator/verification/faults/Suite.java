package io.github.coordinator.verification.faults;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Which tests are to catch a fault. */
enum Suite {
    /** All of them. */
    WHOLE("", ".*"),
    /** All but the scenarios that were each written for a fault, and so catch it by design. */
    WITHOUT_FAULTS("faults", ".*"),
    /** The two that make random runs, which nobody wrote with any fault in mind. */
    RANDOM("faults", ".*[.](RunProperties|SimulationTest)");

    /** After how long a suite that comes to no end is stopped. With nothing put back, the whole one takes a few. */
    private static final int MINUTES = 15;

    private static final String CLEAN = "-clean";

    private final String scenariosLeftOut;
    private final String testsNamed;

    Suite(String scenariosLeftOut, String testsNamed) {
        this.scenariosLeftOut = scenariosLeftOut;
        this.testsNamed = testsNamed;
    }

    /** Begins to run the tests against a core, in a JVM of their own that ends when one is red. */
    Process start(FaultyCore core) throws IOException {
        return start(core, core.classes() + File.pathSeparator, testsNamed, "");
    }

    /** Waits for what the tests say. */
    Verdict await(Process tests, FaultyCore core) throws IOException, InterruptedException {
        return await(tests, core, "");
    }

    /** Runs the class of tests that was red against the core without the fault, with the draw that was red. */
    Verdict withoutTheFault(Verdict red, FaultyCore core) throws IOException, InterruptedException {
        return await(start(core, "", Pattern.quote(red.redClass()), CLEAN), core, CLEAN);
    }

    private Process start(FaultyCore core, String classes, String tests, String suffix) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-ea",
                        "-cp",
                        classes + System.getProperty("java.class.path"),
                        "-Dscenarios.without=" + scenariosLeftOut,
                        "-Dsimulation.seed=1",
                        "-Djqwik.reporting.usejunitplatform=true",
                        // The first run that fails is what is asked for, not the smallest.
                        "-Djqwik.shrinking.default=OFF",
                        // A property that failed makes that one of its runs again, and no other.
                        "-Djqwik.failures.after.default=SAMPLE_ONLY",
                        "-Djqwik.database=" + core.folder().resolve(name() + ".jqwik"),
                        UntilRed.class.getName(),
                        verdictFile(core, suffix).toString(),
                        tests)
                .redirectErrorStream(true)
                .redirectOutput(logFile(core, suffix).toFile())
                .start();
    }

    /**
     * Waits for what the tests say.
     *
     * @throws IllegalStateException if they say nothing
     */
    private Verdict await(Process tests, FaultyCore core, String suffix) throws IOException, InterruptedException {
        if (!tests.waitFor(MINUTES, TimeUnit.MINUTES)) {
            tests.destroyForcibly();
        }
        if (!Files.exists(verdictFile(core, suffix))) {
            throw new IllegalStateException("no verdict, see " + logFile(core, suffix));
        }
        return Verdict.read(verdictFile(core, suffix));
    }

    private Path verdictFile(FaultyCore core, String suffix) {
        return core.folder().resolve(name() + suffix + ".txt");
    }

    private Path logFile(FaultyCore core, String suffix) {
        return core.folder().resolve(name() + suffix + ".log");
    }
}
