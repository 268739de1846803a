package io.github.coordinator.verification.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The published table: for each fault its form here, and which test caught it. */
final class FaultTable {
    static final Path FILE = OriginalFault.FOLDER.resolve("README.md");

    private static final String TEXT = """
            # Faults put back

            Each fault that the original had is put back here, one at a time, and must turn the tests red. From the folder of the
            whole project,

            ```
            mvn -pl coordinator-core -Pfaults verify
            ```

            copies the sources of the core for each fault, puts it into the copy, compiles that, and runs the tests against it in
            a JVM of its own, cheap ones first, up to the first that is red. It fails if a fault turns no test red, if a fault no
            longer applies to the sources, and if a test is red where nothing was put back. Otherwise it writes this file.
            `-Dfaults=F04` puts back one fault alone, and writes nothing but `target/faults/F04`, where also the logs are.

            ## Which test caught what

            Every fault was put back three times: for all tests; for all but the scenarios in `scenarios/faults`, which were each
            written for a fault and so catch it by design; and for the two tests alone that make random runs, which nobody wrote
            with any fault in mind. A fault that "none" of these caught shows itself only where they do not look: in the bounds of
            a configuration, in sizes and times that are very large, in who gets which data.

            In brackets stands how many tests had run, the red one with them, and in which of its runs that failed if it makes random ones.
            The simulation begins with the same seed each time; the seeds of properties are fresh, so where one caught a fault the
            next table may say another run.

            The class of tests that was red runs once more, with the draw that was red but without the fault, and has to be green:
            it is the fault that was caught. The first row shows the same of all tests: with nothing put back, they are green.

            | fault | what the original does | what is put back here | first test that caught it | first without `scenarios/faults` | first of the random runs |
            |---|---|---|---|---|---|
            """;

    private static final String FORMAT = """

            ## How a fault is written

            Each fault is a text file of this folder, and one with several sides has several files. What the original does comes
            first; behind `Here:`, what ours does once the fault is put back, or the nearest to it where ours has no such thing;
            then the edits. An edit names a file of the core's main package behind `@`, and shows its lines as a diff does: behind
            a blank those that stay, behind `-` those that go, behind `+` those that come. The lines that stay and go must be in
            the file exactly once; an edit has no empty lines. `FaultFilesTest`, which the same command runs first, checks
            that. After a change of those lines of the core, the fault is written anew.
            """;

    private final List<String> rows = new ArrayList<>();

    static String row(OriginalFault fault, Map<Suite, Verdict> verdicts) {
        return rowBegin(fault)
                + verdicts.values().stream().map(Verdict::toString).collect(Collectors.joining(" | ", "", " |"));
    }

    /** How the row of a fault begins, whatever caught it. */
    static String rowBegin(OriginalFault fault) {
        return "| %s | %s | %s | ".formatted(fault.name(), fault.sentence(), fault.form());
    }

    void add(String row) {
        rows.add(row);
    }

    /** Whether every fault has its row. */
    boolean isComplete() {
        return rows.size() == 1 + OriginalFault.all().size();
    }

    void write() throws IOException {
        Files.writeString(FILE, TEXT + String.join("\n", rows) + "\n" + FORMAT);
    }
}
