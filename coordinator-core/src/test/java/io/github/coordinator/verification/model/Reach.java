package io.github.coordinator.verification.model;

import io.github.coordinator.JoinOutcome;
import io.github.coordinator.MemberOutcome;
import io.github.coordinator.OperatorOutcome;
import io.github.coordinator.Removal;
import io.github.coordinator.RunEvent;
import io.github.coordinator.RunState;
import io.github.coordinator.TickResult;
import io.github.coordinator.Transition;
import io.github.coordinator.TransitionReason;
import io.github.coordinator.WitnessOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How often each thing that can happen did: every transition and its reason, answer, cause of a removal and event. Calls that never get
 * anywhere prove nothing, and do so silently. Several threads may count at once.
 */
public final class Reach {
    private record Edge(RunState from, RunState to) {
        @Override
        public String toString() {
            return from + " -> " + to;
        }
    }

    private final Map<Object, AtomicLong> counts = new LinkedHashMap<>();

    /**
     * Nothing has happened yet.
     *
     * @param more what else is to be counted
     */
    public Reach(Enum<?>[]... more) {
        for (RunState from : RunState.values()) {
            from.successors().forEach(to -> counts.put(new Edge(from, to), new AtomicLong()));
        }
        addAll(JoinOutcome.values());
        addAll(WitnessOutcome.values());
        addAll(MemberOutcome.values());
        // Only a HostedRun knows of sessions and of room.
        counts.remove(MemberOutcome.OLD_SESSION);
        counts.remove(JoinOutcome.FULL);
        addAll(OperatorOutcome.values());
        addAll(Removal.Cause.values());
        addAll(TransitionReason.values());
        addAll(RunEvent.class.getPermittedSubclasses());
        for (Enum<?>[] constants : more) {
            addAll(constants);
        }
    }

    private void addAll(Object[] things) {
        for (Object thing : things) {
            counts.put(thing, new AtomicLong());
        }
    }

    /**
     * Counts what a call answered.
     *
     * @param answer an outcome, or the result of a tick
     */
    public void countAnswer(Object answer) {
        if (answer instanceof TickResult result) {
            result.events().forEach(this::countEvent);
        } else {
            count(answer);
        }
    }

    private void countEvent(RunEvent event) {
        count(event.getClass());
        if (event instanceof Transition change) {
            count(new Edge(change.from(), change.to()));
            count(change.reason());
        } else if (event instanceof Removal dropped) {
            count(dropped.cause());
        }
    }

    /**
     * Counts one thing.
     *
     * @param thing what happened; nothing if it is not among what can happen
     */
    public void count(Object thing) {
        AtomicLong count = counts.get(thing);
        if (count != null) {
            count.incrementAndGet();
        }
    }

    /**
     * What is rare.
     *
     * @param times how often a thing must have happened not to be
     * @return all that happened less often
     */
    public List<String> below(long times) {
        List<String> rare = new ArrayList<>();
        counts.forEach((thing, count) -> {
            if (count.get() < times) {
                rare.add(group(thing) + " " + name(thing));
            }
        });
        return rare;
    }

    private static String group(Object thing) {
        return thing instanceof Class<?>
                ? "RunEvent"
                : (thing instanceof Enum<?> constant ? constant.getDeclaringClass() : thing.getClass()).getSimpleName();
    }

    private static String name(Object thing) {
        return thing instanceof Class<?> event ? event.getSimpleName() : thing.toString();
    }

    /** A line or a few for each kind of thing, for a log. */
    @Override
    public String toString() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        counts.forEach((thing, count) -> groups.computeIfAbsent(group(thing), unknown -> new ArrayList<>())
                .add(String.format(Locale.ROOT, "%s %,d", name(thing), count.get())));
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
