package io.github.coordinator.verification.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is broken on purpose is noticed, and under the right name. A watch that never barks proves nothing. */
@Tag("slow")
class SimulationAlarmTest {
    private static final int RUNS = 300;

    @ParameterizedTest
    @CsvSource({
        "HOST_NEVER_TICKS, 25",
        "HOST_DROPS_PROOFS, 25",
        "HOST_DROPS_SIGNS_OF_LIFE, 25",
        "HOST_SKIPS_A_STEP, 24",
        "HOST_FORGETS_BARS, 13",
        "SEATS_ARE_SHIFTED, 16",
        "WITNESSES_OVERLOOK, 22",
        "WITNESSES_SEE_EVERYBODY, 27"
    })
    void sabotageIsNoticed(Sabotage sabotage, int invariant) {
        List<String> alarms = alarms(sabotage, plan -> true);
        long understood = alarms.stream()
                .filter(alarm -> alarm.startsWith("[" + invariant + "]"))
                .count();
        // What is broken in one way may break something else as well, but not more often.
        assertTrue(understood >= 3 && 2 * understood > alarms.size(), () -> "hardly noticed: " + alarms);
    }

    @Test
    void noRunAdvancesWhoseHostNeverTicks() {
        Predicate<Plan> isToAdvance = plan -> plan.ending() == Ending.CALM || plan.ending() == Ending.TROUBLED;
        long runs = LongStream.range(0, RUNS)
                .mapToObj(Plan::draw)
                .filter(isToAdvance)
                .count();
        assertEquals(runs, alarms(Sabotage.HOST_NEVER_TICKS, isToAdvance).size());
    }

    @Test
    void nothingIsNoticedWhereNothingIsBroken() {
        assertEquals(List.of(), alarms(Sabotage.NONE, plan -> true));
    }

    private static List<String> alarms(Sabotage sabotage, Predicate<Plan> which) {
        List<String> alarms = new ArrayList<>();
        LongStream.range(0, RUNS).mapToObj(Plan::draw).filter(which).forEach(plan -> {
            try {
                Simulation.run(plan, sabotage, new RunLog(false), new Tally());
            } catch (AssertionError alarm) {
                alarms.add(alarm.getMessage().lines().findFirst().orElse(""));
            }
        });
        return alarms;
    }
}
