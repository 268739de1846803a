package io.github.coordinator.examples.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures what each call costs and prints it against its target, row by row, in about four minutes:
 *
 * <pre>{@code
 * mvn -q -DskipTests -pl coordinator-examples/benchmarks -am package && java -jar coordinator-examples/benchmarks/target/benchmarks.jar
 * }</pre>
 *
 * <p>The same goes to {@code bench.json} beside the jar. The membership work is then measured beside that of Kafka's group
 * coordinator, in about two minutes more. With a regular expression as argument, only the rows are measured
 * whose names it is found in.
 */
public final class Benchmarks {
    private static final int USAGE = 2;

    private Benchmarks() {}

    private static final String HELP = """
            Usage: java -jar benchmarks.jar [--help] [REGEX]
            Measures what each call costs and prints it against its target, in about four minutes. The same goes to bench.json
            beside the jar. Then measures the membership work beside that of Kafka's group coordinator, in about two minutes.
            With a regular expression, only the rows are measured whose names it is found in:

            """;

    public static void main(String[] arguments) throws RunnerException, IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        if (List.of(arguments).contains("--help")) {
            out.print(help());
            return;
        }
        if (arguments.length > 1) {
            refuse("One regular expression at most says which rows to measure. See --help.");
            return;
        }
        String rows = arguments.length == 0 ? "" : arguments[0];
        Predicate<String> wanted;
        try {
            wanted = Pattern.compile(rows, Pattern.CASE_INSENSITIVE).asPredicate();
        } catch (PatternSyntaxException wrong) {
            refuse(rows + " is no regular expression: " + wrong.getDescription());
            return;
        }
        if (titles().noneMatch(wanted)) {
            refuse("No row has " + rows + " in its name.");
            return;
        }
        if (Work.TABLE.stream().map(Work::title).anyMatch(wanted)) {
            Path file = Report.defaultFile();
            run(Effort.FULL, wanted, file, out);
            out.println(file);
        }
        KafkaComparison.run(Effort.FULL, wanted, out);
    }

    static String help() {
        return HELP + titles().map(title -> "  " + title + "\n").collect(Collectors.joining());
    }

    private static Stream<String> titles() {
        return Stream.concat(Work.TABLE.stream().map(Work::title), KafkaComparison.titles());
    }

    private static void refuse(String sentence) {
        System.err.println(sentence);
        System.exit(USAGE);
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
