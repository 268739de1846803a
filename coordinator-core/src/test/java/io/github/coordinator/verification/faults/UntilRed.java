package io.github.coordinator.verification.faults;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.TagFilter.excludeTags;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the quick tests against the core on the class path, cheap ones first, and ends the JVM at the first that is red. */
final class UntilRed implements TestExecutionListener {
    private static final String PACKAGE = "io.github.coordinator";

    /** The order in which tests run, by the beginning of their names; all other tests run first. */
    private static final List<String> ORDER = List.of(
            "scenario.ScenarioTest",
            "scenario.",
            "config.",
            "runfile.",
            "round.",
            "verification.golden.",
            "verification.fuzz.",
            "verification.model.",
            "verification.model.RunProperties",
            "verification.simulation.SimulationTest",
            "verification.simulation.",
            "verification.exhaustive.");

    private final Path file;
    private Class<?> current = UntilRed.class;
    private TestPlan plan;
    private int tests;

    private UntilRed(Path file) {
        this.file = file;
    }

    /** Writes a {@linkplain Verdict verdict} to the given file, about the tests whose class names match the given pattern. */
    public static void main(String[] args) throws IOException {
        UntilRed listener = new UntilRed(Path.of(args[0]));
        Launcher launcher = LauncherFactory.create();
        launcher.registerTestExecutionListeners(listener);
        for (Class<?> test : testsNamed(args[1])) {
            listener.current = test;
            launcher.execute(LauncherDiscoveryRequestBuilder.request()
                    .selectors(selectClass(test))
                    .filters(excludeTags("slow", "full"))
                    .build());
        }
        new Verdict("", "", listener.tests).write(listener.file);
    }

    /** The tests of the core, in order. Tests of this package are left out: they read the sources, which do not change. */
    static List<Class<?>> testsNamed(String pattern) {
        String faults = UntilRed.class.getPackageName();
        return ReflectionSupport.findAllClassesInPackage(
                        PACKAGE,
                        test -> !test.getPackageName().equals(faults),
                        name -> name.matches(".*(Test|Properties)") && name.matches(pattern))
                .stream()
                .sorted(Comparator.<Class<?>>comparingInt(test -> turn(test.getName()))
                        .thenComparing(Class::getName))
                .toList();
    }

    private static int turn(String name) {
        return ORDER.stream()
                .filter(beginning -> name.startsWith(PACKAGE + "." + beginning))
                .max(Comparator.comparingInt(String::length))
                .map(ORDER::indexOf)
                .orElse(-1);
    }

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = started;
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        tests += test.isTest() ? 1 : 0;
        if (result.getStatus() == Status.FAILED) {
            result.getThrowable().ifPresent(Throwable::printStackTrace);
            end(new Verdict(current.getName(), nameOf(test), tests));
        }
    }

    private String nameOf(TestIdentifier test) {
        return Stream.iterate(Optional.of(test), Optional::isPresent, each -> plan.getParent(each.get()))
                // The last one is the engine.
                .filter(each -> plan.getParent(each.get()).isPresent())
                // Without the types of a method's parameters.
                .map(each -> each.get().getDisplayName().replaceFirst("\\(.*\\)$", ""))
                .reduce((name, parent) -> parent + ", " + name)
                .orElse("");
    }

    /** Ends the JVM, even if other threads still run. */
    private void end(Verdict verdict) {
        try {
            verdict.write(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().halt(1);
    }
}
