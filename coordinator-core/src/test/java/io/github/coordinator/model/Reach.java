package io.github.coordinator.model;

import io.github.coordinator.Exit;
import io.github.coordinator.JoinOutcome;
import io.github.coordinator.MemberOutcome;
import io.github.coordinator.PauseOutcome;
import io.github.coordinator.RunEvent;
import io.github.coordinator.RunState;
import io.github.coordinator.WitnessOutcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How often each thing that can happen did. Random calls that never get anywhere prove nothing, and do so silently. */
final class Reach {
    private final Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
    private long steps;

    Reach() {
        for (RunState from : RunState.values()) {
            from.successors().forEach(to -> add("transition", from + " -> " + to, 0));
        }
        addAll("join", JoinOutcome.values());
        addAll("witness", WitnessOutcome.values());
        addAll("member", MemberOutcome.values());
        addAll("pause", PauseOutcome.values());
        addAll("exit", Exit.Cause.values());
    }

    private void addAll(String group, Enum<?>[] constants) {
        for (Enum<?> constant : constants) {
            add(group, constant.name(), 0);
        }
    }

    private void add(String group, String name, long times) {
        counts.computeIfAbsent(group, unknown -> new LinkedHashMap<>()).merge(name, times, Long::sum);
    }

    void count(Step step) {
        steps++;
        for (RunEvent.StateChanged change : step.changes()) {
            add("transition", change.from() + " -> " + change.to(), 1);
        }
        for (Exit exit : step.drops()) {
            add("exit", exit.cause().name(), 1);
        }
        if (step.answer() instanceof Enum<?> outcome) {
            add(group(outcome), outcome.name(), 1);
        }
    }

    private static String group(Enum<?> outcome) {
        if (outcome instanceof JoinOutcome) {
            return "join";
        } else if (outcome instanceof WitnessOutcome) {
            return "witness";
        }
        return outcome instanceof PauseOutcome ? "pause" : "member";
    }

    /** All that happened less often than that, rarest first. */
    List<String> below(long times) {
        Map<Long, List<String>> rare = new TreeMap<>();
        counts.forEach((group, names) -> names.forEach((name, count) -> {
            if (count < times) {
                rare.merge(count, List.of(group + " " + name + ": " + count), Reach::joined);
            }
        }));
        return rare.values().stream().flatMap(List::stream).toList();
    }

    private static List<String> joined(List<String> some, List<String> more) {
        return java.util.stream.Stream.concat(some.stream(), more.stream()).toList();
    }

    /** The counts in two columns, for a log. */
    @Override
    public String toString() {
        StringBuilder table = new StringBuilder("what was reached in " + steps + " calls\n");
        counts.forEach((group, names) -> {
            int column = 0;
            for (Map.Entry<String, Long> entry : names.entrySet()) {
                String cell = String.format("  %-10s %-38s %8d", group, entry.getKey(), entry.getValue());
                table.append(cell).append(column++ % 2 == 1 ? "\n" : "");
            }
            table.append(column % 2 == 1 ? "\n" : "");
        });
        return table.toString();
    }
}
