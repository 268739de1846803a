package io.github.coordinator.faults;

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

    private final String scenariosLeftOut;
    private final String testsNamed;

    Suite(String scenariosLeftOut, String testsNamed) {
        this.scenariosLeftOut = scenariosLeftOut;
        this.testsNamed = testsNamed;
    }

    /** Begins to run the tests against a core, in a JVM of their own that ends when one is red. */
    Process start(FaultyCore core) throws IOException {
        return start(core, testsNamed);
    }

    /** Runs once more the class of tests that was red, and waits for what it says this time. */
    Verdict repeat(Verdict red, FaultyCore core) throws IOException, InterruptedException {
        Files.delete(verdictFile(core));
        return await(start(core, Pattern.quote(red.redClass())), core);
    }

    private Process start(FaultyCore core, String tests) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-ea",
                        "-cp",
                        core.classes() + File.pathSeparator + System.getProperty("java.class.path"),
                        "-Dscenarios.without=" + scenariosLeftOut,
                        // Random runs begin with the same seed each time if they take one, and not with what failed
                        // before.
                        "-Dsimulation.seed=1",
                        "-Djqwik.reporting.usejunitplatform=true",
                        // The first run that fails is what is asked for, not the smallest.
                        "-Djqwik.shrinking.default=OFF",
                        "-Djqwik.database=" + core.folder().resolve(name() + ".jqwik"),
                        UntilRed.class.getName(),
                        verdictFile(core).toString(),
                        tests)
                .redirectErrorStream(true)
                .redirectOutput(logFile(core).toFile())
                .start();
    }

    /**
     * Waits for what the tests say.
     *
     * @throws IllegalStateException if they say nothing
     */
    Verdict await(Process tests, FaultyCore core) throws IOException, InterruptedException {
        if (!tests.waitFor(MINUTES, TimeUnit.MINUTES)) {
            tests.destroyForcibly();
        }
        if (!Files.exists(verdictFile(core))) {
            throw new IllegalStateException("no verdict, see " + logFile(core));
        }
        return Verdict.read(verdictFile(core));
    }

    private Path verdictFile(FaultyCore core) {
        return core.folder().resolve(name() + ".txt");
    }

    private Path logFile(FaultyCore core) {
        return core.folder().resolve(name() + ".log");
    }
}
