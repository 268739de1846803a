package io.github.coordinator.simulation;

import io.github.coordinator.Exit;
import io.github.coordinator.JoinOutcome;
import io.github.coordinator.MemberOutcome;
import io.github.coordinator.PauseOutcome;
import io.github.coordinator.RunEvent;
import io.github.coordinator.RunState;
import io.github.coordinator.WitnessOutcome;
import io.github.coordinator.model.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How often each thing happened, over all runs. A simulation in which nothing goes wrong any more would pass for ever. */
final class Tally {
    /** What is worth counting and has no type of its own. */
    enum Mark {
        RUNS,
        CALLS,
        CONFIRMED_ROUNDS,
        FAILED_ROUNDS,
        /** A run that was made to advance in the calm after the faults. */
        LIVENESS_PROVED,
        /** A run that everyone left, and that came to rest. */
        DESERTION_PROVED,
        /** A round in which there were few enough liars for nobody honest to be held absent. */
        FEW_LIARS,
        /** Such a round in which a liar left out somebody whom all honest witnesses saw. */
        SLANDER_IN_VAIN,
        /** A step that was made once more by a restored coordinator. */
        STEPS_RESTORED,
        /** A tick before the deadline that the coordinator had given. */
        EARLY_TICKS
    }

    private record Transition(RunState from, RunState to) {
        @Override
        public String toString() {
            return from + " to " + to;
        }
    }

    private final Map<Object, long[]> counts = new LinkedHashMap<>();

    Tally() {
        addAll(Mark.values());
        addAll(Fault.values());
        addAll(Lie.values());
        addAll(Exit.Cause.values());
        addAll(JoinOutcome.values());
        addAll(MemberOutcome.values());
        addAll(WitnessOutcome.values());
        addAll(PauseOutcome.values());
        for (RunState from : RunState.values()) {
            from.successors().forEach(to -> counts.put(new Transition(from, to), new long[1]));
        }
    }

    private void addAll(Enum<?>... constants) {
        for (Enum<?> constant : constants) {
            counts.put(constant, new long[1]);
        }
    }

    void count(Object what) {
        counts.computeIfAbsent(what, unknown -> new long[1])[0]++;
    }

    void count(Step step) {
        count(Mark.CALLS);
        if (step.answer() instanceof Enum<?> outcome) {
            count(outcome);
        } else if (step.answer() instanceof List<?> events) {
            events.forEach(this::countEvent);
        }
    }

    private void countEvent(Object event) {
        if (event instanceof RunEvent.StateChanged change) {
            count(new Transition(change.from(), change.to()));
        } else if (event instanceof RunEvent.ClientDropped dropped) {
            count(dropped.exit().cause());
        } else if (event instanceof RunEvent.RoundEvaluated evaluated) {
            count(evaluated.confirmed() ? Mark.CONFIRMED_ROUNDS : Mark.FAILED_ROUNDS);
        }
    }

    /** All that happened less often than that. */
    List<String> below(long times) {
        List<String> rare = new ArrayList<>();
        counts.forEach((what, count) -> {
            if (count[0] < times) {
                rare.add(group(what) + " " + what + ": " + count[0]);
            }
        });
        return rare;
    }

    private static String group(Object what) {
        return what instanceof Enum<?> constant
                ? constant.getDeclaringClass().getSimpleName()
                : what.getClass().getSimpleName();
    }

    /** A line or a few for each kind of thing, for a log. */
    @Override
    public String toString() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        counts.forEach((what, count) -> groups.computeIfAbsent(group(what), unknown -> new ArrayList<>())
                .add(String.format(Locale.ROOT, "%s %,d", what, count[0])));
        StringBuilder lines = new StringBuilder();
        groups.forEach((group, cells) -> {
            lines.append("  ").append(group).append('\n');
            for (int i = 0; i < cells.size(); i += 5) {
                lines.append("    ")
                        .append(String.join(", ", cells.subList(i, Math.min(cells.size(), i + 5))))
                        .append('\n');
            }
        });
        return lines.toString();
    }
}
