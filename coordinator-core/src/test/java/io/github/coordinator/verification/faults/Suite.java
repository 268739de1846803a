package io.github.coordinator.verification.faults;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A choice of the quick tests, which are those without a tag. */
enum Suite {
    /** All of them. */
    WHOLE("", ".*"),
    /** All but the scenarios in {@code scenarios/faults}, each of which was written for one fault. */
    WITHOUT_FAULTS("faults", ".*"),
    /** The two tests that make random runs, which were not written for any fault. */
    RANDOM("faults", ".*[.](RunProperties|SimulationTest)");

    /** After how long a suite that does not end is stopped. With nothing put back, the whole suite takes one or two. */
    private static final int MINUTES = 15;

    private static final String CLEAN = "-clean";

    private final String scenariosLeftOut;
    private final String testsNamed;

    Suite(String scenariosLeftOut, String testsNamed) {
        this.scenariosLeftOut = scenariosLeftOut;
        this.testsNamed = testsNamed;
    }

    /** Starts the tests against a core, in their own JVM, which ends when one is red. */
    Process start(FaultyCore core) throws IOException {
        return start(core, core.classes() + File.pathSeparator, testsNamed, "");
    }

    /** Runs the tests against a core. */
    Verdict run(FaultyCore core) throws IOException, InterruptedException {
        Process tests = start(core);
        try {
            return await(tests, core);
        } finally {
            tests.destroyForcibly();
        }
    }

    /** Waits for the verdict of the tests. */
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
                        // Most of these JVMs live for a few seconds: the better compiler would cost more than it gains.
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        classes + System.getProperty("java.class.path"),
                        "-Dscenarios.without=" + scenariosLeftOut,
                        "-Dsimulation.seed=1",
                        // The first run that fails is enough; the smallest is not looked for.
                        "-Djqwik.shrinking.default=OFF",
                        // A property that failed repeats that one run, and no other.
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
     * Waits for the verdict of the tests.
     *
     * @throws IllegalStateException if they end without one
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
