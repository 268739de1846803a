package io.github.coordinator.examples.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures what each call costs and prints it against its target, row by row, in about four minutes:
 *
 * <pre>{@code
 * mvn -q -DskipTests -pl coordinator-examples/benchmarks -am package && java -jar coordinator-examples/benchmarks/target/benchmarks.jar
 * }</pre>
 *
 * <p>The same goes to {@code bench.json} beside the jar. With a regular expression as argument, only the rows are measured
 * whose names it is found in.
 */
public final class Benchmarks {
    private Benchmarks() {}

    public static void main(String[] arguments) throws RunnerException, IOException {
        Predicate<String> wanted = Pattern.compile(arguments.length == 0 ? "" : arguments[0], Pattern.CASE_INSENSITIVE)
                .asPredicate();
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Path file = Report.defaultFile();
        run(Effort.FULL, wanted, file, out);
        out.println(file);
    }

    static List<Measurement> run(Effort effort, Predicate<String> wanted, Path file, PrintStream out)
            throws RunnerException, IOException {
        List<Measurement> measurements = new ArrayList<>();
        out.println(Table.header());
        for (Work work : Work.TABLE) {
            if (wanted.test(work.title())) {
                Measurement measurement = Measuring.measure(work, effort);
                measurements.add(measurement);
                out.println(Table.row(measurement));
            }
        }
        Report.write(file, measurements);
        return measurements;
    }
}
