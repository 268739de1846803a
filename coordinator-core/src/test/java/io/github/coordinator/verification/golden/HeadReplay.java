package io.github.coordinator.verification.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.RunSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The replay of one trace of the version of 2026-03, up to the first difference that changes its course. */
final class HeadReplay {
    private final GoldenTrace trace;
    private final TraceReplay replay;

    /** The differences that changed nothing but an answer. */
    private final List<Departure> passed = new ArrayList<>();

    HeadReplay(GoldenTrace trace) {
        this.trace = trace;
        replay = new TraceReplay(trace, TraceConfigs.head(trace.header()));
    }

    /**
     * Follows the trace.
     *
     * @param followed takes what was compared of each call that was followed
     * @return what ended the trace, by name
     * @throws AssertionError if the two differ and no deliberate difference explains it
     */
    String follow(Consumer<Comparison> followed) {
        for (GoldenTrace.RecordedCall step : trace.steps()) {
            if (step.result().startsWith("panic")) {
                return ending("the original dies");
            }
            RunSnapshot before = replay.snapshot();
            Comparison comparison = replay.follow(step);
            if (!comparison.differing().isEmpty()) {
                List<Departure> departures = departures(step, comparison, before);
                if (!keepTheCourse(departures, comparison)) {
                    return ending(names(departures));
                }
                passed.addAll(departures);
            }
            followed.accept(comparison);
        }
        return ending("followed to the end");
    }

    private String ending(String how) {
        return passed.isEmpty() ? how : how + ", past " + names(passed);
    }

    /** A message that only the original takes makes no difference until the original acts upon it. */
    private static boolean keepTheCourse(List<Departure> departures, Comparison comparison) {
        return departures.equals(List.of(Departure.F2))
                && comparison.differing().equals(Set.of(Comparison.Field.ANSWER));
    }

    private List<Departure> departures(GoldenTrace.RecordedCall step, Comparison comparison, RunSnapshot before) {
        List<Departure> departures =
                Departure.of(new Parting(trace, step, comparison.differing(), before, replay.snapshot()));
        assertThat(departures)
                .as("%s, line %d: %s: %s", trace, step.line(), step.op(), comparison.differences())
                .isNotEmpty();
        return departures;
    }

    private static String names(List<Departure> departures) {
        return String.join(
                "+", departures.stream().map(Departure::name).distinct().toList());
    }
}
