package io.github.coordinator.examples.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Has JMH measure one row, in a process of its own, and makes of its results what the table wants. */
final class Measuring {
    private static final int MANY_CLIENTS = 100_000;

    private Measuring() {}

    static Measurement measure(Work work, Effort effort) throws RunnerException {
        int clients = Math.min(work.clients(), effort.maxClients());
        String benchmark = work.benchmark();
        if (benchmark == null) {
            return new Measurement(work, Double.NaN, Double.NaN, Heap.bytesForEachClient(clients));
        }
        RunResult result = new Runner(new OptionsBuilder()
                        .include("^" + Pattern.quote(benchmark) + "$")
                        .param("clients", Integer.toString(clients))
                        .mode(Mode.AverageTime)
                        .timeUnit(TimeUnit.NANOSECONDS)
                        .forks(effort.forks())
                        .warmupIterations(effort.warmupIterations())
                        .warmupTime(effort.iterationTime())
                        .measurementIterations(effort.iterations())
                        .measurementTime(effort.iterationTime())
                        .jvmArgs(heapOf(clients < MANY_CLIENTS ? "256m" : "2g"))
                        .addProfiler(GCProfiler.class)
                        .addProfiler(YardstickProfiler.class)
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .build())
                .runSingle();
        double nanos = least(result, iteration -> iteration.getPrimaryResult().getScore());
        double hash = least(result, iteration -> secondary(iteration, YardstickProfiler.RESULT));
        return new Measurement(work, nanos, nanos / hash, least(result, Measuring::bytes));
    }

    /**
     * A heap of one size, whose pages the operating system has handed over before anything is measured: a first touch of a
     * page may cost more than all the work that is done with it.
     */
    private static String[] heapOf(String size) {
        return new String[] {"-Xms" + size, "-Xmx" + size, "-XX:+AlwaysPreTouch"};
    }

    private static double bytes(IterationResult iteration) {
        return iteration.getSecondaryResults().containsKey(CountedBytes.BYTES)
                ? secondary(iteration, CountedBytes.BYTES) / secondary(iteration, CountedBytes.OPERATIONS)
                : secondary(iteration, "gc.alloc.rate.norm");
    }

    private static double secondary(IterationResult iteration, String name) {
        Result<?> result = iteration.getSecondaryResults().get(name);
        if (result == null) {
            throw new IllegalStateException("JMH measured no " + name);
        }
        return result.getScore();
    }

    /**
     * The best iteration: whatever else the machine does can only add to a figure, and adds to most of them on a machine
     * that is shared, where a mean would tell more of the neighbours than of the work.
     */
    private static double least(RunResult result, ToDoubleFunction<IterationResult> figure) {
        return result.getBenchmarkResults().stream()
                .map(BenchmarkResult::getIterationResults)
                .flatMap(iterations -> iterations.stream())
                .mapToDouble(figure)
                .min()
                .orElseThrow();
    }
}
