package io.github.coordinator.verification.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Puts back each fault and demands that the tests turn red; {@code mvn -pl coordinator-core -Pfaults verify} runs this in
 * place of the tests themselves. Once all have been caught, what caught them is written down. {@code -Dfaults=F04} puts
 * back one alone.
 */
@Tag("faults")
class FaultsPutBackTest {
    private static final String CHOSEN = System.getProperty("faults", "F");
    private static final FaultTable TABLE = new FaultTable();

    @TestFactory
    Stream<DynamicTest> eachTurnsTheTestsRed() {
        List<OriginalFault> chosen = Stream.concat(Stream.of(OriginalFault.NONE), OriginalFault.all().stream())
                .filter(fault -> fault.name().startsWith(CHOSEN))
                .toList();
        assertThat(chosen).as("faults whose names begin with %s", CHOSEN).isNotEmpty();
        return chosen.stream().map(fault -> dynamicTest(fault.name(), () -> putBack(fault)));
    }

    private static void putBack(OriginalFault fault) throws IOException, InterruptedException {
        FaultyCore core = FaultyCore.build(fault);
        Map<Suite, Verdict> verdicts = verdicts(core);
        String row = FaultTable.row(fault, verdicts);
        System.out.println(row);
        if (fault.equals(OriginalFault.NONE)) {
            assertThat(verdicts.values()).as(row).noneMatch(Verdict::isRed);
        } else {
            assertThat(verdicts.get(Suite.WHOLE)).as(row).matches(Verdict::isRed, "is red");
        }
        for (Suite suite : Suite.values()) {
            if (verdicts.get(suite).isRed()) {
                Verdict clean = suite.withoutTheFault(verdicts.get(suite), core);
                assertThat(clean)
                        .as("without the fault, what caught it in %s", row)
                        .matches(v -> !v.isRed(), "is green");
            }
        }
        TABLE.add(row);
    }

    private static Map<Suite, Verdict> verdicts(FaultyCore core) throws IOException, InterruptedException {
        Map<Suite, Process> running = new EnumMap<>(Suite.class);
        try {
            for (Suite suite : Suite.values()) {
                running.put(suite, suite.start(core));
            }
            Map<Suite, Verdict> verdicts = new EnumMap<>(Suite.class);
            for (Suite suite : Suite.values()) {
                verdicts.put(suite, suite.await(running.get(suite), core));
            }
            return verdicts;
        } finally {
            running.values().forEach(Process::destroyForcibly);
        }
    }

    @AfterAll
    static void publish() throws IOException {
        if (TABLE.isComplete()) {
            TABLE.write();
        }
    }
}
