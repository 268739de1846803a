package io.github.coordinator.scenario;

import io.github.coordinator.Exit;
import io.github.coordinator.JoinOutcome;
import io.github.coordinator.MemberOutcome;
import io.github.coordinator.PauseOutcome;
import io.github.coordinator.RunEvent;
import io.github.coordinator.RunState;
import io.github.coordinator.WitnessOutcome;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which answers, causes, events and transitions there are, and which of them scenarios have reached. */
final class Coverage {
    private final Set<String> reached = new LinkedHashSet<>();

    void outcome(Enum<?> outcome) {
        reached.add(named(outcome));
    }

    void events(List<RunEvent> events) {
        for (RunEvent event : events) {
            reached.add(named(event.getClass()));
            if (event instanceof RunEvent.StateChanged changed) {
                reached.add(transition(changed.from(), changed.to()));
            } else if (event instanceof RunEvent.ClientDropped dropped) {
                reached.add(named(dropped.exit().cause()));
            }
        }
    }

    /** What no scenario has reached. */
    Set<String> missing() {
        Set<String> missing = everything();
        missing.removeAll(reached);
        return missing;
    }

    static Set<String> everything() {
        Set<String> all = new LinkedHashSet<>();
        for (RunState from : RunState.values()) {
            from.successors().forEach(to -> all.add(transition(from, to)));
        }
        for (Class<?> answers : List.of(
                JoinOutcome.class, WitnessOutcome.class, MemberOutcome.class, PauseOutcome.class, Exit.Cause.class)) {
            for (Object answer : answers.getEnumConstants()) {
                all.add(named((Enum<?>) answer));
            }
        }
        for (Class<?> event : RunEvent.class.getPermittedSubclasses()) {
            all.add(named(event));
        }
        return all;
    }

    private static String transition(RunState from, RunState to) {
        return from + " -> " + to;
    }

    private static String named(Enum<?> constant) {
        return constant.getDeclaringClass().getSimpleName() + "." + constant.name();
    }

    private static String named(Class<?> event) {
        return "RunEvent." + event.getSimpleName();
    }
}
