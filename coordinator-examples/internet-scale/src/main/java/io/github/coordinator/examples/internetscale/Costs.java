package io.github.coordinator.examples.internetscale;

import io.github.coordinator.RunState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How long the calls into the coordinator took, by the clock of the real world. */
final class Costs {
    /** The messages, by the name of the call. */
    enum Message {
        JOIN("join"),
        READY("ready"),
        HEALTH_CHECK("healthCheck"),
        WITNESS("witness"),
        GONE("disconnect, leave, eject");

        final String call;

        Message(String call) {
            this.call = call;
        }
    }

    /**
     * The ticks of one kind.
     *
     * @param from the state before
     * @param to the state after, which is the same where the tick only removed members
     */
    private record Transition(RunState from, RunState to) {}

    /** Percentiles of the ticks of one kind, in nanoseconds. */
    record Spread(RunState from, RunState to, int count, long least, long median, long p90, long p99, long most) {}

    /** What one message costs on average, in nanoseconds, reading the clock included where it is read for each. */
    record Mean(String call, long count, double nanos) {}

    private final Map<Transition, Samples> transitions = new LinkedHashMap<>();
    private final Map<Message, long[]> messages = new EnumMap<>(Message.class);

    void tick(RunState from, RunState to, long nanos) {
        transitions
                .computeIfAbsent(new Transition(from, to), kind -> new Samples())
                .add(nanos);
    }

    void messages(Message kind, long count, long nanos) {
        long[] sums = messages.computeIfAbsent(kind, any -> new long[2]);
        sums[0] += count;
        sums[1] += nanos;
    }

    List<Spread> transitions() {
        List<Spread> spreads = new ArrayList<>();
        transitions.forEach((kind, samples) -> spreads.add(samples.spread(kind)));
        return spreads;
    }

    List<Mean> messages() {
        List<Mean> means = new ArrayList<>();
        messages.forEach((kind, sums) -> means.add(new Mean(kind.call, sums[0], (double) sums[1] / sums[0])));
        return means;
    }

    /** The median of the ticks that ended a round and opened the next. */
    long medianRoundBoundary() {
        Samples samples = transitions.get(new Transition(RunState.ROUND_WITNESS, RunState.ROUND_TRAIN));
        return Objects.requireNonNull(samples, "no epoch has a single round").percentile(50);
    }

    private static final class Samples {
        private long[] nanos = new long[64];
        private int count;

        void add(long sample) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = sample;
        }

        /** The least sample that is not below the given percentage of them. */
        long percentile(int percent) {
            long[] sorted = Arrays.copyOf(nanos, count);
            Arrays.sort(sorted);
            return sorted[Math.max(0, (int) Math.ceil(count * percent / 100.0) - 1)];
        }

        Spread spread(Transition kind) {
            return new Spread(
                    kind.from(),
                    kind.to(),
                    count,
                    percentile(0),
                    percentile(50),
                    percentile(90),
                    percentile(99),
                    percentile(100));
        }
    }
}
