package io.github.coordinator.verification.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Puts back each fault, or those whose names begin with {@code -Dfaults}, and expects the quick tests to turn red. Writes
 * the test that caught a fault into the {@linkplain FaultTable table}.
 */
@Tag("faults")
class FaultsPutBackTest {
    private static final String CHOSEN = System.getProperty("faults", "");

    @TestFactory
    Stream<DynamicTest> eachTurnsTheTestsRed() {
        List<OriginalFault> chosen = OriginalFault.withNone().stream()
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
            if (verdicts.get(suite).isOfADraw()) {
                Verdict clean = suite.withoutTheFault(verdicts.get(suite), core);
                assertThat(clean)
                        .as("without the fault, what caught it in %s", row)
                        .matches(v -> !v.isRed(), "is green");
            }
        }
        FaultTable.write(fault, row);
    }

    private static Map<Suite, Verdict> verdicts(FaultyCore core) throws IOException, InterruptedException {
        Map<Suite, Verdict> verdicts = new EnumMap<>(Suite.class);
        Process random = Suite.RANDOM.start(core);
        try {
            Verdict whole = Suite.WHOLE.run(core);
            verdicts.put(Suite.WHOLE, whole);
            boolean isOneOfTheOthers = whole.isRed() && !whole.redTest().contains("faults/");
            verdicts.put(Suite.WITHOUT_FAULTS, isOneOfTheOthers ? whole : Suite.WITHOUT_FAULTS.run(core));
            verdicts.put(Suite.RANDOM, Suite.RANDOM.await(random, core));
            return verdicts;
        } finally {
            random.destroyForcibly();
        }
    }
}
