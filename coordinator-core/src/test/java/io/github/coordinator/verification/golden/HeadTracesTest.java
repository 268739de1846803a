package io.github.coordinator.verification.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The original's version of 2026-03: ours follows each of its traces up to the first deliberate difference that changes
 * its course, and that difference has a name. Where a difference does not change the course, it is counted, and the replay
 * goes on.
 */
class HeadTracesTest {
    /** How many calls of our own traces are followed; a departure that came earlier, with a name, would still be a loss. */
    private static final int FOLLOWED = 6_901;

    /** How many of these left something to compare: not every message has an answer that ours gives too. */
    private static final int COMPARED = 6_333;

    @Test
    void everyTraceIsFollowedToItsEndOrToADifferenceWithAName() {
        Report report = new Report();
        GoldenFiles.traces("head")
                .map(GoldenTrace::read)
                .filter(HeadTracesTest::isReplayed)
                .forEach(trace -> replay(trace, report));
        System.out.println(report);
        // Of other traces than our own nobody knows how far they can be followed.
        assertThat(report.followed()).isGreaterThanOrEqualTo(GoldenFiles.areOurOwn() ? FOLLOWED : 1);
        assertThat(report.compared()).isGreaterThanOrEqualTo(GoldenFiles.areOurOwn() ? COMPARED : 1);
    }

    /** Not those whose configuration one of the two refuses, nor those in which the original never begins. */
    private static boolean isReplayed(GoldenTrace trace) {
        int verificationPercent =
                trace.header().get("config").get("verification_percent").asInt();
        return verificationPercent < 100
                && trace.header().get("config_check").asText().equals("ok")
                && !trace.header().get("state").get("run_state").asText().equals("Uninitialized");
    }

    private static void replay(GoldenTrace trace, Report report) {
        report.begin(trace);
        report.end(trace, new HeadReplay(trace).follow(comparison -> report.follow(trace, comparison)));
    }

    /** How far each profile was followed, and what ended its traces. */
    private static final class Report {
        private final Map<String, Map<String, Integer>> endings = new TreeMap<>();
        private final Map<String, Integer> calls = new TreeMap<>();
        private final Map<String, Integer> followed = new TreeMap<>();
        private final Map<String, Integer> compared = new TreeMap<>();
        private final Map<String, Integer> totals = new TreeMap<>();

        void begin(GoldenTrace trace) {
            calls.merge(trace.profile(), trace.steps().size(), Integer::sum);
        }

        void follow(GoldenTrace trace, Comparison comparison) {
            followed.merge(trace.profile(), 1, Integer::sum);
            compared.merge(trace.profile(), comparison.sawAnything() ? 1 : 0, Integer::sum);
        }

        void end(GoldenTrace trace, String how) {
            endings.computeIfAbsent(trace.profile(), profile -> new TreeMap<>()).merge(how, 1, Integer::sum);
            totals.merge(how, 1, Integer::sum);
        }

        int followed() {
            return sum(followed);
        }

        int compared() {
            return sum(compared);
        }

        private static int sum(Map<String, Integer> counts) {
            return counts.values().stream().mapToInt(Integer::intValue).sum();
        }

        @Override
        public String toString() {
            StringBuilder text =
                    new StringBuilder("Calls of the original's head that were followed: %d (%d compared) of %d %s%n"
                            .formatted(followed(), compared(), sum(calls), totals));
            endings.forEach((profile, how) -> text.append("  %s: %d (%d compared) of %d %s%n"
                    .formatted(
                            profile,
                            followed.getOrDefault(profile, 0),
                            compared.getOrDefault(profile, 0),
                            calls.get(profile),
                            how)));
            return text.toString();
        }
    }
}
